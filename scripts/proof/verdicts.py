"""Keep the verdicts on mutants in ``dist/mutation/<problem>.jsonl``, so that a stopped run goes on where it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from scripts.coursespec.course import ROOT
from scripts.coursespec.files import files_below
from scripts.coursespec.model import Problem
from scripts.proof.mutants import Mutant


class Verdict(msgspec.Struct, frozen=True):
    """Which test noticed a mutant: a line of the file."""

    key: str
    killer: str  # id of the test that noticed; "": none
    reason: str  # of its failure
    seconds: float


def make_keys(problem: Problem, mutants: Iterable[Mutant]) -> list[str]:
    """Return a digest for each mutant of everything that decides its verdict: its text, and the problem's tests."""
    digest = hashlib.sha256()
    files = [file for _, file in problem.test_files] + ([problem.probes] if problem.probes else [])
    for file in [*files, *files_below(ROOT / "autograder" / "shared" / "testkit")]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    tests = digest.hexdigest()
    return [hashlib.sha256(f"{tests}{m.path}\0{m.text}".encode()).hexdigest()[:32] for m in mutants]


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """Read the verdicts of earlier runs by key; a last line cut off by an interruption is left out."""
    verdicts = {}
    for line in path.read_bytes().splitlines() if path.is_file() else []:
        try:
            verdict = msgspec.json.decode(line, type=Verdict)
        except msgspec.MsgspecError:
            continue
        verdicts[verdict.key] = verdict
    return verdicts


def append_verdicts(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Add to the verdicts of earlier runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.seek(0, 2):
            file.seek(-1, 2)
            if file.read(1) != b"\n":  # a line was cut off; it should not take the next one with it
                file.write(b"\n")
        file.writelines(msgspec.json.encode(verdict) + b"\n" for verdict in verdicts)
