"""Compare the installed torch with the one that accuracy thresholds were measured with."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path

from scripts.errors import SpecError


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
        for suite, version in _measured_versions(folder).items():
            suites_by_version.setdefault(version, []).append(suite)
        for version, suites in sorted(suites_by_version.items()):
            if version != here:
                notices.append(
                    f"{folder.name}: the thresholds of {' and '.join(sorted(suites))} were measured with torch {version}, and "
                    f"torch {here} is installed here; make calibrate PROBLEM={folder.name} measures them again."
                )
    return notices


def _measured_versions(folder: Path) -> dict[str, str]:
    """Return the version of torch by the name of the hidden test file that was calibrated with it."""
    path = folder / "hidden" / "calibration.json"
    if not path.is_file():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {suite: _release(entry["measured_with"]["torch"]) for suite, entry in entries.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SpecError(
            f"{folder.name}/hidden/calibration.json cannot be read; run make calibrate PROBLEM={folder.name}."
        ) from error


def _release(version: str) -> str:
    """Return a version without its build: CPU and CUDA builds of one release have the same algorithms."""
    return version.partition("+")[0]
