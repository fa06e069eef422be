"""The jail's own promises: answers come from the child that was asked, in time, or not at all; and nothing is left behind."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest
import torch

from grader.errors import SandboxError
from grader.sandbox import ChildDied, ChildLied, ChildTimeout, Jail


def question(probe, *args, **more):
    return {"probe": probe, "args": args, "kwargs": {}, "seed": 1, "device": "cpu", "main": "f", "task": "t", **more}


def test_a_notebook_is_read_prepared_run_and_asked(jail, notebook):
    with jail.fork() as child:
        read = child.call("read", {"data": notebook}, seconds=5)
        assert [cell["source"] for cell in read["ok"]][:2] == ["x0 = 0", "x1 = 1"]
        assert child.call("lint", {"cells": ["import torch\nf = torch.relu"], "bans": {"names": ["torch.relu"]}}, seconds=5)["violations"]
        child.call("prepare", {"bans": {"absent": ["torch.relu"]}, "seed": 3}, seconds=5)
        assert child.call("cell", {"source": "import torch\ndef f(x):\n    return x.T + 1, {'n': 2}", "index": 0}, seconds=5) == {
            "ok": True
        }
        child.call("probes", {"source": "def apply(answer, x):\n    return answer.main(x)", "name": "t"}, seconds=5)
        reply = child.call("ask", {"question": question("apply", torch.zeros(2, 3))}, seconds=5)
    tensor, rest = reply["value"]
    assert torch.equal(tensor, torch.ones(3, 2)) and rest == {"n": 2} and "ops" not in reply


def test_a_cell_that_never_ends_is_killed_by_the_clock(child, run):
    begun = time.monotonic()
    with pytest.raises(ChildTimeout):
        run(child, "while True:\n    try:\n        while True: pass\n    except BaseException: pass", seconds=0.5)
    assert time.monotonic() - begun < 3
    assert child.cpu_s > 0


def test_sleeping_is_no_way_past_the_clock(jail, run):
    with jail.fork() as child, pytest.raises(ChildTimeout):
        run(child, "import signal, time\nfor s in (15, 2, 14): signal.signal(s, signal.SIG_IGN)\ntime.sleep(60)", seconds=0.3)


def test_cpu_time_is_limited_too(jail, run):
    with jail.fork(cpu_s=1) as child, pytest.raises(ChildDied) as death:
        run(child, "while True: pass", seconds=10)
    assert death.value.cause == "cpu"


DEATHS = {
    "os._exit": "import os\nos._exit(0)",
    "a segmentation fault": "import ctypes\nctypes.string_at(0)",
    "a syscall of a foreign ABI": (
        "import ctypes, mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()"
    ),
    "a flood of output": "while True: print('x' * 10000)",
    "closing the link": "import os\nos.close(3)",
}


@pytest.mark.parametrize("source", DEATHS.values(), ids=DEATHS)
def test_a_child_that_ends_gives_no_answer(jail, run, source):
    with jail.fork() as child, pytest.raises(ChildDied):
        run(child, source, seconds=10)


def test_printing_within_the_cap_is_kept(child, run):
    assert run(child, "import sys\nprint('a' * 100)\nprint('b', file=sys.stderr)") == {"ok": True}
    assert child.output() == (b"a" * 100 + b"\n", b"b\n")


FRAME = (
    'import os, struct\nframe = b\'{"nonce":"%s","value":["dict","ok",true]}\'\n'
    "os.write(3, struct.pack('<4sIQ', b'ACW2', len(frame), 0) + frame)"
)
LIES = {
    "an answer under another nonce": FRAME,
    "two answers": FRAME + "\nos.write(3, struct.pack('<4sIQ', b'ACW2', len(frame), 0) + frame)",
    "noise": "import os\nos.write(3, b'x' * 4000)",
    "a frame that says it is huge": "import os, struct\nos.write(3, struct.pack('<4sIQ', b'ACW2', 1 << 20, 1 << 50))",
}


@pytest.mark.parametrize("source", LIES.values(), ids=LIES)
def test_a_forged_frame_is_a_lie_and_the_end_of_the_child(jail, run, source):
    with jail.fork() as child:
        with pytest.raises(ChildLied):
            run(child, source)
        with pytest.raises(ChildLied):
            run(child, "1")


def test_an_answer_that_nobody_asked_for_is_a_lie(jail, run):
    with jail.fork() as child:
        run(child, "import threading, os\nt = threading.Timer(0.2, os.write, (3, b'x'))\nt.start()")
        with pytest.raises(ChildLied):
            run(child, "t.join()", "1")


def test_the_next_child_knows_nothing_of_the_last(jail, run):
    spoil = (
        "import torch, os, builtins, sys\ntorch.allclose = lambda *a, **k: True\nbuiltins.print = None\n"
        "sys.modules['numpy'] = None\nopen(os.environ['HOME'] + '/left', 'w').write('x')"
    )
    look = (
        "import torch, os, numpy\nassert not torch.allclose(torch.zeros(1), torch.ones(1))\n"
        "print(os.listdir(os.environ['HOME']))\nassert os.listdir(os.environ['HOME']) == []"
    )
    with jail.fork() as child:
        assert run(child, spoil) == {"ok": True}
    with jail.fork() as child:
        assert run(child, look) == {"ok": True}


def test_two_children_live_side_by_side(jail, run):
    with jail.fork() as one, jail.fork() as two:
        assert run(one, "x = 1") == run(two, "x = 2") == {"ok": True}
        assert run(one, "assert x == 1") == run(two, "assert x == 2") == {"ok": True}


def test_closing_one_child_leaves_the_other(jail, run):
    with jail.fork() as one:
        with jail.fork() as two:
            run(two, "x = 1")
        assert run(one, "x = 1") == {"ok": True}


@pytest.mark.parametrize("source", ["x = bytearray(900 << 20)", "import torch\nx = torch.zeros(900 << 18)"], ids=["python", "torch"])
def test_memory_over_the_limit_is_an_error_of_the_cell(child, run, source):
    reply = run(child, source)
    assert reply["error"]["type"] in ("MemoryError", "RuntimeError")
    assert run(child, "x = bytearray(100 << 20)") == {"ok": True}


def test_a_zygote_that_died_is_started_again(jail):
    with jail.fork() as child:
        os.killpg(jail._process.pid, signal.SIGKILL)
        with pytest.raises(ChildDied) as death:
            child.call("cell", {"source": "import time\ntime.sleep(30)", "index": 0}, seconds=20)
        assert death.value.cause == "jail"
    with jail.fork() as child:
        assert child.call("cell", {"source": "1", "index": 0}, seconds=5) == {"ok": True}


def test_the_zygotes_heap_is_frozen_and_its_childrens_garbage_is_collected(jail, run):
    with jail.fork() as child:
        assert run(child, "import gc\nassert gc.isenabled() and gc.get_freeze_count() > 100_000") == {"ok": True}


def test_a_jail_started_outside_the_main_thread_outlives_its_thread():
    made = []
    thread = threading.Thread(target=lambda: made.append(Jail()))
    thread.start()
    thread.join()
    with made[0] as jail, jail.fork() as child:
        assert child.call("cell", {"source": "1", "index": 0}, seconds=5) == {"ok": True}


def test_the_unsafe_tier_is_refused_unless_asked_for():
    with pytest.raises(SandboxError, match="allow-unsafe"):
        Jail("D")


def census(jail: Jail) -> dict[str, int]:
    jail.settle()
    return {
        "descriptors": len(os.listdir("/proc/self/fd")),
        "processes": len(descendants(jail._process.pid)),
        "mounts": len(Path("/proc/self/mounts").read_text().splitlines()),
        "zygote MB": max(rss_mb(pid) for pid in descendants(jail._process.pid)),
        "zygote descriptors": max(len(os.listdir(f"/proc/{pid}/fd")) for pid in descendants(jail._process.pid)),
        "judge MB": rss_mb(os.getpid()),
    }


def descendants(pid: int) -> list[int]:
    children = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(d for child in children for d in descendants(child))]


def rss_mb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


@pytest.mark.parametrize("tier", ["A", "C"])
def test_two_hundred_children_leave_nothing_behind(jails, notebook, tier):
    jail = jails(tier)

    def one(k: int) -> None:
        with jail.fork() as child:
            child.call("read", {"data": notebook}, seconds=10)
            child.call("prepare", {"bans": {"absent": ["torch.optim.Adam"]}}, seconds=10)
            child.call("cell", {"source": "import os\nopen(os.environ['HOME'] + '/x', 'w').write('x' * 1000)", "index": 0}, seconds=10)
            if k % 20 == 0:
                with pytest.raises(ChildDied):
                    child.call("cell", {"source": "import os\nos._exit(3)", "index": 1}, seconds=10)

    for k in range(5):
        one(k)
    before = census(jail)
    for k in range(200):
        one(k)
    after = census(jail)
    assert after["judge MB"] - before["judge MB"] < 50 and after["zygote MB"] - before["zygote MB"] < 50
    for name in ("descriptors", "processes", "mounts", "zygote descriptors"):
        assert after[name] == before[name], name


@pytest.mark.parametrize("tier", ["A", "C"])
def test_a_judge_that_is_killed_takes_the_jail_and_its_children_with_it(tier):
    import subprocess
    import sys

    judge = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from grader.sandbox import Jail\nj = Jail({tier!r})\nc = j.fork()\nprint(j._process.pid, flush=True)\n"
            "c.call('cell', {'source': 'while True: pass', 'index': 0}, seconds=60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    started = int(judge.stdout.readline())
    family = descendants(started)
    assert len(family) >= 2
    judge.kill()
    judge.communicate()
    deadline = time.monotonic() + 20
    while any(is_alive(pid) for pid in family):
        assert time.monotonic() < deadline, family


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_closed_jail_leaves_no_folder(jails):
    jail = jails("C")  # another test that asks for it starts it again
    mine = f"allclose-{os.getpid()}-"
    with jail.fork() as child:
        child.call("cell", {"source": "import os\nopen(os.environ['HOME'] + '/x', 'w').close()", "index": 0}, seconds=10)
    open_child = jail.fork()
    before = {p.name for p in Path(tempfile.gettempdir()).glob(mine + "*")}
    assert before
    jail.close()
    open_child.close()
    assert not before & {p.name for p in Path(tempfile.gettempdir()).glob(mine + "*")}


def prepared(child, run, cell):
    run(child, cell)
    child.call("probes", {"source": "def apply(answer, x):\n    return answer.main(x)", "name": "t"}, seconds=5)


def test_answers_come_in_the_order_of_the_requests(child, run):
    prepared(child, run, "def f(x):\n    return x + 1")
    for k in range(5):
        child.post("ask", {"question": question("apply", k)}, seconds=5)
    assert [child.take(seconds=5)["value"] for _ in range(5)] == [1, 2, 3, 4, 5]


def test_requests_that_one_frame_cannot_hold_are_sent_in_several(child, run):
    prepared(child, run, "def f(x):\n    return len(x)")
    child.post_each("ask", [{"question": question("apply", list(range(60_000)))} for _ in range(5)], seconds=10)
    assert [child.take(seconds=10)["value"] for _ in range(5)] == [60_000] * 5


def test_large_questions_and_large_answers_do_not_wait_for_each_other(child, run):
    prepared(child, run, "def f(x):\n    return x + 1")
    large = torch.zeros(500_000, dtype=torch.float64)
    for _ in range(3):
        child.post("ask", {"question": question("apply", large)}, seconds=10)
    assert [float(child.take(seconds=10)["value"].sum()) for _ in range(3)] == [500_000.0] * 3


def test_what_was_answered_before_the_end_still_counts(child, run):
    prepared(child, run, "import os\ndef f(x):\n    return os._exit(0) if x == 2 else x")
    for k in (1, 2):
        child.post("ask", {"question": question("apply", k)}, seconds=5)
    wait_for_end(child)
    child.post("ask", {"question": question("apply", 3)}, seconds=5)
    assert child.take(seconds=5)["value"] == 1
    for _ in range(2):
        with pytest.raises(ChildDied):
            child.take(seconds=5)


def test_more_answers_than_requests_are_a_lie(child, run):
    prepared(child, run, "import os\ndef f(x):\n    os.write(3, b'x' * 40) if x == 2 else None\n    return x")
    for k in (1, 2):
        child.post("ask", {"question": question("apply", k)}, seconds=5)
    with pytest.raises(ChildLied):
        for _ in range(2):
            child.take(seconds=5)


def wait_for_end(child):
    deadline = time.monotonic() + 5
    while child.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.01)
