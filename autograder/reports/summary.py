"""What all reports share: subtotals, words for how a test ended, sentences about the run."""

from __future__ import annotations

import msgspec

from autograder.model.grading import Grading, Outcome, Reason
from autograder.reports.text import format_count, format_points

WORDS: dict[Reason, str] = {
    "passed": "passed",
    "wrong": "not right yet",
    "control": "cannot be judged",
    "raised": "raised an error",
    "unwritten": "not written yet",
    "missing": "something is missing",
    "package": "package not available",
    "time": "took too long",
    "memory": "too much memory",
    "stopped": "ended early",
    "protocol": "stopped by the grader",
    "unreached": "not reached",
    "grader_error": "grader error",
    "waiting": "waiting",
}
LAYERS_OF_TIER = {
    "root": "in a sandbox",
    "user": "in a sandbox",
    "practice": "in a separate process (for practice, not tamper-resistant)",
}
DEVICES = {"cpu": "a CPU", "cuda": "a GPU"}


class ProblemPart(msgspec.Struct, frozen=True):
    """The outcomes of one problem. Tests that wait for another runner count neither for ``score`` nor for ``maximum``."""

    name: str
    title: str
    outcomes: list[Outcome]

    @property
    def counted(self) -> list[Outcome]:
        """The outcomes that ``maximum`` is the sum of."""
        return [outcome for outcome in self.outcomes if outcome.status != "waiting"]

    @property
    def score(self) -> float:
        """Points reached, before the late policy."""
        return round(sum(outcome.score for outcome in self.counted), 6)

    @property
    def maximum(self) -> float:
        """Points that could be reached."""
        return round(sum(outcome.test.points for outcome in self.counted), 6)


def split_by_problem(grading: Grading) -> list[ProblemPart]:
    """Return the grading problem by problem, in the assignment's order."""
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
    """Return whether a test gave some of its points, and not all."""
    return 0 < outcome.score < outcome.test.points - 1e-9


def describe_ending(outcome: Outcome) -> str:
    """Return how a test ended, in one to three words."""
    if outcome.status == "waiting":
        return f"waits for {DEVICES[outcome.test.device]}"
    return "partly right" if is_partial(outcome) else WORDS[outcome.reason]


def score_before_lateness(grading: Grading) -> float:
    """Return the points before the late policy."""
    return round(sum(outcome.score for outcome in grading.counted), 6)


def describe_waiting(grading: Grading) -> str:
    """Return a sentence about the tests that this report leaves out; empty when there are none."""
    waiting = [outcome for outcome in grading.outcomes if outcome.status == "waiting"]
    if not waiting:
        return ""
    devices = " or ".join(DEVICES[device] for device in sorted({outcome.test.device for outcome in waiting}))
    worth = format_points(sum(outcome.test.points for outcome in waiting))
    verb, their = ("waits", "Its") if len(waiting) == 1 else ("wait", "Their")
    return (
        f"{format_count(len(waiting), 'test')} still {verb} to be run on {devices}. {their} points ({worth}) are not part "
        "of this report's total yet and will be added to it."
    )


def describe_run(grading: Grading) -> str:
    """Return a sentence about how many tests ran on which device, and in what protection."""
    ran = [outcome for outcome in grading.outcomes if outcome.ran_on is not None]
    if not ran:
        return "No test was run."
    places = []
    for device, name in DEVICES.items():
        number = sum(outcome.ran_on == device for outcome in ran)
        if number:
            places.append(f"{format_count(number, 'test')} on {name}")
    protection = LAYERS_OF_TIER.get(grading.tier, "")
    return f"Ran {' and '.join(places)}{f', {protection}' if protection else ''}."


def remarks_for_students(grading: Grading) -> list[str]:
    """Return sentences about the submission as a whole."""
    return [text for text in (grading.lateness.sentence, describe_waiting(grading), *grading.notices) if text]


def remarks_for_staff(grading: Grading) -> list[str]:
    """Return sentences about the grading that only staff need."""
    found = [grading.lateness.staff] if grading.lateness.staff else []
    hidden = [outcome.test for outcome in grading.outcomes if outcome.test.visibility != "visible"]
    if hidden:
        found.append(
            f"{format_count(len(hidden), 'test')} (the first is {hidden[0].number}) {'is' if len(hidden) == 1 else 'are'} not "
            "visible to students; as long as this is so, Gradescope does not show students their total."
        )
    unfinished = [outcome.test for outcome in grading.outcomes if outcome.reason == "grader_error"]
    if unfinished:
        numbers = _list_some([test.number for test in unfinished])
        tests = format_count(len(unfinished), "test")
        found.append(f"The grader itself could not finish {tests} ({numbers}); please look into it.")
    distrusted = [outcome.test.number for outcome in grading.outcomes if outcome.reason == "control"]
    if distrusted:
        found.append(
            f"A control question was answered wrongly in {format_count(len(distrusted), 'test')} ({_list_some(distrusted)}), so "
            "these have no points; please look at what the code changes in torch, NumPy or the grader's modules."
        )
    return [*found, *grading.staff_notices]


def _list_some(numbers: list[str]) -> str:
    return ", ".join(numbers[:10]) + (", ..." if len(numbers) > 10 else "")
