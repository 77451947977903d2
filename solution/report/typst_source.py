"""Write a report as a Typst document; template.typ gives it its look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .contents import Contents, Number, Question
from .formatting import format_points, format_value
from .letters import is_right_to_left
from .typst_pdf import typst_string

TEMPLATE = Path(__file__).with_name("template.typ")


def typst_source(
    contents: Contents, unanswered: Sequence[Question], answers: Sequence[str], prompts: Sequence[str]
) -> str:
    """Write a report as a Typst document.

    Args:
        contents: what it is made of.
        unanswered: the questions to mark as not answered.
        answers: Typst of every question's answer, in the order of the questions.
        prompts: Typst of what each question asks, in the same order.
    """
    assignment, about = contents.assignment, contents.about
    open_ids = {question.id for question in unanswered}
    titles = {problem["name"]: problem["title"] for problem in assignment["problems"]}
    rows = "".join(
        f"({typst_string(q.number)}, <question-{q.id}>, {typst_string(q.title)}, {typst_string(f'{q.points:g}')}, "
        f"{_boolean(q.id not in open_ids)}), "
        for q in contents.questions
    )
    who = " · ".join(part for part in (about.name, about.id) if part)
    parts = [
        TEMPLATE.read_text(encoding="utf-8"),
        f"#set document(title: {typst_string(assignment['title'])}, author: {typst_string(about.name or 'unknown')})",
        f"#show: body => frame({typst_string(assignment['course'])}, {typst_string(who)}, body)",
        f"#cover(course: {typst_string(assignment['course'] + ' · ' + assignment['term'])}, "
        f"title: {typst_string(assignment['title'])}, name: {typst_string(about.name)}, id: {typst_string(about.id)}, "
        f"open: {len(open_ids)}, count: {len(contents.questions)}, ({rows}))",
    ]
    for question, answer, prompt in zip(contents.questions, answers, prompts, strict=True):
        parts.append(
            f"#question(number: {question.number}, title: {typst_string(question.title)}, "
            f"points: {typst_string(format_points(question.points))}, "
            f"problem: {typst_string(titles.get(question.problem, ''))}, "
            f"label: <question-{question.id}>, prompt: [\n{prompt}\n], "
            f"numbers: ({_number_rows(contents, contents.numbers_of(question.id))}), "
            f"counted: {typst_string(question.id) if question.pages else 'none'}, "
            f"answered: {_boolean(question.id not in open_ids)}, "
            f"right-to-left: {_boolean(is_right_to_left(contents.texts[question.id]))})[\n{answer}\n]"
        )
    alone = contents.numbers_of("")
    if alone:
        parts.append(f"#number-page(({_number_rows(contents, alone)}))")
    for title, entries in (("Collaborators", about.collaborators), ("References", about.references)):
        listed = "".join(f"{typst_string(entry)}, " for entry in entries)
        empty = typst_string("None named in report/about.toml.")
        parts.append(f"#list-page({typst_string(title)}, ({listed}), {empty})")
    for index, (name, text) in enumerate(contents.sources.items()):
        parts.append(
            f"#source-file({typst_string(name)}, {typst_string(text.rstrip())}, first: {_boolean(index == 0)})"
        )
    return "\n".join(parts)


def _number_rows(contents: Contents, numbers: Sequence[Number]) -> str:
    return "".join(
        f"({typst_string(number.ask)}, {_value(contents.value(number))}, {typst_string(number.unit)}), "
        for number in numbers
    )


def _value(value: object) -> str:
    return "none" if value is None else typst_string(format_value(value))


def _boolean(value: bool) -> str:
    return "true" if value else "false"
