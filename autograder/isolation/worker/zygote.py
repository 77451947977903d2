"""What every worker begins with: packages imported, torch's first steps taken, memory in huge pages.

All of it is done once, in the fork server before its first fork, and costs a worker nothing. No student code is here yet.

Memory is in huge pages because fork(2) copies a table entry, and exit(2) gives one up, for each page. With torch imported
there are hundreds of megabytes of it: in pages of 2 MB instead of 4 KB a fork took a quarter of the time, as measured.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.isolation.worker import unsupported_apis

ALWAYS = ("numpy", "torch", "torch.nn.functional", "torch.utils.data", "torch.optim", "testkit.probes")
LAZY = ("numpy.random", "torch.random")  # NumPy would import the one in every worker
# A worker behind its walls could not find these any more.
WALLS = ("pyseccomp", "py_landlock")

_MB = 2**20
_HUGE = 2 * _MB
_HEAP_BYTES = 128 * _MB  # of the C library's, as much as imports use
_ARENAS = 60  # of Python's, 1 MB each, as many as imports use
_PRIVATE_WRITABLE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p \S+ \S+ 0 +(\S*)")

# <malloc.h>, <sys/mman.h>
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_MADV_HUGEPAGE, _MADV_NOHUGEPAGE = 14, 15
_MADV_COLLAPSE = 25  # Linux 6.1 and later; earlier kernels refuse, and forks cost what they cost


def prepare(tree: Path) -> None:
    """Make this process what workers are to be forked from; ``tree`` is the pristine one, with testkit."""
    with huge_page_heap():
        sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", "."))]
        own = sorted(path.stem for path in (tree / "testkit" / "probes").glob("*.py"))
        preload([*ALWAYS, *LAZY, *WALLS, *(f"testkit.probes.{name}" for name in own if name != "__init__")])
        sys.path.remove(str(tree))
        unsupported_apis.patch_unsupported_apis()
        warm_up()
    gather()


@contextlib.contextmanager
def huge_page_heap() -> Iterator[None]:
    """Have what is imported meanwhile fill two stretches of memory, the C library's heap and one of Python's arenas.

    Otherwise memory comes bit by bit, each where it fits between the libraries loaded so far, and too small for a huge page. The
    heap is huge from the start, which spares half a second of copying; Python's arenas are gathered later.
    """
    _mallopt(_M_MMAP_THRESHOLD, 32 * _MB)  # where the C library itself ends up after a while, and the next one too
    _mallopt(_M_TRIM_THRESHOLD, 64 * _MB)
    _mallopt(_M_TOP_PAD, _HEAP_BYTES)
    bytes(_MB)  # takes the heap, and gives it back to be used
    _advise_heap(_MADV_HUGEPAGE)
    objects: list[bytes | None] = [None] * (_ARENAS * 1984)
    for index in range(len(objects)):
        objects[index] = bytes(470)  # 1984 of them are an arena
    kept = objects[::1900]  # one in each keeps it; the others' places are free again
    del objects
    try:
        yield
    finally:
        kept.clear()
        _mallopt(_M_TOP_PAD, 128 * 1024)  # as it was
        _advise_heap(_MADV_NOHUGEPAGE)  # what a worker takes is its own, and it may need little


def preload(modules: list[str]) -> None:
    """Import ``modules`` here, so that no worker spends its time on it; one that is not installed is left to its importer."""
    new = [name for name in modules if name not in sys.modules]
    for name in new:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if new:
        gc.collect()
        gc.freeze()  # workers then share these pages instead of copying them when they collect


def warm_up() -> None:
    """Take small tensors through what most code does first, on one thread.

    What torch looks up, fills or sets up at the first call of each kind is then there for every worker. With one thread no
    other is started: children of a process that has run a multi-threaded operation hang.
    """
    import torch

    torch.set_num_threads(1)
    functional = torch.nn.functional
    x = torch.ones(1, 1, 8, 8)
    features = functional.conv2d(x, torch.ones(1, 1, 3, 3)).flatten(1)
    scores = torch.nn.Linear(36, 2)(features.relu()) @ torch.eye(2) + 1
    functional.cross_entropy(scores, torch.tensor([1])).item()
    torch.stack([scores, scores])[:, 0, :1].softmax(0).detach().sum().numpy().tolist()
    (scores.argmax(1) == 1).float().mean().item()


def gather() -> None:
    """Gather this process's private memory into huge pages where the kernel can.

    To be called before the first fork: what this process writes while a child lives is in small pages from then on.
    """
    for first, last, _ in _stretches():
        _madvise(first, last, _MADV_COLLAPSE)


def _stretches() -> list[tuple[int, int, str]]:
    """Private writable memory in whole huge pages: first address, the one after the last, name."""
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
    for first, last, name in _stretches():
        if name == "[heap]":
            _madvise(first, last, advice)


def _madvise(first: int, last: int, advice: int) -> None:
    ctypes.CDLL(None).madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), advice)


def _mallopt(parameter: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library than GNU's
            ctypes.CDLL(None).mallopt(parameter, value)
