"""What the public material may share with the secret."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, NamedTuple

from scripts.coursespec.model import Assignment
from scripts.leaks.index import Found, SecretIndex
from scripts.leaks.secrets import Secret

Role = Literal["source", "public test", "handout", "provided", "other"]


class Sighting(NamedTuple):
    """A secret and where it was found."""

    secret: Secret
    file: str
    line: int
    in_code: bool  # in the file's own code rather than in a comment, a string or prose


class OverlapRules:
    """Decide which sightings are no leak, from the part of the spec that a released file comes from."""

    def __init__(self, assignment: Assignment, index: SecretIndex) -> None:
        self._thresholds = index.thresholds
        self._given: dict[str, set[Found]] = defaultdict(set)  # of a path: secrets in its code around the regions
        for problem in assignment.problems:
            for path, source in [*problem.sources.items(), *problem.experiments.items()]:
                self._given[path].update(index.found_in(source.given()))
        self._provided = {path for path, _ in assignment.provided}
        self._provided |= {f"testkit/probes/{problem.name}.py" for problem in assignment.problems}

    def role(self, file: str) -> Role:
        """Return the part of the spec that a released file comes from."""
        if "!/" in file:
            return "other"
        if file in self._given:
            return "source"
        if file in self._provided:
            return "provided"
        if file.startswith("tests/") and file.endswith(".py"):
            return "public test"
        return "handout" if file.startswith("handout/") and file.endswith(".md") else "other"

    def makes_public(self, sighting: Sighting) -> bool:
        """Tell whether this copy makes copies in other files public."""
        role = self.role(sighting.file)
        return role == "handout" or (role != "other" and sighting.in_code)

    def is_allowed_overlap(self, sighting: Sighting) -> bool:
        """Tell whether two parts of the spec may share this because they are about the same thing."""
        secret, role = sighting.secret, self.role(sighting.file)
        category = secret.origin.category
        is_whole = secret.kind == "fragment" and secret.size >= self._thresholds.whole_nodes
        if role == "handout":
            if secret.kind == "sentence" and category == "hidden test":
                return secret.size < self._thresholds.long_sentence_words  # the hand-out may state what a check demands
            return secret.kind == "number" and category not in ("model answer", "rubric")
        if not sighting.in_code:
            return role == "public test" and category == "hidden test" and secret.kind == "sentence"
        if role == "source" and (secret.kind, secret.key) in self._given[sighting.file]:
            return category in ("mistake", "alternative") or not is_whole
        is_small = secret.kind in ("line", "fragment") and secret.size < self._thresholds.phrase_size
        if is_small and not is_whole and category != "solution" and _is_of_other_problem(sighting):
            return True
        return role == "public test" and category == "hidden test" and not is_whole


def _is_of_other_problem(sighting: Sighting) -> bool:
    """Tell whether the file is a public test or a probe of another problem than the secret's."""
    problem = sighting.secret.origin.problem
    below = sighting.file.removeprefix("tests/").removeprefix("testkit/probes/")
    return below != sighting.file and not below.startswith((f"{problem}/", f"{problem}.py"))
