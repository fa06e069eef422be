"""What the zygote does besides forking: it compiles drivers ahead, and puts its memory together."""

from __future__ import annotations

import mmap

import pytest

from grader.inside import pages
from grader.sandbox import Jail

DRIVER = "def g(answer, x):\n    return answer.f(x)\n"


def asked(child, x):
    assert child.call("cell", {"source": "def f(x): return x + 1", "index": 0}, seconds=5) == {"ok": True}
    child.call("probes", {"source": DRIVER, "name": "t"}, seconds=5)
    question = {"probe": "g", "args": (x,), "kwargs": {}, "seed": 0, "device": "cpu", "main": "f", "task": "t"}
    return child.call("ask", {"question": question}, seconds=5)["value"]


def test_a_driver_that_was_compiled_ahead_answers_like_any_other(jail):
    jail.compile([DRIVER])
    with jail.fork() as child:
        assert asked(child, 2) == 3


def test_what_does_not_compile_harms_nobody(jail):
    jail.compile(["def g(:", DRIVER])
    with jail.fork() as child:
        assert asked(child, 3) == 4


def test_a_zygote_that_was_started_again_is_told_again():
    with Jail(tier="D", allow_unsafe=True) as jail:
        jail.compile([DRIVER])
        jail.restart()
        jail.compile([DRIVER])
        with jail.fork() as child:
            assert asked(child, 4) == 5


def test_memory_keeps_what_it_holds_while_it_is_put_together():
    with mmap.mmap(-1, 4 * pages.LARGE) as block:
        block[:] = bytes(range(256)) * (len(block) // 256)
        before = bytes(block)
        for _ in pages.slices():
            pass
        assert block[:] == before


def test_where_the_kernel_does_not_know_the_call_nothing_changes(monkeypatch):
    def refused(start, length):
        raise pages.sys_.SyscallError(22, "madvise: Invalid argument")

    monkeypatch.setattr(pages.sys_, "collapse", refused)
    assert list(pages.slices()) == []


TABLES = {
    "memory between two boundaries": ("7f0000100000-7f0000700000 rw-p 00000000 00:00 0", [(0x7F0000200000, 0x7F0000600000)]),
    "the heap": ("7f0000000000-7f0000200000 rw-p 00000000 00:00 0 [heap]", [(0x7F0000000000, 0x7F0000200000)]),
    "too little": ("7f0000100000-7f0000300000 rw-p 00000000 00:00 0", []),
    "a library's text": ("7f0000000000-7f0000400000 r-xp 00000000 08:01 7 /lib/x.so", []),
    "a library's data": ("7f0000000000-7f0000400000 rw-p 00000000 08:01 7 /lib/x.so", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("table", "found"), TABLES.values(), ids=TABLES)
def test_only_memory_that_is_no_files_is_touched(table, found):
    assert list(pages.own_memory(table)) == found
