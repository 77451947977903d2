"""The class page's list of similar code: whose functions are alike, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from autograder.model.manifest import Manifest
from autograder.submission import SubmissionError
from autograder.submission.sources import FileRefused, open_source
from autograder.submission.tree import SubmittedTree
from scripts.classroom.record.record import Record
from scripts.classroom.similarity.pairs import compare
from scripts.classroom.similarity.side_by_side import NOTICE, render_pair
from scripts.classroom.standing.grades import Standing

MAX_BYTES = 100_000  # of a file that is compared; nobody writes more by hand
MAX_SHOWN = 100  # pairs on the page, the most alike first


@dataclass(frozen=True)
class Shown:
    """A pair on the page."""

    score: float
    left: str
    right: str
    html: Markup


@dataclass(frozen=True)
class SimilarCode:
    """What the page says of similar code."""

    note: str
    pairs: Sequence[Shown] = ()
    same: Sequence[Sequence[str]] = ()  # people whose files are equal to the byte, groups among them


class Owners:
    """Whose the submissions are that count: a group's, or equal files of several people, is one."""

    def __init__(self) -> None:
        self.people: dict[str, list[str]] = {}

    def add(self, standing: Standing) -> None:
        """Add a person."""
        if standing.hand_in is not None and standing.hand_in.submission is not None:
            self.people.setdefault(standing.hand_in.submission, []).append(standing.known.person.describe())


def find_similar_code(
    record: Record,
    manifest: Manifest,
    skeleton: Mapping[str, str],
    owners: Mapping[str, Sequence[str]],
    on_progress: Callable[[str], None] = lambda _: None,
) -> SimilarCode:
    """Compare the counted submissions of a class. Submissions of one group, or of the same person, are not compared.

    Args:
        record: of the class.
        manifest: of the build that counts, whose editable files are compared.
        skeleton: the files that students get, by path.
        owners: people of each submission that counts.
        on_progress: called with what is being done.
    """
    texts: dict[str, dict[str, str]] = {}
    for count, (submission, people) in enumerate(owners.items(), 1):
        on_progress(f"reading code: {count} of {len(owners)}")
        name = ", ".join(people)
        texts[name if name not in texts else f"{name} ({submission})"] = read_code(record.path_of(submission), manifest)
    on_progress("comparing code")
    found = compare(texts, {path: text for path, text in skeleton.items() if path.endswith(".py")})
    shown = [
        Shown(
            pair.score, pair.left, pair.right,
            Markup(render_pair(pair, texts[pair.left], texts[pair.right])),  # escaped there, tag by tag
        )
        for pair in found.pairs[:MAX_SHOWN]
    ]  # fmt: skip
    note = NOTICE if shown else f"{NOTICE} No two different submissions are much alike."
    if len(found.pairs) > MAX_SHOWN:
        note += f" The {MAX_SHOWN} most alike of {len(found.pairs)} pairs are shown."
    if found.left_out:
        first = found.left_out[0]
        note += f" Files that could not be compared: {len(found.left_out)}, such as that of {first.key}: {first.reason}"
    return SimilarCode(note, shown, [people for people in owners.values() if len(people) > 1])


def read_code(path: Path, manifest: Manifest) -> dict[str, str]:
    """Return the Python files of a submission that students edit, by their path in the assignment's tree."""
    texts: dict[str, str] = {}
    try:
        with open_source(path, manifest.submission, manifest.weights_mb) as source:
            tree = SubmittedTree(source, manifest, None)
            for name in manifest.editable:
                if name.endswith(".py") and tree.holds(name):
                    try:
                        texts[name] = source.read(tree.locate(name), MAX_BYTES).decode("utf-8", "replace")
                    except FileRefused:
                        continue
    except SubmissionError:
        return {}
    return texts
