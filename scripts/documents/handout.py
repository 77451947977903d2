"""Make an assignment's hand-out, as a PDF and as a page.

The staff edition also holds model answers, rubrics, known mistakes with their hints, and what each hidden test judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_atomically
from scripts.coursespec.files import files_below
from scripts.coursespec.model import Assignment
from scripts.documents.context import make_context
from scripts.documents.pieces import Pieces, convert_pieces
from scripts.documents.setting import ConvertedHandout


@dataclass(frozen=True)
class Handout:
    """A hand-out in both of its forms."""

    pdf: bytes
    html: bytes


def convert_handout(assignment: Assignment, *, staff: bool = False) -> ConvertedHandout:
    """Gather and convert the Markdown of a hand-out.

    Args:
        assignment: what the hand-out is about.
        staff: whether to make the staff edition.

    Raises:
        SpecError: a formula that cannot be read, a picture that does not exist, a link that leads nowhere.
    """
    pieces = Pieces()
    context = make_context(assignment, pieces, staff=staff)
    targets = {
        target: f"problem-{problem.name}"
        for problem in assignment.problems
        for target in (
            f"{problem.name}.md",
            f"handout/{problem.name}.md",
            f"../{problem.name}/handout.md",
            f"#{problem.name}",
        )
    }
    converted = convert_pieces(pieces.gathered, targets, _student_files(assignment))
    return ConvertedHandout(assignment, pieces.gathered, converted, context)


def _student_files(assignment: Assignment) -> set[str]:
    """Return the paths in the student's tree to which a statement may lead."""
    files = {path for path, _ in assignment.provided} | {*assignment.editable, "README.md"}
    for problem in assignment.problems:
        files |= set(problem.experiments)
        files |= {f"tests/{problem.name}/{test.file.removeprefix('public/')}" for test in problem.tests if test.public}
        figures = problem.folder / "figures"
        files |= {f"handout/{path.relative_to(problem.folder).as_posix()}" for path in files_below(figures)}
    return files


def make_handout(assignment: Assignment, *, staff: bool = False) -> Handout:
    """Make a hand-out in both forms; see ``convert_handout`` and ``ConvertedHandout`` for what it raises."""
    converted = convert_handout(assignment, staff=staff)
    return Handout(converted.to_pdf(), converted.to_html())


def write_handout(assignment: Assignment, folder: Path, *, staff: bool = False) -> list[Path]:
    """Write ``<assignment>-handout.pdf`` and ``.html`` into ``folder`` and return their paths.

    Args:
        assignment: what the hand-out is about.
        folder: where the files go.
        staff: whether to make the staff edition, named ``<assignment>-handout-staff``.

    Raises:
        SpecError: see ``convert_handout`` and ``ConvertedHandout``.
    """
    made = make_handout(assignment, staff=staff)
    stem = f"{assignment.name}-handout" + ("-staff" if staff else "")
    paths = [folder / f"{stem}.pdf", folder / f"{stem}.html"]
    for path, data in zip(paths, (made.pdf, made.html), strict=True):
        write_atomically(path, data)
    return paths
