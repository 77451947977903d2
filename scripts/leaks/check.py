"""Refuse a release that holds anything students should not have.

What the public material legitimately shares with the secret is let through by rule:

- what is too short, too small or too round to tell anything was never a secret (``secrets_of``);
- what also stands in *another* public part of the spec (given code, public tests, hand-outs, provided files), or in a
  stub, is public: its author put it there twice. A single copy in a hand-out is a leak, however it came there;
- the code around a region may look like the region, and public tests like hidden ones, up to a whole function of it;
- a hand-out states the numbers of the task, and may say in a short sentence what a hidden test says;
- a short line that one problem's public tests have in common with another's mistakes or hidden tests is an idiom.

How short: ``scripts.leaks.thresholds``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scripts.coursespec.files import Tree
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.leaks.extraction import pieces
from scripts.leaks.index import Found, SecretIndex
from scripts.leaks.overlaps import OverlapRules, Sighting
from scripts.leaks.secrets import Kind, Secret, secrets_of
from scripts.leaks.thresholds import CHOSEN, Thresholds
from scripts.leaks.weights import find_weights

MAX_REPORTED = 25
MAX_EXCERPT = 90  # characters
_NAMES: dict[Kind, str] = {
    "line": "a line",
    "fragment": "a piece of code (names apart)",
    "numbers": "the values",
    "number": "the number",
    "sentence": "a sentence",
    "weights": "the weights",
}


@dataclass(frozen=True)
class Leak:
    """One place of a release that holds a secret."""

    file: str
    line: int
    secret: Secret

    def __str__(self) -> str:
        secret, origin = self.secret, self.secret.origin
        quoted = secret.excerpt if len(secret.excerpt) <= MAX_EXCERPT else secret.excerpt[: MAX_EXCERPT - 3] + "..."
        return (
            f"{self.file}:{self.line}: this gives away {_NAMES[secret.kind]} of a {origin.category} of "
            f"'{origin.problem}' ({origin.source}:{secret.line}): {quoted}"
        )


def find_leaks(assignment: Assignment, release: Mapping[str, bytes]) -> list[Leak]:
    """List everything in ``release`` (paths as in the student's tree) that students should not have."""
    return LeakCheck(assignment).leaks(release)


class LeakCheck:
    """What is secret about an assignment, and where it was found. A file is searched once, however often it is given."""

    def __init__(self, assignment: Assignment, thresholds: Thresholds = CHOSEN) -> None:
        self._assignment = assignment
        self._thresholds = thresholds
        self._searched: dict[tuple[str, bytes], list[Sighting]] = {}

    @cached_property
    def _index(self) -> SecretIndex:
        return SecretIndex(secrets_of(self._assignment, self._thresholds), self._thresholds)

    @cached_property
    def _rules(self) -> OverlapRules:
        return OverlapRules(self._assignment, self._index)

    @cached_property
    def _in_stubs(self) -> set[Found]:
        return {found for stub in _stubs(self._assignment) for found in self._index.found_in(stub)}

    @cached_property
    def _testkit(self) -> Tree:
        """The kit's own part of ``testkit``, which is written without knowledge of any spec."""
        own = {f"testkit/probes/{problem.name}.py" for problem in self._assignment.problems}
        return {path: file.read_bytes() for path, file in self._assignment.testkit if path not in own}

    def look_at(self, files: Mapping[str, bytes]) -> None:
        """Search some files of a release before all of them are there, and prepare what the verdict needs."""
        for path, data in files.items():
            self._sightings(path, data)
        _ = self._rules, self._in_stubs

    def _sightings(self, path: str, data: bytes) -> list[Sighting]:
        if self._testkit.get(path) == data:
            return []
        if (path, data) not in self._searched:
            self._searched[path, data] = [
                Sighting(secret, piece.file, line, in_code)
                for piece in pieces(path, data)
                for secret, line, in_code in self._index.search(piece)
            ]
        return self._searched[path, data]

    def leaks(self, release: Mapping[str, bytes]) -> list[Leak]:
        """List everything in ``release`` (paths as in the student's tree) that students should not have.

        Raises:
            SpecError: a file of the release cannot be searched.
        """
        sightings: dict[Found, list[Sighting]] = defaultdict(list)
        for path, data in sorted(release.items()):
            for sighting in self._sightings(path, data):
                sightings[sighting.secret.kind, sighting.secret.key].append(sighting)
        leaks: dict[tuple[str, int], Leak] = {}
        for key, seen in sightings.items():
            if key in self._in_stubs:
                continue
            public = {sighting.file for sighting in seen if self._rules.makes_public(sighting)}
            for sighting in seen:
                if public - {sighting.file} or self._rules.is_allowed_overlap(sighting):
                    continue
                place = (sighting.file, sighting.line)
                if place not in leaks or leaks[place].secret.size < sighting.secret.size:
                    leaks[place] = Leak(sighting.file, sighting.line, sighting.secret)
        for file, secret in find_weights(self._assignment, release):
            leaks[file, 1] = Leak(file, 1, secret)
        return [leaks[place] for place in sorted(leaks)]

    def refuse(self, release: Mapping[str, bytes]) -> None:
        """Refuse a release that holds a secret.

        Raises:
            SpecError: there is a leak; a sentence for each.
        """
        leaks = self.leaks(release)
        if leaks:
            more = [f"... and {len(leaks) - MAX_REPORTED} places more."] if len(leaks) > MAX_REPORTED else []
            raise SpecError(
                [str(leak) for leak in leaks[:MAX_REPORTED]]
                + more
                + ["nothing was released; take these out of what students get, or out of what is secret."]
            )


def _stubs(assignment: Assignment) -> Iterator[str]:
    for problem in assignment.problems:
        for source in [*problem.sources.values(), *problem.experiments.values()]:
            for region in source.regions:
                if region.stub:
                    margin = len(region.indent)
                    yield "\n".join(line[margin:] for line in region.stub) + "\n"
