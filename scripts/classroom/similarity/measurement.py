"""Measure the threshold of similarity on the solutions, alternatives and known mistakes of a course.

Independents are a problem's solution and its alternatives, each with the functions that it writes anew. Copies are each of
them in disguise, and the solution with a known mistake, which is written anew in part. Every class is one problem's
independents, and one copy at a time.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from scripts.classroom.similarity.copies import DISGUISES
from scripts.classroom.similarity.pairs import THRESHOLD, ClassFunctions, Pair
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.variants import Variant

HandIn = dict[str, str]

THRESHOLDS = (0.6, 0.7, THRESHOLD, 0.9)
SOLUTION, COPY = "solution", "copy"
MISTAKES = "mistakes"


@dataclass
class Count:
    """How many of some pairs are listed."""

    listed: int = 0
    pairs: int = 0

    def add(self, is_listed: bool) -> None:
        """Count one pair."""
        self.listed += is_listed
        self.pairs += 1

    def __str__(self) -> str:
        share = f"{100 * self.listed / self.pairs:.1f} %" if self.pairs else "-"
        return f"{self.listed}/{self.pairs} ({share})"


@dataclass(frozen=True)
class Trial:
    """A class with one copy in it."""

    kind: str  # a disguise, or MISTAKES
    original: str  # its key
    hand_ins: ClassFunctions


def independents(problem: Problem) -> dict[str, HandIn]:
    """Return hand-ins that were written independently of each other, by name; none of a problem without Python."""
    own = {one.name: _alone(problem, one) for one in problem.alternatives if one.target.endswith(".py")}
    solution = {path: text for path, text in problem.solution().items() if path.endswith(".py")}
    return {SOLUTION: solution, **own} if solution else {}


def trials(problem: Problem, seed: int) -> Iterator[Trial]:
    """Yield a class for every copy of a problem."""
    honest = independents(problem)
    skeleton = problem.skeleton()
    for kind, disguise in DISGUISES.items():
        for name, files in honest.items():
            chance = random.Random(f"{seed} {problem.name} {kind} {name}")
            copy = {path: disguise(text, chance) for path, text in files.items()}
            yield Trial(kind, name, ClassFunctions.read({**honest, COPY: copy}, skeleton))
    for mistake in problem.mistakes:
        if mistake.target.endswith(".py"):
            copy = problem.solution_with(mistake)
            yield Trial(MISTAKES, SOLUTION, ClassFunctions.read({**honest, COPY: copy}, skeleton))


def measure(assignment: Assignment, seed: int) -> dict[float, dict[str, Count]]:
    """Count listed pairs for every threshold, by kind of copy, and "independents"."""
    kinds = [*DISGUISES, MISTAKES, "independents"]
    counts = {threshold: {kind: Count() for kind in kinds} for threshold in THRESHOLDS}
    for problem in assignment.problems:
        honest = independents(problem)
        alone = ClassFunctions.read(honest, problem.skeleton())
        tried = list(trials(problem, seed))
        for threshold, by_kind in counts.items():
            listed = {frozenset((pair.left, pair.right)) for pair in alone.find_pairs(threshold)}
            for names in combinations(honest, 2):
                by_kind["independents"].add(frozenset(names) in listed)
            for trial in tried:
                by_kind[trial.kind].add(_is_found(trial, trial.hand_ins.find_pairs(threshold)))
    return counts


def listed_independents(assignment: Assignment) -> list[tuple[str, Pair]]:
    """Return (problem, pair) for the independents that are listed at the chosen threshold."""
    return [
        (problem.name, pair)
        for problem in assignment.problems
        for pair in ClassFunctions.read(independents(problem), problem.skeleton()).find_pairs(THRESHOLD)
    ]


def _is_found(trial: Trial, pairs: list[Pair]) -> bool:
    return any({pair.left, pair.right} == {trial.original, COPY} for pair in pairs)


def _alone(problem: Problem, variant: Variant) -> HandIn:
    """Return only what a variant writes anew, behind the imports of the file that it belongs to."""
    whole = problem.solution()[variant.target]
    imports = [ast.unparse(node) for node in ast.parse(whole).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {variant.target: "\n".join([*imports, variant.text])}
