"""Tuning: the zygote's memory in huge pages.

fork(2) copies a table entry, and exit(2) releases one, for each page. With torch imported there are hundreds of megabytes of
memory: in pages of 2 MB instead of 4 KB a fork took a quarter of the time, as measured.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import sys
from collections.abc import Iterator

_MB = 2**20
_HUGE = 2 * _MB
_HEAP_BYTES = 128 * _MB  # of the C library's heap, as much as imports use
_ARENAS = 60  # of Python's, 1 MB each, as many as imports use
_PRIVATE_WRITABLE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p \S+ \S+ 0 +(\S*)")

# <malloc.h>, <sys/mman.h>
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_MADV_HUGEPAGE, _MADV_NOHUGEPAGE = 14, 15
_MADV_COLLAPSE = 25  # Linux 6.1 and later; earlier kernels refuse, and pages stay small


@contextlib.contextmanager
def huge_page_heap() -> Iterator[None]:
    """Let imports inside the block fill two contiguous regions of memory: the C library's heap and Python's arenas.

    Otherwise memory is taken in small pieces between the libraries loaded so far, too small for a huge page. The heap has huge
    pages from the start, which saves half a second of copying; ``collapse_memory`` does the same for Python's arenas later.
    """
    _mallopt(_M_MMAP_THRESHOLD, 32 * _MB)  # the C library itself arrives at such thresholds after a while
    _mallopt(_M_TRIM_THRESHOLD, 64 * _MB)
    _mallopt(_M_TOP_PAD, _HEAP_BYTES)
    bytes(_MB)  # grows the heap by _HEAP_BYTES, then frees its own part
    _advise_heap(_MADV_HUGEPAGE)
    objects: list[bytes | None] = [None] * (_ARENAS * 1984)
    for index in range(len(objects)):
        objects[index] = bytes(470)  # 1984 of them are an arena
    kept = objects[::1900]  # one in each arena keeps it; the others' memory is free again
    del objects
    try:
        yield
    finally:
        kept.clear()
        _mallopt(_M_TOP_PAD, 128 * 1024)  # as it was
        _advise_heap(_MADV_NOHUGEPAGE)  # a worker's own memory may be little


def collapse_memory() -> None:
    """Collapse this process's private memory into huge pages where the kernel can.

    Call this before the first fork: pages that this process writes while a child lives are small from then on.
    """
    for first, last, _ in _find_private_regions():
        _madvise(first, last, _MADV_COLLAPSE)


def _find_private_regions() -> list[tuple[int, int, str]]:
    """Return the private writable memory in whole huge pages: first address, the one after the last, name."""
    if sys.platform != "linux":
        return []
    found = []
    with open("/proc/self/maps", encoding="utf-8") as file:
        for match in filter(None, map(_PRIVATE_WRITABLE.match, file)):
            first, last = -(-int(match[1], 16) // _HUGE) * _HUGE, int(match[2], 16) // _HUGE * _HUGE
            if last > first:
                found.append((first, last, match[3]))
    return found


def _advise_heap(advice: int) -> None:
    for first, last, name in _find_private_regions():
        if name == "[heap]":
            _madvise(first, last, advice)


def _madvise(first: int, last: int, advice: int) -> None:
    ctypes.CDLL(None).madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), advice)


def _mallopt(parameter: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library than GNU's
            ctypes.CDLL(None).mallopt(parameter, value)
