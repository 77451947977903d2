"""Say what is to be known of stored accuracy thresholds: measured with another torch, or in a few runs only."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scripts.errors import SpecError
from scripts.proof.thresholds import MIN_SEEDS


class Measurement(NamedTuple):
    """What a threshold was measured with."""

    torch: str  # "2.14.1", without the build: CPU and CUDA builds of one release have the same algorithms
    device: str
    runs: int


def version_notices(problem_folders: Iterable[Path], installed: str | None = None) -> list[str]:
    """Return a sentence for every calibration that was measured with another version of torch.

    These are notices, not failures: another version changes a training's rounding and perhaps its random numbers, and the
    margin beside each threshold is there for such differences.

    Args:
        problem_folders: folders such as ``spec/problems/digits``; those without a calibration have nothing to compare.
        installed: a version of torch, such as "2.14.1+cpu"; None for the one that is installed here.

    Returns:
        Sentences, sorted by problem; empty where every calibration has the installed version.

    Raises:
        SpecError: a calibration.json cannot be read.
    """
    here = _release(installed or importlib.metadata.version("torch"))
    notices = []
    for folder in sorted(problem_folders):
        suites_by_version: dict[str, list[str]] = {}
        for suite, measurement in _read_measurements(folder).items():
            suites_by_version.setdefault(measurement.torch, []).append(suite)
        for version, suites in sorted(suites_by_version.items()):
            if version != here:
                notices.append(
                    f"{folder.name}: the thresholds of {' and '.join(sorted(suites))} were measured with torch {version}, and "
                    f"torch {here} is installed here; make calibrate PROBLEM={folder.name} measures them again."
                )
    return notices


def few_seeds_notices(problem_folders: Iterable[Path]) -> list[str]:
    """Return a sentence for every threshold that stands on fewer than ``MIN_SEEDS`` runs.

    Args:
        problem_folders: as for ``version_notices``.

    Returns:
        Sentences, sorted by problem and suite.

    Raises:
        SpecError: a calibration.json cannot be read.
    """
    return [
        f"{folder.name}: the threshold of {suite} stands on {measurement.runs} runs (device: {measurement.device}); where a GPU "
        f"is, make calibrate PROBLEM={folder.name} DEVICE=cuda measures {MIN_SEEDS}."
        for folder in sorted(problem_folders)
        for suite, measurement in sorted(_read_measurements(folder).items())
        if measurement.runs < MIN_SEEDS
    ]


def _read_measurements(folder: Path) -> dict[str, Measurement]:
    """Return what each threshold of a problem was measured with, by the name of the hidden test file."""
    path = folder / "hidden" / "calibration.json"
    if not path.is_file():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {
            suite: Measurement(
                _release(entry["measured_with"]["torch"]), entry["measured_with"]["device"], len(entry["solution"])
            )
            for suite, entry in entries.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SpecError(
            f"{folder.name}/hidden/calibration.json cannot be read; run make calibrate PROBLEM={folder.name}."
        ) from error


def _release(version: str) -> str:
    return version.partition("+")[0]
