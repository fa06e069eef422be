"""Try to break out of a tier, from inside, with real calls. What it promises must hold before it is used.

The probes are Python text that runs as a cell would, before the list of imports is in force, and reports in words;
a probe that succeeds is a broken promise.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.child import ChildFailure
from grader.sandbox.tiers import Tier

if TYPE_CHECKING:
    from grader.sandbox.jail import Jail

CANARY = "allclose-canary"

PROBES: dict[str, str] = {
    "network": """
import socket
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, getattr(socket, "AF_VSOCK", 40), 16, 17, 38):
    try:
        socket.socket(family, socket.SOCK_DGRAM); broken(f"socket of family {family}")
    except OSError:
        pass
""",
    "exec": """
import os, subprocess
try:
    os.execv("/bin/true", ["true"]); broken("execv")
except OSError:
    pass
try:
    subprocess.run(["/bin/true"]); broken("subprocess")
except OSError:
    pass
""",
    "fork": """
import os
try:
    pid = os.fork()
    if pid == 0: os._exit(0)
    broken("fork")
except OSError:
    pass
""",
    "files": """
for path in (canary, "/etc/passwd", "/etc/shadow", "/root/.bashrc", "/proc/1/mem", "/proc/1/environ"):
    try:
        with open(path, "rb") as f:
            if f.read(1) or path == canary: broken("read " + path.split("/")[-1])
    except OSError:
        pass
""",
    "names": """
import os
for path in (canary, "/home", "/root/.bashrc", "/var"):
    if os.path.exists(path): broken(path.split("/")[-1] + " is visible")
""",
    "write": """
import os, torch
for path, mode in [(p, "w") for p in ("/x", "/usr/x", "/dev/x", os.path.dirname(torch.__file__) + "/x", "/var/tmp/x")] + [(canary, "r+")]:
    try:  # r+: a file of the same name in a folder of its own may be made, the one outside may not be touched
        open(path, mode).close(); broken("write " + path)
    except OSError:
        pass
home = os.environ["HOME"]
open(home + "/mine", "w").write("ok")
""",
    "processes": """
import os
seen = [p for p in os.listdir("/proc") if p.isdigit()]
if seen != ["1"] or os.getpid() != 1: broken(f"sees processes {seen}")
""",
    "signal": """
import os
for pid in (os.getppid() or 1, 1, -1):
    try:
        os.kill(pid, 0); broken(f"kill({pid})")
    except OSError:
        pass
""",
    "descriptors": """
import os
for fd in range(4, 64):
    try:
        os.fstat(fd); broken(f"descriptor {fd} is open")
    except OSError:
        pass
""",
    "memory": """
blocks = []
try:
    for _ in range(64):
        blocks.append(b"x" * (16 << 20))
    broken("more memory than the limit")
except MemoryError:
    pass
blocks = []
""",
    "quota": """
import os
try:
    for i in range(12):
        with open(os.environ["HOME"] + f"/{i}", "wb") as f: f.write(b"x" * (15 << 20))
    broken("no quota on files")
except OSError:
    pass
for i in range(12):
    try: os.unlink(os.environ["HOME"] + f"/{i}")
    except OSError: pass
""",
}
_FRAME = """
_broken = []
broken = _broken.append
canary = {canary!r}
"""
_VERDICT = "\nif _broken: raise PermissionError('; '.join(_broken))\n"


def try_out(jail: Jail, tier: Tier) -> list[str]:
    """The promises of this tier that do not hold here, in words; none if all do."""
    with tempfile.NamedTemporaryFile(prefix=CANARY, mode="w") as canary:
        canary.write("a course file")
        canary.flush()
        Path(canary.name).chmod(0o644)
        return [told for name in tier.promises if (told := _probe(jail, name, canary.name))]


def _probe(jail: Jail, name: str, canary: str) -> str:
    """Run one probe in a child of its own."""
    source = _FRAME.format(canary=canary) + PROBES[name] + _VERDICT
    try:
        with jail.fork(memory_mb=256) as child:
            reply = child.call("cell", {"source": source, "index": 0}, seconds=20)
    except ChildFailure as failure:
        return f"{name}: {failure}"
    return "" if reply.get("ok") is True else f"{name}: {reply.get('error', {}).get('type')} {reply.get('error', {}).get('text')}"
