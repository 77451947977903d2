"""Write what a student's tree holds for the report: the questions, an empty answer to each, and the author's page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from scripts.build.notebooks import list_notebooks
from scripts.coursespec.files import Tree
from scripts.coursespec.model import Asked, Assignment

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")

ABOUT_PATH = "report/about.toml"
ABOUT = """\
# Your name and ID. Both are printed on every page of your report, and the name of the zip has your ID in it.
name = {name}
id = {id}

# The assignment that this folder belongs to. Leave it as it is: the grader recognises your work by it.
assignment = {assignment}

{company}
collaborators = {collaborators}

# What you used: papers, books, web pages, such as "I. Goodfellow et al., Explaining and Harnessing Adversarial Examples,
# 2015, https://arxiv.org/abs/1412.6572".
references = {references}
"""


COMPANY = """\
# The people you worked with, and on what, such as "Ada Lovelace: we compared our learning rates". Empty if you worked alone."""
NO_COMPANY = "# The people you worked with. You have to do this assignment alone, so this stays empty."


def make_scaffold(assignment: Assignment, *, solved: bool) -> Tree:
    """Make the report's files; ``solved`` puts the model answers in, for staff."""
    tree: Tree = {"report/questions.json": _questions(assignment)}
    person = ("Course staff", "staff") if solved else ("", "")
    tree[ABOUT_PATH] = make_about(*person, assignment.name, individual=assignment.settings.individual)
    for asked in assignment.questions:
        text = _answer(asked, asked.question.answer if solved else "")
        tree[f"report/answers/{asked.question.id}.md"] = text.encode()
    return tree


def make_about(
    name: str,
    id: str,
    assignment: str,
    collaborators: Sequence[str] = (),
    references: Sequence[str] = (),
    *,
    individual: bool = False,
) -> bytes:
    """Fill in ``report/about.toml``.

    Args:
        name: of the author.
        id: of the author, as the platform knows it.
        assignment: its name.
        collaborators: a sentence for each person and what was done together.
        references: a line for each source.
        individual: whether students have to work alone.
    """
    texts = {"name": name, "id": id, "assignment": assignment}
    fields = texts | {"collaborators": list(collaborators), "references": list(references)}
    company = NO_COMPANY if individual else COMPANY
    return ABOUT.format(company=company, **{key: json.dumps(value) for key, value in fields.items()}).encode()


def _answer(asked: Asked, answer: str) -> str:
    question = asked.question
    unit = "point" if question.points == 1 else "points"
    prompt = _without_pictures(question.full_prompt).replace("--", "-\u200b-")  # a comment ends with its first -->
    if not answer and question.form:
        answer = "\n\n".join(f"## {title}" for title in question.titles)
    head = f"<!-- Question {asked.number}. {question.title} ({question.points:g} {unit})\n\n{prompt}\n\n"
    return f"{head}Write your answer below this line. -->\n" + (f"\n{answer}\n" if answer else "\n")


def _without_pictures(text: str) -> str:
    """Return a prompt as the report shows it: the course's pictures stay in the hand-out, the student's are in the report."""
    return _PICTURE.sub("(The drawing is in the hand-out.)", text)


def _questions(assignment: Assignment) -> bytes:
    """Return what ``python -m report`` needs to know of the assignment, as JSON."""
    settings = assignment.settings
    asked_ids = {asked.question.id for asked in assignment.questions}
    return (
        json.dumps(
            {
                "assignment": assignment.name,
                "title": settings.title,
                "course": settings.course,
                "term": settings.term,
                "zip": settings.hand_in.zip,
                "place": settings.hand_in.place,
                "report_place": settings.hand_in.report_place,
                "notebooks": list_notebooks(assignment) if settings.hand_in.notebooks else [],
                "parts": [{"notebook": part.file, "problems": part.problems} for part in settings.hand_in.parts],
                "python": settings.run.python,
                "packages": settings.packages,
                "limits": {
                    "max_file_mb": settings.submission.max_file_mb,
                    "max_total_mb": settings.submission.max_total_mb,
                },
                "editable": assignment.editable,
                "weights": [
                    {"file": one.file, "class": one.class_name, "module": one.module, "max_mb": one.max_mb}
                    for problem in assignment.problems
                    for one in problem.settings.weights
                ],
                "provided": [path for path, _ in assignment.provided if path.startswith("experiments/")],
                "problems": [
                    {"name": problem.name, "title": problem.title, "intro": _without_pictures(problem.intro)}
                    for problem in assignment.problems
                ],
                "questions": [
                    {
                        "id": asked.question.id,
                        "number": asked.number,
                        "problem": asked.problem.name,
                        "title": asked.question.title,
                        "points": asked.question.points,
                        "prompt": _without_pictures(asked.question.full_prompt),
                    }
                    | ({"form": asked.question.titles} if asked.question.form else {})
                    | ({"pages": asked.question.pages} if asked.question.pages else {})
                    for asked in assignment.questions
                ],
                "numbers": [
                    {
                        "problem": problem.name,
                        "id": number.id,
                        "ask": number.ask,
                        "unit": number.unit,
                        # Beside a question that this assignment leaves out, it would be shown and asked for nowhere.
                        "question": number.question if number.question in asked_ids else "",
                    }
                    for problem in assignment.problems
                    for number in problem.settings.numbers
                ],
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    ).encode()
