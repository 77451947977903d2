"""What every report says alike: sub-totals, words for how a test ended, what ran where."""

from __future__ import annotations

import msgspec

from autograder.model.grading import Grading, Outcome, Reason
from autograder.reports.text import count, points

WORDS: dict[Reason, str] = {
    "passed": "passed",
    "wrong": "not right yet",
    "raised": "raised an error",
    "unwritten": "not written yet",
    "missing": "something is missing",
    "package": "package not available",
    "time": "took too long",
    "memory": "too much memory",
    "stopped": "ended early",
    "protocol": "ended by the grader",
    "unreached": "not reached",
    "grader_error": "not finished",
    "waiting": "waits",
}
LAYERS_OF_TIER = {
    "root": "in a sandbox",
    "user": "in a sandbox",
    "practice": "in a process of its own, which is practice and not tamper-resistant",
}
DEVICES = {"cpu": "a CPU", "cuda": "a GPU"}


class ProblemPart(msgspec.Struct, frozen=True):
    """The outcomes of one problem. ``score`` and ``maximum`` leave out what waits for another runner."""

    name: str
    title: str
    outcomes: list[Outcome]

    @property
    def counted(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status != "waiting"]

    @property
    def waiting(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status == "waiting"]

    @property
    def score(self) -> float:
        return round(sum(outcome.score for outcome in self.counted), 6)

    @property
    def maximum(self) -> float:
        return round(sum(outcome.test.points for outcome in self.counted), 6)


def parts(grading: Grading) -> list[ProblemPart]:
    """The grading problem by problem, in the assignment's order."""
    names = list(dict.fromkeys([*grading.problem_titles, *(outcome.test.problem for outcome in grading.outcomes)]))
    found = [
        ProblemPart(
            name,
            grading.problem_titles.get(name, name),
            [outcome for outcome in grading.outcomes if outcome.test.problem == name],
        )
        for name in names
    ]
    return [part for part in found if part.outcomes]


def is_partial(outcome: Outcome) -> bool:
    return 0 < outcome.score < outcome.test.points - 1e-9


def word(outcome: Outcome) -> str:
    """How a test ended, in a word or three."""
    if outcome.status == "waiting":
        return f"waits for {DEVICES[outcome.test.device]}"
    return "partly right" if is_partial(outcome) else WORDS[outcome.reason]


def before_lateness(grading: Grading) -> float:
    return round(sum(outcome.score for outcome in grading.counted), 6)


def waiting(grading: Grading) -> str:
    """A sentence about the tests that this report leaves out; empty when there are none."""
    left = [outcome for outcome in grading.outcomes if outcome.status == "waiting"]
    if not left:
        return ""
    where = " or ".join(DEVICES[device] for device in sorted({outcome.test.device for outcome in left}))
    worth = points(sum(outcome.test.points for outcome in left))
    verb, them = ("waits", "it is") if len(left) == 1 else ("wait", "they are")
    return (
        f"{count(len(left), 'test')} still {verb} to be run on {where}; worth {worth} points, {them} not part of this "
        "report's total and will be added to it."
    )


def where(grading: Grading) -> str:
    """A sentence about what ran where."""
    ran = [outcome for outcome in grading.outcomes if outcome.ran_on is not None]
    if not ran:
        return "No test was run."
    places = []
    for device, name in DEVICES.items():
        number = sum(outcome.ran_on == device for outcome in ran)
        if number:
            places.append(f"{count(number, 'test')} on {name}")
    protection = LAYERS_OF_TIER.get(grading.tier, "")
    return f"Ran {' and '.join(places)}{f', {protection}' if protection else ''}."


def remarks(grading: Grading) -> list[str]:
    """Sentences about the submission as a whole, for the student."""
    return [text for text in (grading.lateness.sentence, waiting(grading), *grading.notices) if text]


def for_staff(grading: Grading) -> list[str]:
    """Sentences about the grading that only staff need."""
    found = []
    hidden = [outcome.test for outcome in grading.outcomes if outcome.test.visibility != "visible"]
    if hidden:
        found.append(
            f"{count(len(hidden), 'test')} (first {hidden[0].number}) {'is' if len(hidden) == 1 else 'are'} not "
            "visible to students, so Gradescope will not show them their total while that is so."
        )
    unfinished = [outcome.test for outcome in grading.outcomes if outcome.reason == "grader_error"]
    if unfinished:
        numbers = ", ".join(test.number for test in unfinished[:10]) + (", ..." if len(unfinished) > 10 else "")
        tests = count(len(unfinished), "test")
        found.append(f"The grader itself could not finish {tests} ({numbers}); please look into it.")
    return found
