"""The zygote: the state that every worker starts with, prepared once in the fork server before its first fork.

Packages are imported and torch's first calls are made here, so that they cost a worker nothing. No student code runs here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from pathlib import Path

from autograder.isolation.worker import huge_pages, unsupported_apis

ALWAYS_IMPORTED = ("numpy", "torch", "torch.nn.functional", "torch.utils.data", "torch.optim", "testkit.probes")
LAZILY_IMPORTED = ("numpy.random", "torch.random")  # NumPy would import numpy.random in every worker
# Landlock would keep a worker from finding these.
LAYER_BINDINGS = ("pyseccomp", "py_landlock")


def prepare_zygote(tree: Path) -> None:
    """Make this process what workers are to be forked from; ``tree`` is the pristine one, with testkit."""
    with huge_pages.huge_page_heap():  # tuning
        _import_packages(tree)
        unsupported_apis.patch_unsupported_apis()
        warm_up()  # tuning
    huge_pages.collapse_memory()  # tuning; must come before the first fork


def _import_packages(tree: Path) -> None:
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", "."))]
    probes = sorted(path.stem for path in (tree / "testkit" / "probes").glob("*.py") if path.stem != "__init__")
    preload([*ALWAYS_IMPORTED, *LAZILY_IMPORTED, *LAYER_BINDINGS, *(f"testkit.probes.{name}" for name in probes)])
    sys.path.remove(str(tree))


def preload(modules: list[str]) -> None:
    """Import ``modules`` here, so that no worker spends time on it. One that cannot be imported fails where it is used."""
    new = [name for name in modules if name not in sys.modules]
    for name in new:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if new:
        _freeze_objects()  # tuning


def _freeze_objects() -> None:
    """Exempt all objects from garbage collection, so that a worker's collections do not write to shared pages and copy them."""
    gc.collect()
    gc.freeze()


def warm_up() -> None:
    """Make torch's usual first calls on small tensors, on one thread.

    What torch sets up at the first call of each kind is then ready in every worker. It must be one thread: children of a process
    that has run a multi-threaded operation hang.
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
