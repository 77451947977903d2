"""Measure the accuracies of a suite, each in a process of its own."""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from scripts.coursespec.course import ROOT
from scripts.errors import SpecError
from scripts.proof.native import assemble
from scripts.proof.suites import Suite


def measure_accuracies(
    suite: Suite, name: str, files: Mapping[str, str], seeds: int, device: str
) -> Iterator[float | None]:
    """Yield the accuracies for the seeds 0, 1, ...; None where the code raised.

    Those of an earlier run come first, at once: they are kept in ``build/calibration/``.

    Args:
        suite: what measures.
        name: of the mistake; "" for the solution.
        files: what the student would have written, by path.
        seeds: how many.
        device: "cpu" or "cuda".

    Raises:
        SpecError: the solution gives no accuracy.
    """
    label = "-".join([suite.problem.name, Path(suite.file).stem, name or "solution", device, suite.digest(files)])
    store = suite.course.home / "build" / "calibration" / f"{label}.jsonl"
    store.parent.mkdir(parents=True, exist_ok=True)
    known = read_earlier(store)
    yield from known[:seeds]
    if len(known) >= seeds:
        return
    with tempfile.TemporaryDirectory(prefix="calibrate-") as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        assemble(tree, suite.problem, files, suite.course, suite.problem.weights())
        for seed in range(len(known), seeds):
            accuracy = _measure_in_child(tree, suite, seed, device, must_work=not name)
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(accuracy) + "\n")
            yield accuracy


def read_earlier(store: Path) -> list[float | None]:
    """Return the accuracies of earlier runs; a last line that was cut off is measured again."""
    text = store.read_text(encoding="utf-8") if store.is_file() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        store.write_text(whole, encoding="utf-8")
    known: list[float | None] = [json.loads(line) for line in whole.splitlines()]
    return known


def _measure_in_child(tree: Path, suite: Suite, seed: int, device: str, *, must_work: bool) -> float | None:
    """Train once in a process of its own: nothing of one run, or of one variant, is there in the next."""
    _warm_up()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            answer: Any = _measure(tree, suite, seed, device)
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        with suppress(OSError):  # the parent was interrupted
            os.write(write, json.dumps(answer).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(text) if text else "the process ended without an answer"
    if isinstance(answer, str):
        if must_work:
            raise SpecError(
                f"{suite.problem.name}/hidden/{suite.file}: the solution gives no accuracy: {' '.join(answer.split())}"
            )
        return None
    return float(answer)


@cache
def _warm_up() -> None:
    """Import before the fork, once, what every training would import after it; no tensor operation runs here."""
    import pytest  # noqa: F401
    import sklearn.datasets  # noqa: F401
    import torch

    torch.set_num_threads(1)
    # The first optimizer of a process imports much more.
    torch.optim.SGD([torch.nn.Parameter(torch.empty(1))], lr=1.0)


def _measure(tree: Path, suite: Suite, seed: int, device: str) -> float:
    import numpy as np
    import torch

    sys.path[:] = [str(tree)] + [entry for entry in sys.path if entry not in ("", str(ROOT))]
    sys.dont_write_bytecode = True
    for module in [m for m in sys.modules if m.split(".")[0] in {"src", "data", "testkit"}]:
        del sys.modules[module]
    torch.set_num_threads(1)
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    path = tree / "tests" / suite.problem.name / "hidden" / suite.file
    found = importlib.util.spec_from_file_location("suite", path)
    assert found is not None and found.loader is not None
    test_file = importlib.util.module_from_spec(found)
    found.loader.exec_module(test_file)
    from testkit.fixtures import fixture_values  # type: ignore[import-not-found]
    from testkit.student_plugin import NativeStudent  # type: ignore[import-not-found]

    given = fixture_values(NativeStudent(), seed, device)
    return float(test_file.measure(*(given[name] for name in inspect.signature(test_file.measure).parameters)))
