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
    for begin, end in list(_own_memory()):
        for at in range(begin, end, SLICE):
            try:
                sys_.collapse(at, min(SLICE, end - at))
            except sys_.SyscallError:
                continue  # this part cannot be, or not now
            yield


def _own_memory() -> Iterator[tuple[int, int]]:
    """Where memory lies that is no file's, from one boundary of large pages to another."""
    try:
        with open("/proc/self/maps") as maps:
            lines = maps.read().splitlines()
    except OSError:
        return
    for line in lines:
        where, rights, *rest = line.split()
        if rights.startswith("rw") and (len(rest) < 4 or rest[3] == "[heap]"):
            low, high = (int(number, 16) for number in where.split("-"))
            begin, end = -(-low // LARGE) * LARGE, high // LARGE * LARGE
            if begin < end:
                yield begin, end
