"""Find pairs of hand-ins whose functions are much alike: a list to look at, never an accusation.

Compared are only the functions that students fill, the same function of both, without what the skeleton has and without
fragments that many hand-ins share. Libraries were considered by their documentation: compare50 is under the GPL, Dolos needs
Node, copydetect and pycode_similar compare whole files; none goes function by function and bears
reordered statements, hence code of our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.classroom.similarity.fingerprints import (
    HELPERS,
    RUN,
    Function,
    Functions,
    Hashes,
    Skeleton,
    Slot,
    Unreadable,
    runs_of,
)

# "python -m scripts.measure_similarity --seed 1" counted (copies, padded copies, independents) listed, of 158 renamed, reordered or
# commented copies, 158 padded ones and 429 pairs of independent solutions.
# Threshold: 0.7 (148, 145, 4), 0.75 (148, 144, 2), 0.8 (148, 143, 0), 0.85 (148, 139, 0), 0.9 (148, 132, 0).
# MIN_COMMON: 20 (152, 147, 1), 25 (148, 143, 0), 30 (145, 139, 0). RUN: 6 (149, 145, 1), 8 (148, 143, 0).
# Two other seeds give 137 padded ones. None of 429 still allows for 0.7 %, and the threshold was chosen on the same pairs.
THRESHOLD = 0.8  # share of the shorter function's runs that the other one has, too
MIN_COMMON = 25  # runs that two hand-ins have in common in one file; short functions are alike by chance

# No figures of the course chose these two: it has no class. A group of friends is listed where it is no larger.
SHARED_BY = 0.2  # of those who fill a function: what more have is the usual way to write it
SHARED_BY_AT_LEAST = 4  # hand-ins; in a small class a few friends are not "many"

MAX_PAIRS = 1000  # listed, the most alike first: nobody looks at more

_BATCH = 4_000_000  # pairs that are counted together, 32 MB


@dataclass(frozen=True)
class Lines:
    """Lines of a file, the first is 1 and the last is included."""

    first: int
    last: int


@dataclass(frozen=True)
class Side:
    """One hand-in's part of two functions that are alike."""

    functions: tuple[Lines, ...]  # where the function is; several for helpers
    common: tuple[Lines, ...]  # what the other one has, too


@dataclass(frozen=True)
class Part:
    """A function that is alike in both hand-ins."""

    path: str
    name: str  # qualified; "" for helpers, whose names are the student's
    score: float  # share of the shorter one's runs that the other one has, too
    left: Side
    right: Side


@dataclass(frozen=True)
class Pair:
    """Two hand-ins with functions that are alike."""

    left: str
    right: str
    score: float  # in [0, 1]; of the file that is most alike
    parts: tuple[Part, ...]  # by path, in the order of the left text


@dataclass(frozen=True)
class LeftOut:
    """A file that was not compared."""

    key: str
    path: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """What comparing a class found."""

    pairs: tuple[Pair, ...]  # the most alike first, at most MAX_PAIRS
    left_out: tuple[LeftOut, ...]


def compare(
    hand_ins: Mapping[str, Mapping[str, str]], skeleton: Mapping[str, str], threshold: float = THRESHOLD
) -> Comparison:
    """Compare the hand-ins of a class with each other.

    Args:
        hand_ins: the text of each Python file by its path, by the submission's key. Nothing of it is executed.
        skeleton: the text of each file that students get to fill, by its path. Other files are not compared.
        threshold: share of the shorter function's runs that must be common, in (0, 1].

    Raises:
        Unreadable: a file of the skeleton is not Python.
    """
    read = ClassFunctions.read(hand_ins, skeleton)
    return Comparison(tuple(read.find_pairs(threshold)), read.left_out)


@dataclass(frozen=True)
class _Match:
    """A function that is alike in two hand-ins."""

    slot: Slot
    common: int  # runs
    shorter: int  # runs of the shorter one


