"""Calls that the sandbox forbids in the form that libraries use: a clear error, or another form that is allowed.

Without them student code fails with an error of the system that says nothing of the cause. The sandbox does not rely on them.
"""

from __future__ import annotations

import functools
import mmap
import os
from typing import Any

NO_WORKERS = "the grader starts no processes, so a DataLoader must have num_workers=0 here"
NO_COMPILE = "the grader cannot compile, so call the model without torch.compile here"


def patch_unsupported_apis() -> None:
    """Make ``DataLoader`` with workers and ``torch.compile`` raise an error that says what to do; let files be saved and mapped."""
    import torch
    import torch.utils.data

    loader = torch.utils.data.DataLoader
    original = loader.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        workers = kwargs.get("num_workers", args[5] if len(args) > 5 else 0)
        if workers:
            raise ValueError(NO_WORKERS)
        original(self, *args, **kwargs)

    loader.__init__ = init  # type: ignore[method-assign]

    def compile_(model: Any = None, *args: Any, **kwargs: Any) -> Any:
        # A plain function raises only when it is called: parts of torch decorate functions when they are imported.
        if isinstance(model, torch.nn.Module):
            raise RuntimeError(NO_COMPILE)

        def refuse(*_: Any, **__: Any) -> Any:
            raise RuntimeError(NO_COMPILE)

        return refuse if callable(model) else lambda function: compile_(function)

    torch.compile = compile_  # type: ignore[assignment]
    _patch_save()
    mmap.mmap = _PrivateMap  # type: ignore[misc]


def _patch_save() -> None:
    """Have torch write files through Python, because its own writer hands over two buffers in one call, which is denied."""
    import torch

    original = torch.save

    @functools.wraps(original)
    def save(obj: object, f: Any, *args: Any, **kwargs: Any) -> None:
        if not isinstance(f, (str, os.PathLike)):
            return original(obj, f, *args, **kwargs)
        with open(f, "wb") as file:
            return original(obj, file, *args, **kwargs)

    torch.save = save


class _PrivateMap(mmap.mmap):
    """A mapping of a file. One for reading alone is private, because a shared one is denied (``numpy.memmap`` makes those)."""

    def __new__(cls, fileno: int, length: int, *args: Any, **kwargs: Any) -> _PrivateMap:
        if fileno != -1 and kwargs.get("access") == mmap.ACCESS_READ:
            del kwargs["access"]
            kwargs.update(flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        return super().__new__(cls, fileno, length, *args, **kwargs)
