"""The zygote's memory in large pages: what a fork copies, and an exit gives back, is the table of pages, and a large page is one entry.

Theory of operation. A warm zygote holds a quarter of a gigabyte, sixty thousand small pages. The kernel can be asked to put two megabytes of
them together (Linux 6.1 and later). That takes a second in all, so it is done in slices, one after each fork, while the child is at work. A child that
writes into a large page gets a small one of its own, as before. Where the kernel does not know the call nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.inside import syscalls as sys_

LARGE = 2 << 20
SLICE = 8 * LARGE


def slices() -> Iterator[None]:
    """Put the memory of this process together, a slice at each step."""
    try:
        with open("/proc/self/maps") as maps:
            told = maps.read()
    except OSError:
        return
    for begin, end in list(own_memory(told)):
        for at in range(begin, end, SLICE):
            try:
                sys_.collapse(at, min(SLICE, end - at))
            except sys_.SyscallError:
                continue  # this part cannot be, or not now
            yield


def own_memory(maps: str) -> Iterator[tuple[int, int]]:
    """Where, by the kernel's table, memory lies that is no file's: from one boundary of large pages to another."""
    for line in maps.splitlines():
        where, rights, *rest = line.split()
        if rights.startswith("rw") and (len(rest) < 4 or rest[3] == "[heap]"):
            low, high = (int(number, 16) for number in where.split("-"))
            begin, end = -(-low // LARGE) * LARGE, high // LARGE * LARGE
            if begin < end:
                yield begin, end
