"""Run an experiment: ``--quick``, a progress bar, results that survive an interruption, figures and numbers for the report.

    run = Experiment("digits", __doc__)                       # reads the command line; in a notebook, QUICK
    for size in run.progress([500, 1000], "training sets"):
        accuracy = run.remember(f"accuracy at {size}", lambda: train(size, epochs=2 if run.quick else 100))
    run.figure(drawing, "curves")                             # report/figures/digits_curves.svg
    run.record(accuracy=accuracy)                             # {{digits.accuracy:.1f}} in an answer

Started again, an experiment goes on where it was stopped; ``--fresh`` forgets earlier results. Quick and full runs remember
separately. The figures and numbers of a quick run, and of a run on stand-in data, say that they are of one, and never replace
those of a full run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
STAND_IN = "stand-in data"
PARTIAL = ("quick run", STAND_IN)  # what a picture says of itself that is not of a full run
T = TypeVar("T")


class Experiment:
    """One run of an experiment.

    Attributes:
        quick: whether this run is to take seconds, on embedded data.
        folder: where it may keep files, such as trained weights; ``--fresh`` empties it.
    """

    def __init__(self, name: str, about: str | None = None, arguments: Sequence[str] | None = None) -> None:
        self.name = name
        if arguments is None and "ipykernel" in sys.modules:  # a notebook has no command line of its own
            arguments = ["--quick"] if os.environ.get("QUICK", "1") != "0" else []
        parser = argparse.ArgumentParser(prog=f"python -m experiments.{name}", description=about)
        parser.add_argument("--quick", action="store_true", help="a run in seconds, on embedded data")
        parser.add_argument("--fresh", action="store_true", help="forget what an earlier run remembered")
        parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the assignment")
        options = parser.parse_args(arguments)
        self.quick: bool = options.quick
        self.root: Path = options.root
        self.folder = self.root / "report" / "runs" / (f"{name}-quick" if self.quick else name)
        self.figures = self.root / "report" / "figures"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.figures.mkdir(parents=True, exist_ok=True)
        if options.fresh:
            for path in self.folder.iterdir():
                if path.is_file():
                    path.unlink()
        self._memory: dict[str, Any] = _read_json(self.folder / "remembered.json")
        if stand_ins := sys.modules.get("data.stand_ins"):
            stand_ins.used = False  # type: ignore[attr-defined]  # by another experiment of this program

    def remember(self, what: str, make: Callable[[], T]) -> T:
        """Return ``make()``, or what it returned in an earlier run: numbers, texts, lists and dicts of them."""
        if what not in self._memory:
            made = json.loads(json.dumps(make(), default=_plain))
            self._memory[what] = made
            if _has_used_stand_ins():
                self._memory[STAND_IN] = True  # the data may be there when the experiment goes on
            _write_json(self.folder / "remembered.json", self._memory)
        return self._memory[what]  # type: ignore[no-any-return]

    def progress(self, items: Iterable[T], what: str) -> Iterator[T]:
        """Yield the items one by one, with a bar on the terminal; only a line at the end where stderr is no terminal."""
        listed = list(items)
        start = time.monotonic()
        bar = sys.stderr.isatty()
        for number, item in enumerate(listed):
            if bar:
                done = round(24 * number / len(listed))
                print(f"\r{what} [{'#' * done}{'.' * (24 - done)}] {number}/{len(listed)}", end="", file=sys.stderr)
            yield item
        seconds = time.monotonic() - start
        end = f"{what} [{'#' * 24}] {len(listed)}/{len(listed)}" if bar else f"{what}: {len(listed)} done"
        print(f"{chr(13) if bar else ''}{end}, {seconds:.1f} s", file=sys.stderr)

    @property
    def why_partial(self) -> str:
        """Why the results are not those of a full run on real data: "quick run", "stand-in data" or nothing."""
        if self.quick:
            return "quick run"
        return STAND_IN if _has_used_stand_ins() or STAND_IN in self._memory else ""

    def figure(self, figure: Figure, name: str) -> Path:
        """Save a matplotlib figure as ``report/figures/<experiment>_<name>.svg``; the same picture gives the same file.

        Where a full run's picture is there, another run's goes into the folder ``report/runs``.

        Returns:
            Where it was saved.
        """
        import matplotlib

        path, why = self.figures / f"{self.name}_{name}.svg", self.why_partial
        if why:
            figure.text(0.995, 0.005, why, ha="right", va="bottom", fontsize=7, color="0.5")
            if path.is_file() and not any(f"<dc:description>{one}<" in path.read_text("utf-8") for one in PARTIAL):
                print(f"report/figures/{path.name} is of a full run and stays")
                path = self.folder / path.name
        with matplotlib.rc_context({"svg.hashsalt": f"{self.name}_{name}", "svg.fonttype": "path"}):
            temporary = path.with_name(f".{path.stem}.new.svg")
            figure.savefig(temporary, metadata={"Date": None, **({"Description": why} if why else {})})
        temporary.replace(path)
        print(f"wrote {path.relative_to(self.root).as_posix()}")
        return path

    def record(self, **numbers: object) -> None:
        """Put numbers into ``report/metrics.json`` under the experiment's name, beside those of other experiments.

        Where a full run's numbers are there, another run's go into the folder ``report/runs``.
        """
        path, why = self.root / "report" / "metrics.json", self.why_partial
        metrics = _read_json(path)
        earlier = metrics.get(self.name, {})
        was_partial = bool(earlier.get("quick") or earlier.get("stand_in"))
        if why and earlier and not was_partial:
            print(f"the numbers of {self.name} in report/metrics.json are of a full run and stay")
            path = self.folder / "metrics.json"
            metrics = _read_json(path)
        elif was_partial and not why:
            metrics[self.name] = {}  # or numbers of both kinds of run would stand side by side
        mine = metrics.setdefault(self.name, {})
        mine.update(json.loads(json.dumps(numbers, default=_plain)))
        mine["quick"] = self.quick
        if why == STAND_IN:
            mine["stand_in"] = True
        _write_json(path, metrics)


def _has_used_stand_ins() -> bool:
    return bool(getattr(sys.modules.get("data.stand_ins"), "used", False))


def _plain(value: Any) -> Any:
    """Convert a number or array of NumPy or torch to Python's."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(
        f"an experiment can keep numbers, texts, lists and dicts, and this is of type {type(value).__name__}"
    )


def _read_json(path: Path) -> dict[str, Any]:
    """Return what a file holds; one that is damaged is kept under another name, because it is about to be written anew."""
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        found = None
    if isinstance(found, dict):
        return found
    kept = path.replace(path.with_name(f"{path.name}.damaged"))
    print(f"{path.name} cannot be read, so a new one is begun; the old one is kept as {kept.name}")
    return {}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(path)
