"""Refuse a release that holds anything students should not have.

What the public material legitimately shares with the secret is let through by rule:

- what is too short, too small or too round to tell anything was never a secret (``secrets_of``);
- what also stands in *another* public part of the spec (given code, public tests, hand-outs, provided files), or in a
  stub, is public: somebody put it there twice. A single copy in a hand-out is a leak, however it came there;
- the code around a region may look like the region, and public tests like hidden ones, up to a whole function of it;
- a hand-out states the numbers of the task, and may say in a short sentence what a hidden test says;
- what the solutions of three problems or more have in common is an idiom, and so is a short line that one problem's
  public code has in common with another's mistakes or hidden tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from scripts.coursespec.files import Tree
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.leaks.code_shapes import fragments
from scripts.leaks.extraction import Piece, pieces
from scripts.leaks.secrets import STREAMS, Kind, Secret, secrets_of

Role = Literal["source", "public test", "handout", "provided", "other"]

WHOLE = 40  # nodes of a fragment that no two honest pieces of code share by chance
PHRASE = 20  # tokens of a line, or nodes, that two problems may come upon each for itself
LONG = 10  # words of a sentence that nobody writes twice by chance
IDIOM = 3  # problems
MAX_SHOWN = 25


@dataclass(frozen=True)
class Leak:
    """One place of a release that holds a secret."""

    file: str
    line: int
    secret: Secret

    def __str__(self) -> str:
        what = {
            "line": "a line",
            "fragment": "a piece of code (names apart)",
            "numbers": "the values",
            "number": "the number",
            "sentence": "a sentence",
        }[self.secret.kind]
        quoted = self.secret.shown if len(self.secret.shown) <= 90 else self.secret.shown[:87] + "..."
        return (
            f"{self.file}:{self.line}: this gives away {what} of a {self.secret.category} of '{self.secret.problem}' "
            f"({self.secret.source}:{self.secret.line}): {quoted}"
        )


class _Sighting(NamedTuple):
    secret: Secret
    file: str
    line: int
    code: bool  # in the file's own code rather than in a comment, a string or prose


def find_leaks(assignment: Assignment, release: Mapping[str, bytes]) -> list[Leak]:
    """Everything in ``release`` (paths as in the student's tree) that students should not have."""
    return LeakCheck(assignment).leaks(release)


class LeakCheck:
    """What is secret about an assignment, and what was seen of it. Files that were looked at before are not searched again."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._seen: dict[tuple[str, bytes], list[_Sighting]] = {}

    @cached_property
    def _index(self) -> _Index:
        return _Index(secrets_of(self._assignment))

    @cached_property
    def _roles(self) -> _Roles:
        return _Roles(self._assignment, self._index)

    @cached_property
    def _stubs(self) -> set[tuple[str, object]]:
        return set(self._index.in_texts(_stubs(self._assignment)))

    @cached_property
    def _kit(self) -> Tree:
        return _kit(self._assignment)

    def look_at(self, files: Mapping[str, bytes]) -> None:
        """Search some files of a release before all of them are there, and make ready what the verdict needs."""
        for path, data in files.items():
            self._sightings(path, data)
        _ = self._roles, self._stubs

    def _sightings(self, path: str, data: bytes) -> list[_Sighting]:
        if self._kit.get(path) == data:
            return []  # the kit's own code knows nothing of the spec
        if (path, data) not in self._seen:
            self._seen[path, data] = [
                _Sighting(secret, piece.file, line, code)
                for piece in pieces(path, data)
                for secret, line, code in self._index.search(piece)
            ]
        return self._seen[path, data]

    def leaks(self, release: Mapping[str, bytes]) -> list[Leak]:
        """Everything in ``release`` (paths as in the student's tree) that students should not have."""
        sightings: dict[tuple[str, object], list[_Sighting]] = defaultdict(list)
        for path, data in sorted(release.items()):
            for sighting in self._sightings(path, data):
                sightings[sighting.secret.kind, sighting.secret.key].append(sighting)
        leaks: dict[tuple[str, int], Leak] = {}
        for key, seen in sightings.items():
            if key in self._stubs:
                continue
            public = {sighting.file for sighting in seen if self._roles.makes_public(sighting)}
            common = len(self._index.problems[key]) >= IDIOM
            for sighting in seen:
                if common or public - {sighting.file} or self._roles.is_allowed_overlap(sighting):
                    continue
                place = (sighting.file, sighting.line)
                if place not in leaks or leaks[place].secret.size < sighting.secret.size:
                    leaks[place] = Leak(sighting.file, sighting.line, sighting.secret)
        return [leaks[place] for place in sorted(leaks)]

    def refuse(self, release: Mapping[str, bytes]) -> None:
        """Raise a SpecError with a sentence per leak, if there is any."""
        leaks = self.leaks(release)
        if leaks:
            more = [f"... and {len(leaks) - MAX_SHOWN} places more."] if len(leaks) > MAX_SHOWN else []
            raise SpecError(
                [str(leak) for leak in leaks[:MAX_SHOWN]]
                + more
                + ["nothing was released; take these out of what students get, or out of what is secret."]
            )


class _Index:
    """Secrets by what they begin with."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self.problems: dict[tuple[str, object], set[str]] = defaultdict(set)
        self.sequences: dict[str, dict[tuple[object, ...], dict[tuple[object, ...], Secret]]] = {
            kind: defaultdict(dict) for kind in ("line", "sentence", "numbers", "number")
        }
        self.trees: dict[str, Secret] = {}
        for secret in secrets:
            if secret.category == "solution":
                self.problems[secret.kind, secret.key].add(secret.problem)
            if isinstance(secret.key, str):
                self._keep(self.trees, secret.key, secret)
            else:
                self._keep(self.sequences[secret.kind][secret.key[:3]], secret.key, secret)

    @staticmethod
    def _keep(where: dict, key: object, secret: Secret) -> None:  # type: ignore[type-arg]
        """Of equal secrets, keep the one whose owner is the strictest about it."""
        other = where.get(key)
        if other is None or _rank(secret) < _rank(other):
            where[key] = secret

    def search(self, piece: Piece) -> Iterator[tuple[Secret, int, bool]]:
        """(secret, line, whether in the file's own code) of everything found in ``piece``."""
        text = piece.text

        def place(line: int) -> tuple[int, bool]:
            return line, piece.code and line not in piece.prose_lines

        for kind, stream in STREAMS.items():
            values = stream.values(text)
            found = list(self._sequences(kind, values))
            offsets = stream.offsets(text, (at for at, _ in found))
            for at, secret in found:
                yield (secret, *place(piece.line + text.count("\n", 0, offsets[at])))
        for first, tree in piece.trees:
            for fragment in fragments(tree):
                if fragment.key in self.trees:
                    yield (self.trees[fragment.key], *place(first + fragment.line - 1))

    def _sequences(self, kind: Kind, values: Sequence[object]) -> Iterator[tuple[int, Secret]]:
        """(index of its first value, secret) of the secrets that stand in a stream of values."""
        heads = self.sequences[kind]
        for at, head in enumerate(zip(values, values[1:], values[2:], strict=False)):
            if head in heads:
                for key, secret in heads[head].items():
                    if tuple(values[at : at + len(key)]) == key:
                        yield at, secret
        if kind == "numbers":
            for at, number in enumerate(values):
                yield from ((at, secret) for secret in self.sequences["number"].get((abs(number),), {}).values())  # type: ignore[arg-type]

    def in_texts(self, texts: Iterable[str]) -> Iterator[tuple[str, object]]:
        """Keys of the secrets that stand in ``texts``."""
        for text in texts:
            for piece in pieces("stub.py", text.encode()):
                yield from ((secret.kind, secret.key) for secret, _, _ in self.search(piece))


def _rank(secret: Secret) -> int:
    order = ("solution", "model answer", "rubric", "hidden test", "mistake", "alternative")
    return order.index(secret.category)


class _Roles:
    """What part of the spec a released file comes from, and what it may share with the secret."""

    def __init__(self, assignment: Assignment, index: _Index) -> None:
        self.given: dict[str, set[tuple[str, object]]] = defaultdict(
            set
        )  # of a path: what its code around the regions holds
        for problem in assignment.problems:
            for path, source in [*problem.sources.items(), *problem.experiments.items()]:
                self.given[path].update(index.in_texts([source.given()]))
        self.provided = {path for path, _ in assignment.provided}
        self.probes = {f"testkit/probes/{problem.name}.py" for problem in assignment.problems}

    def of(self, file: str) -> Role:
        if "!/" in file:
            return "other"
        if file in self.given:
            return "source"
        if file in self.provided or file in self.probes:
            return "provided"
        if file.startswith("tests/") and file.endswith(".py"):
            return "public test"
        return "handout" if file.startswith("handout/") and file.endswith(".md") else "other"

    def makes_public(self, sighting: _Sighting) -> bool:
        """Whether this copy makes another one public."""
        role = self.of(sighting.file)
        return role == "handout" or (role != "other" and sighting.code)

    def is_allowed_overlap(self, sighting: _Sighting) -> bool:
        """Whether two parts of the spec may share this because they are about the same thing."""
        secret, role = sighting.secret, self.of(sighting.file)
        whole = secret.kind == "fragment" and secret.size >= WHOLE
        if role == "handout":
            if secret.kind == "sentence" and secret.category == "hidden test":
                return secret.size < LONG  # what a check says to a student, the hand-out may have said before
            return secret.kind == "number" and secret.category not in ("model answer", "rubric")
        if not sighting.code:
            return role == "public test" and secret.category == "hidden test" and secret.kind == "sentence"
        if role == "source" and (secret.kind, secret.key) in self.given[sighting.file]:
            return secret.category in ("mistake", "alternative") or not whole
        small = not whole and (secret.kind in ("line", "fragment") and secret.size < PHRASE)
        if small and secret.category != "solution" and self._elsewhere(sighting):
            return True
        return role == "public test" and secret.category == "hidden test" and not whole

    def _elsewhere(self, sighting: _Sighting) -> bool:
        """Whether this is code about another problem than the secret's."""
        own = f"{sighting.secret.problem}/", f"{sighting.secret.problem}.py"
        parts = sighting.file.removeprefix("tests/").removeprefix("testkit/probes/")
        return parts != sighting.file and not parts.startswith(own)


def _kit(assignment: Assignment) -> Tree:
    own = {f"testkit/probes/{problem.name}.py" for problem in assignment.problems}
    return {path: file.read_bytes() for path, file in assignment.testkit if path not in own}


def _stubs(assignment: Assignment) -> Iterator[str]:
    for problem in assignment.problems:
        for source in [*problem.sources.values(), *problem.experiments.values()]:
            for region in source.regions:
                if region.stub:
                    margin = len(region.indent)
                    yield "\n".join(line[margin:] for line in region.stub) + "\n"
