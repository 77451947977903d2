"""Accuracy thresholds by measurement. ``python -m scripts.calibrate [--problem NAME] [--seeds 30]`` finds every hidden suite
with a function ``measure(student, seed, device)``, trains the solution and each mistake whose FAILS names the suite over many
seeds, and writes accuracies, threshold and margin to ``hidden/calibration.json`` beside it. Interrupted, it takes up where
it was: what was measured waits in ``build/calibration/``."""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.util
import json
import math
import os
import random
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from autograder.files import write_atomically
from scripts.coursespec.files import read_text
from scripts.coursespec.loader import ROOT
from scripts.coursespec.syntax import readable
from scripts.errors import SpecError, run_command
from scripts.proof.quick_try import Draft, assemble, read_draft, solved_elsewhere

RESULT = "calibration.json"
MISS = 1e-4
LEAST_SEEDS = 30
ARGUMENT = (
    "One more run of a correct solution falls below the threshold with probability below {miss:g}. On the logit scale, where an "
    "accuracy has no end to run into, n measured runs have mean m and deviation s; were a run's logit normal, one more run "
    "would fall below m - t s sqrt(1 + 1/n) with exactly that probability, t being Student's quantile with n - 1 degrees of "
    "freedom, as s is itself an estimate. Normality so far out cannot be seen in n runs, so the binomial variance of the "
    "{size} test pictures, which s contains already, is added once more: a reserve for heavier tails and for other machines. "
    "Then rounded down to a tenth of a percent."
)


def threshold(accuracies: Sequence[float], test_size: int, miss: float = MISS) -> float:
    """The accuracy that a correct solution misses with a probability below ``miss``; ``ARGUMENT`` says why.

    Args:
        accuracies: of the solution, between 0 and 1, one per seed.
        test_size: pictures that each was measured on.
        miss: the probability.

    Raises:
        ValueError: fewer than 30 accuracies: too few to know their deviation by.
    """
    from scipy import stats

    if len(accuracies) < LEAST_SEEDS:
        raise ValueError(
            f"{len(accuracies)} seeds are too few to estimate a deviation from; measure {LEAST_SEEDS} at least"
        )
    logits = [logit(accuracy, test_size) for accuracy in accuracies]
    mean, count = statistics.fmean(logits), len(logits)
    middle = 1 / (1 + math.exp(-mean))
    binomial = 1 / (test_size * middle * (1 - middle))  # variance of a logit, by the delta method
    spread = math.sqrt(statistics.variance(logits) * (1 + 1 / count) + binomial)
    lowest = mean - float(stats.t.ppf(1 - miss, count - 1)) * spread
    return math.floor(1000 / (1 + math.exp(-lowest))) / 1000


def logit(accuracy: float, test_size: int) -> float:
    """log(right / wrong), with half a picture added to each so that a perfect run has one too."""
    right = accuracy * test_size
    return math.log((right + 0.5) / (test_size - right + 0.5))


@dataclass(frozen=True)
class Suite:
    """One hidden test file that measures an accuracy."""

    draft: Draft
    file: str  # "test_accuracy.py"
    tests: tuple[str, ...]
    test_size: int
    text: str

    @property
    def problem(self) -> str:
        return self.draft.folder.name

    @property
    def result(self) -> Path:
        return self.draft.folder / "hidden" / RESULT

    @property
    def code(self) -> str:
        """Digest of everything that a measured accuracy depends on."""
        return self.digest(self.draft.staff())

    def digest(self, files: Mapping[str, str]) -> str:
        return _digest(self.text, {**solved_elsewhere(self.draft, files), **files})

    def relevant(self) -> dict[str, dict[str, str]]:
        """Files of the solution (under "") and of every mistake that names this suite."""
        names = [f"hidden/{self.file}::{test}" for test in self.tests]
        files = {"": self.draft.staff()}
        for name, mistake in self.draft.mistakes.items():
            if any(fnmatchcase(test, pattern) for test in names for pattern in mistake.fails):
                files[name] = self.draft.with_variant(mistake)
        return files


