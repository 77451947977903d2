"""Calibrate accuracy thresholds: train the solution and the known mistakes over many seeds, and keep what came out.

Accuracies, threshold and margin go to ``hidden/calibration.json`` beside the suite.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.files import write_atomically
from scripts.proof.measuring import measure_accuracies
from scripts.proof.suites import Suite
from scripts.proof.thresholds import MIN_SEEDS, MISS_PROBABILITY, compute_threshold, explain_threshold

FEW_MISTAKE_RUNS = 2  # of each mistake, where there is time for few runs: a mistake that is far below shows it at once


def calibrate(
    suite: Suite,
    seeds: int,
    device: str,
    on_progress: Callable[[int, int, str], None] = lambda done, total, label: None,
) -> dict[str, Any]:
    """Measure a suite, write its entry of ``calibration.json``, and return the entry.

    Args:
        suite: what to measure.
        seeds: runs of the solution and of each mistake; below ``MIN_SEEDS``, a mistake has ``FEW_MISTAKE_RUNS``.
        device: "cpu" or "cuda".
        on_progress: called with the runs done, the runs to do, and what is running.

    Raises:
        SpecError: the solution gives no accuracy.
    """
    relevant = suite.relevant()
    runs: dict[str, list[float | None]] = {name: [] for name in relevant}
    counts = {name: min(seeds, FEW_MISTAKE_RUNS) if name and seeds < MIN_SEEDS else seeds for name in relevant}
    done, total = 0, sum(counts.values())
    for name, files in relevant.items():
        label = f"{suite.problem.name}/{suite.file}: {name or 'solution'}"
        on_progress(done, total, label)
        for accuracy in measure_accuracies(suite, name, files, counts[name], device):
            runs[name].append(accuracy)
            done += 1
            on_progress(done, total, label)
    entry = summarize(suite, runs, device)
    entries = json.loads(suite.result.read_text(encoding="utf-8")) if suite.result.is_file() else {}
    entries[suite.file] = entry
    write_atomically(suite.result, (json.dumps(entries, indent=1, sort_keys=True) + "\n").encode())
    return entry


def summarize(suite: Suite, runs: Mapping[str, Sequence[float | None]], device: str) -> dict[str, Any]:
    """Return what calibration.json says about a suite.

    Args:
        suite: what was measured.
        runs: accuracies of the solution, under "", and of each mistake by name; None where the code raised.
        device: what it was measured on.

    Raises:
        ValueError: there are fewer accuracies of the solution than the suite needs.
    """
    import torch

    solution = [accuracy for accuracy in runs[""] if accuracy is not None]
    limit = compute_threshold(solution, suite.test_size, suite.least_seeds)
    mistakes = {name: list(accuracies) for name, accuracies in runs.items() if name}
    best = max((a for accuracies in mistakes.values() for a in accuracies if a is not None), default=None)
    return {
        "threshold": limit,
        "miss_probability": MISS_PROBABILITY,
        "argument": explain_threshold(len(solution), suite.test_size),
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


def find_faults(entry: Mapping[str, Any]) -> list[str]:
    """List what is wrong with a summary: a threshold that a known mistake reaches, or that a measured solution misses."""
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
