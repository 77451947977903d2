"""Tuning: the zygote's memory in huge pages.

fork(2) copies a table entry, and exit(2) releases one, for each page. With torch imported there are hundreds of megabytes of
memory, in pages of 4 KB. In huge pages of 2 MB a class of 30 submissions took 23 % less CPU time (medians of paired runs).
"""

from __future__ import annotations

import ctypes
import re
import sys

_HUGE = 2 * 2**20
_PRIVATE_WRITABLE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p \S+ \S+ 0 ")
_MADV_COLLAPSE = 25  # <sys/mman.h>; Linux 6.1 and later; earlier kernels refuse, and pages stay small


def collapse_memory() -> None:
    """Collapse this process's private memory into huge pages where the kernel can.

    Call this before the first fork: pages that this process writes while a child lives are small from then on.
    """
    if sys.platform != "linux":
        return
    with open("/proc/self/maps", encoding="utf-8") as file:
        regions = [(int(match[1], 16), int(match[2], 16)) for match in filter(None, map(_PRIVATE_WRITABLE.match, file))]
    for start, end in regions:
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE  # whole huge pages
        if last > first:
            ctypes.CDLL(None).madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), _MADV_COLLAPSE)