def find_suites(problem: str | None = None, root: Path = ROOT) -> list[Suite]:
    """The suites of ``problem``, or of all problems, that can be calibrated.

    Raises:
        SpecError: there are none.
    """
    suites: list[Suite] = []
    for path in sorted((root / "spec" / "problems").glob(f"{problem or '*'}/hidden/test_*.py")):
        shown = path.relative_to(root).as_posix()
        text = read_text(path, shown)
        tree = readable(text, shown)
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        if "measure" not in functions:
            continue
        sizes = _module(path, f"suite_{path.stem}").TEST_SIZE
        tests = tuple(name for name in functions if name.startswith("test_"))
        draft = read_draft(path.parent.parent)
        suites.append(Suite(draft, path.name, tests, sizes, text))
    if not suites:
        where = f"spec/problems/{problem}/hidden" if problem else "spec/problems/*/hidden"
        raise SpecError(
            f"{where}: no test file here has a function measure(student, seed, device), so nothing is calibrated."
        )
    return suites


def _digest(suite_text: str, files: Mapping[str, str]) -> str:
    """Of the code that decides the accuracies: the suite, the student's modules that it names, the data."""
    names = sorted(set(re.findall(r'student\.module\("([\w.]+)"\)', suite_text)))
    texts = [files.get(f"{name.replace('.', '/')}.py", "") for name in names]
    texts += [suite_text, (ROOT / "autograder" / "shared" / "testkit" / "datasets.py").read_text(encoding="utf-8")]
    return hashlib.sha256("\n".join(_bare(text) for text in texts).encode()).hexdigest()[:16]