@dataclass(frozen=True, eq=False)
class ClassFunctions:
    """The functions that a class filled."""

    keys: tuple[str, ...]
    functions: tuple[Functions, ...]  # of each key
    given: Hashes  # the skeleton's runs
    left_out: tuple[LeftOut, ...]

    @classmethod
    def read(cls, hand_ins: Mapping[str, Mapping[str, str]], skeleton: Mapping[str, str]) -> ClassFunctions:
        """Read a class; :func:`compare` says what the arguments are."""
        given = Skeleton.read(skeleton)
        left_out: list[LeftOut] = []
        functions: list[Functions] = []
        for key, files in hand_ins.items():
            filled: Functions = {}
            for path in sorted(files.keys() & skeleton.keys()):
                if path.endswith(".py"):
                    try:
                        filled |= given.filled(path, files[path])
                    except Unreadable as error:
                        left_out.append(LeftOut(key, path, str(error)))
            functions.append(filled)
        return cls(tuple(hand_ins), tuple(functions), given.runs, tuple(left_out))

    def find_pairs(self, threshold: float) -> list[Pair]:
        """Return the pairs that are alike, the most alike first."""
        nobodys: dict[Slot, Hashes] = {}
        matches: dict[tuple[int, int], dict[str, list[_Match]]] = defaultdict(lambda: defaultdict(list))
        for slot, numbers in sorted(self._owners().items()):
            runs = [runs_of(self.functions[number][slot]) for number in numbers]
            nobodys[slot] = np.union1d(self.given, _shared_by_many(runs))
            own = [np.setdiff1d(one, nobodys[slot], assume_unique=True) for one in runs]
            for left, right, common in _count_common(own, threshold):
                shorter = min(len(own[left]), len(own[right]))
                matches[numbers[left], numbers[right]][slot.path].append(_Match(slot, common, shorter))
        best = sorted(
            filter(None, (_judge(*who, by_path) for who, by_path in matches.items())), key=lambda one: one.rank
        )
        return [self._pair(one, nobodys) for one in best[:MAX_PAIRS]]

    def _owners(self) -> dict[Slot, list[int]]:
        """Return who filled each function, by number."""
        owners: dict[Slot, list[int]] = defaultdict(list)
        for number, filled in enumerate(self.functions):
            for slot in filled:
                owners[slot].append(number)
        return owners

    def _pair(self, found: _Found, nobodys: Mapping[Slot, Hashes]) -> Pair:
        parts = _parts(self.functions[found.left], self.functions[found.right], found.matches, nobodys)
        return Pair(self.keys[found.left], self.keys[found.right], found.score, tuple(parts))


@dataclass(frozen=True)
class _Found:
    """A pair before its lines are looked up, hand-ins by number."""

    left: int
    right: int
    score: float
    matches: list[_Match]

    @property
    def rank(self) -> tuple[float, int, int, int]:
        return -self.score, -sum(one.common for one in self.matches), self.left, self.right


def _judge(left: int, right: int, by_path: Mapping[str, list[_Match]]) -> _Found | None:
    """Return a pair where one file has enough in common; short functions that are alike count together."""
    enough = [found for found in by_path.values() if sum(one.common for one in found) >= MIN_COMMON]
    if not enough:
        return None
    score = max(sum(one.common for one in found) / sum(one.shorter for one in found) for found in enough)
    return _Found(left, right, score, [one for found in enough for one in found])


def _shared_by_many(runs: Sequence[Hashes]) -> Hashes:
    """Return the runs that many hand-ins have."""
    values, counts = np.unique(np.concatenate(runs), return_counts=True)
    return values[counts > max(SHARED_BY_AT_LEAST, SHARED_BY * len(runs))]


def _count_common(own: Sequence[Hashes], threshold: float) -> Iterator[tuple[int, int, int]]:
    """Yield (left, right, runs in common) for pairs with enough of them; the index is sorted runs with their owners."""
    count = len(own)
    values = np.concatenate(own)
    owners = np.repeat(np.arange(count), [len(one) for one in own])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    common = np.zeros(count * count, np.int32)
    batch: list[npt.NDArray[np.int64]] = []
    at = np.arange(len(values))
    for distance in range(1, count):  # ends where no run has so many owners
        at = at[at + distance < len(values)]
        at = at[values[at] == values[at + distance]]
        if not len(at):
            break
        batch.append(owners[at] * count + owners[at + distance])
        if sum(map(len, batch)) > _BATCH:
            common += np.bincount(np.concatenate(batch), minlength=count * count).astype(np.int32)
            batch = []
    if batch:
        common += np.bincount(np.concatenate(batch), minlength=count * count).astype(np.int32)
    sizes = np.array([len(one) for one in own])
    shorter = np.minimum.outer(sizes, sizes).reshape(-1)
    for pair in np.flatnonzero((common > 0) & (common >= threshold * shorter)):
        yield int(pair) // count, int(pair) % count, int(common[pair])


def _parts(left: Functions, right: Functions, found: Sequence[_Match], nobodys: Mapping[Slot, Hashes]) -> list[Part]:
    parts = []
    for one in found:
        ours, theirs = left[one.slot], right[one.slot]
        both = np.setdiff1d(np.intersect1d(runs_of(ours), runs_of(theirs)), nobodys[one.slot])
        score = one.common / one.shorter
        parts.append(Part(one.slot.path, one.slot.name, score, _side(ours, both), _side(theirs, both)))
    return sorted(parts, key=lambda part: (part.path, part.name == HELPERS, part.left.functions[0].first))


def _side(functions: Sequence[Function], both: Hashes) -> Side:
    alike = [one for one in functions if np.isin(one.runs, both).any()]
    return Side(
        tuple(Lines(one.first_line, one.last_line) for one in alike),
        tuple(lines for one in alike for lines in _common_lines(one, both)),
    )


def _common_lines(function: Function, both: Hashes) -> Iterator[Lines]:
    """Yield the lines of a function's tokens in common; blank lines and comments between two of them belong to them."""
    covered = np.zeros(len(function.lines), bool)
    for start in np.flatnonzero(np.isin(function.runs, both)):
        covered[start : start + RUN] = True
    common = set(function.lines[covered].tolist())
    first = last = 0
    for line in sorted(set(function.lines.tolist())):
        if line in common:
            first, last = first or line, line
        elif first:
            yield Lines(first, last)
            first = 0
    if first:
        yield Lines(first, last)
