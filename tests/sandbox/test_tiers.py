"""Every tier that this machine can build holds what it promises; and the test that says so can fail."""

from __future__ import annotations

import dataclasses

import pytest

from grader.errors import SandboxError
from grader.sandbox import Jail, selftest, tiers

ESCAPES = {
    "ptrace": 101,
    "process_vm_readv": 310,
    "unshare": 272,
    "mount": 165,
    "setns": 308,
    "bpf": 321,
    "io_uring_setup": 425,
    "keyctl": 250,
    "userfaultfd": 323,
    "perf_event_open": 298,
    "open_by_handle_at": 304,
    "shmget": 29,
    "memfd_create": 319,
    "memfd_secret": 447,
    "splice": 275,
    "tee": 276,
    "vmsplice": 278,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "kcmp": 312,
    "clone3": 435,
    "fork": 57,
    "vfork": 58,
    "execve": 59,
    "socket": 41,
    "socketpair": 53,
    "kill": 62,
    "chroot": 161,
    "capset": 126,
    "setuid": 105,
    "symlink": 88,
    "link": 86,
    "mknod": 133,
    "init_module": 175,
    "seccomp": 317,
    "landlock_restrict_self": 446,
    "process_madvise": 440,
}
SYSCALLS = """
import ctypes, platform
assert platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
allowed = []
for name, number in {table!r}.items():
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
    if not (result == -1 and ctypes.get_errno() in (1, 38)):
        allowed.append(f"{{name}} → {{result}}, errno {{ctypes.get_errno()}}")
assert not allowed, allowed
"""
STATUS = """
fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
assert fields["NoNewPrivs"].strip() == "1" and fields["Seccomp"].strip() == "2", fields
assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == int(fields["CapPrm"], 16) == 0
"""
ORDINARY = {
    "threads": "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()",
    "training": (
        "import torch\n"
        "m = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(144, 2))\n"
        ""
        "o = torch.optim.Adam(m.parameters())\nfor _ in range(3):\n    o.zero_grad(); m(torch.randn(4, 1, 8, 8)).sum().backward(); o.step()"
    ),
    "linear algebra": (
        "import torch, numpy as np\ntorch.linalg.svd(torch.randn(9, 9)); np.linalg.eigh(np.eye(4)); torch.fft.fft(torch.randn(8))"
    ),
    "files of one's own": (
        "import tempfile, shutil, os\nd = tempfile.mkdtemp()\nopen(d + '/a', 'w').write('x')\n"
        "shutil.copy(d + '/a', d + '/b')\nshutil.rmtree(d)"
    ),
    "saving and loading": (
        "import torch, os\np = os.environ['HOME'] + '/m.pt'\ntorch.save({'a': torch.ones(2)}, p)\nassert torch.load(p)['a'].sum() == 2"
    ),
    "a data loader": "import torch\nassert len(list(torch.utils.data.DataLoader(torch.arange(8.0), batch_size=3, shuffle=True))) == 3",
    "random numbers": "import random, os, time, datetime\nrandom.random(); os.urandom(4); time.time(); datetime.datetime.now()",
    "a plot": (
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.plot([1, 2]); plt.title('제목'); plt.savefig('a.png')"
    ),
    "module scripting": (
        "import torch\nclass M(torch.nn.Module):\n    def forward(self, x): return x + 1\nassert M()(torch.ones(1)).item() == 2"
    ),
    "a deep copy and state dicts": "import torch, copy\nm = torch.nn.LSTM(3, 4)\ncopy.deepcopy(m).load_state_dict(m.state_dict())",
}


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_a_tier_holds_what_it_promises(jails, tier):
    assert selftest.try_out(jails(tier), tiers.TIERS[tier]) == []


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_system_calls_that_lead_out_are_refused(jails, run, tier):
    with jails(tier).fork() as child:
        reply = run(child, SYSCALLS.format(table=ESCAPES))
    assert reply == {"ok": True}


def test_privileges_are_gone(jails, run):
    with jails("A").fork() as child:
        assert run(child, STATUS) == {"ok": True}


@pytest.mark.parametrize("tier", ["A", "B", "C"])
@pytest.mark.parametrize("source", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_work_is_not_hindered(jails, run, tier, source):
    with jails(tier).fork() as child:
        child.call("prepare", {"bans": {}}, seconds=10)
        assert run(child, source, seconds=20) == {"ok": True}


def test_the_far_side_sees_no_source_of_the_grader_but_its_own(jails, run):
    look = """
import os, sys, importlib.util
assert importlib.util.find_spec("grader.judge") is None
found = []
for top in ("/allclose", "/tmp", "/home", "/work", "/mnt", "/opt", "/srv"):
    for folder, _, names in os.walk(top):
        found += [os.path.join(folder, n) for n in names if n in ("test_hidden.py", "wrong.py", "course.toml", "session.py")]
assert not found, found
assert sorted(os.listdir("/allclose")) == ["inside"]
"""
    with jails("A").fork() as child:
        reply = run(child, look)
    assert reply == {"ok": True} or reply["error"]["type"] == "PermissionError"


def test_the_self_test_finds_that_landlock_is_missing(jails, monkeypatch):
    jail, weak = jails("C"), dataclasses.replace(tiers.TIERS["C"], landlock=False)
    monkeypatch.setattr(jail, "_tier", weak)  # each child is told anew what confines it
    assert selftest.try_out(jail, weak)


def test_the_self_test_finds_that_seccomp_is_missing(monkeypatch):
    monkeypatch.setitem(tiers.TIERS, "C", dataclasses.replace(tiers.TIERS["C"], filtered=False))
    with Jail("C") as jail:  # a zygote is told once, at its start
        assert selftest.try_out(jail, tiers.TIERS["C"])


def test_without_any_tier_there_is_no_jail(monkeypatch):
    for name in tiers.TIERS:
        monkeypatch.setitem(tiers._known, name, tiers.Standing(tier=name, ok=False, reason="broken for the test"))
    with pytest.raises(SandboxError, match="broken for the test"):
        tiers.best()
    with pytest.raises(SandboxError, match="No jail can be built"):
        Jail()


def test_what_is_known_of_a_tier_is_asked_once():
    assert tiers.standing("A") is tiers.standing("A")