def _bare(text: str) -> str:
    """The code without comments and docstrings: rewording those makes no measurement stale."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [n for n in body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def measured(suite: Suite, name: str, files: Mapping[str, str], seeds: int, device: str) -> Iterator[float | None]:
    """Accuracies for the seeds 0, 1, ...; None where the code raised. Those of an earlier run come first, at once."""
    label = "-".join([suite.problem, Path(suite.file).stem, name or "solution", device, suite.digest(files)])
    store = ROOT / "build" / "calibration" / f"{label}.jsonl"
    store.parent.mkdir(parents=True, exist_ok=True)
    known = [json.loads(line) for line in store.read_text().splitlines()] if store.is_file() else []
    yield from known[:seeds]
    if len(known) >= seeds:
        return
    with tempfile.TemporaryDirectory(prefix="calibrate-") as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        assemble(tree, suite.draft, files)
        for seed in range(len(known), seeds):
            accuracy = _in_child(tree, suite, seed, device, must_work=not name)
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(accuracy) + "\n")
            yield accuracy


def _in_child(tree: Path, suite: Suite, seed: int, device: str, *, must_work: bool) -> float | None:
    """One training in a process of its own: nothing of one run, or of one variant, is there in the next."""
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
                f"{suite.problem}/hidden/{suite.file}: the solution gives no accuracy: {' '.join(answer.split())}"
            )
        return None
    return float(answer)


@cache
def _warm_up() -> None:
    """Import before the fork, once, what every training would import after it; no tensor operation runs here."""
    import sklearn.datasets  # noqa: F401
    import torch

    torch.set_num_threads(1)
    torch.optim.SGD(
        [torch.nn.Parameter(torch.empty(1))], lr=1.0
    )  # the first optimizer of a process imports a great deal


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
    module = _module(tree / "tests" / suite.problem / "hidden" / suite.file, "suite")
    from testkit.student_plugin import NativeStudent  # type: ignore[import-not-found]

    return float(module.measure(NativeStudent(), seed, device))


def _module(path: Path, name: str) -> Any:
    """The module at ``path``; the test kit must be importable as ``testkit``."""
    if importlib.util.find_spec("testkit") is None:
        sys.path.append(str(ROOT / "autograder" / "shared"))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def summary(suite: Suite, runs: Mapping[str, Sequence[float | None]], device: str) -> dict[str, Any]:
    """What stands in calibration.json for ``suite``."""
    import torch

    solution = [accuracy for accuracy in runs[""] if accuracy is not None]
    limit = threshold(solution, suite.test_size)
    mistakes = {name: list(accuracies) for name, accuracies in runs.items() if name}
    best = max((a for accuracies in mistakes.values() for a in accuracies if a is not None), default=None)
    return {
        "threshold": limit,
        "miss_probability": MISS,
        "argument": ARGUMENT.format(miss=MISS, size=suite.test_size),
        "test_size": suite.test_size,
        "mean": round(statistics.fmean(solution), 6),
        "deviation": round(statistics.stdev(solution), 6),
        "lowest": min(solution),
        "margin": round(min(solution) - limit, 6),
        "best_mistake": best,
        "measured_with": {"torch": torch.__version__.split("+")[0], "device": device, "threads": 1},
        "code": suite.code,
        "solution": solution,
        "mistakes": mistakes,
    }


def complaints(entry: Mapping[str, Any]) -> list[str]:
    """What is wrong with a summary: a threshold that lets a known mistake through, or that a measured solution misses."""
    found = []
    if entry["lowest"] < entry["threshold"]:
        found.append(
            f"a measured solution reaches only {entry['lowest']:.1%}, below the threshold of {entry['threshold']:.1%}"
        )
    for name, accuracies in entry["mistakes"].items():
        over = [a for a in accuracies if a is not None and a >= entry["threshold"]]
        if over:
            found.append(
                f"the mistake {name} reaches the threshold of {entry['threshold']:.1%} in {len(over)} of {len(accuracies)} "
                f"runs; take the suite out of its FAILS, or make the training harder"
            )
    return found


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parser = argparse.ArgumentParser(prog="python -m scripts.calibrate", description=__doc__)
    parser.add_argument("--problem", help="one problem; otherwise all that measure an accuracy")
    parser.add_argument("--suite", help="one file of its hidden suites, such as test_accuracy.py")
    parser.add_argument("--seeds", type=int, default=LEAST_SEEDS, help="runs of the solution and of each mistake")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    options = parser.parse_args(arguments)
    if options.seeds < LEAST_SEEDS:
        raise SpecError(f"--seeds {options.seeds}: too few to estimate a deviation from; give {LEAST_SEEDS} at least.")
    suites = [s for s in find_suites(options.problem) if options.suite in (None, s.file)]
    if not suites:
        raise SpecError(f"--suite {options.suite}: no suite of that name measures an accuracy.")
    console = Console()
    wrong: list[str] = []
    for suite in suites:
        relevant = suite.relevant()
        runs: dict[str, list[float | None]] = {name: [] for name in relevant}
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("", total=options.seeds * len(relevant))
            for name, files in relevant.items():
                label = f"{suite.problem}/{suite.file}: {name or 'solution'}"
                progress.update(task, description=label)
                for accuracy in measured(suite, name, files, options.seeds, options.device):
                    runs[name].append(accuracy)
                    progress.advance(task)
        entry = summary(suite, runs, options.device)
        everything = json.loads(suite.result.read_text(encoding="utf-8")) if suite.result.is_file() else {}
        everything[suite.file] = entry
        write_atomically(suite.result, (json.dumps(everything, indent=1, sort_keys=True) + "\n").encode())
        best = "no mistake measured" if entry["best_mistake"] is None else f"best mistake {entry['best_mistake']:.1%}"
        console.print(
            f"{suite.problem}/{suite.file}: threshold {entry['threshold']:.1%}; the solution reached {entry['lowest']:.1%} to "
            f"{max(entry['solution']):.1%} over {options.seeds} seeds; {best}"
        )
        wrong += [f"{suite.problem}/hidden/{suite.file}: {sentence}." for sentence in complaints(entry)]
    if wrong:
        raise SpecError(wrong)
    return 0


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
