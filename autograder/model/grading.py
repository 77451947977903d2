"""The result of a grading, before it is written as any report."""

from __future__ import annotations

from typing import Literal

import msgspec

from autograder.model.manifest import Device, Test

Status = Literal["passed", "failed", "waiting"]
Reason = Literal[
    "passed",
    "wrong",  # an answer came and a check turned it down
    "control",  # a control question was answered wrongly: what the worker says cannot be used; staff should look
    "raised",  # the student's code raised
    "unwritten",  # it raised NotImplementedError: the stub is still there
    "missing",  # a file, module or name that the test needs is not in the submission
    "package",  # the student's file imports a package that this assignment does not install
    "time",  # CPU or wall limit of the test
    "memory",
    "stopped",  # the worker ended without an answer: os._exit, a signal, a crash
    "protocol",  # the worker sent what no honest answer looks like
    "unreached",  # the run's own deadline came first
    "grader_error",  # the grader itself failed; staff should look
    "waiting",  # needs a GPU runner (or, on one, the CPU run)
]


class Outcome(msgspec.Struct, frozen=True):
    """How one test of the manifest ended.

    ``message`` and ``hint`` are for the student and hold no hidden value; ``staff`` and ``printed`` may hold anything.
    """

    test: Test
    status: Status
    reason: Reason
    score: float  # points, before the late policy
    message: str = ""
    traceback: str = ""  # the student's own frames, ready to show
    hint: str = ""
    staff: str = ""
    printed: str = ""  # by student code, for staff
    seconds: float = 0.0  # wall time
    ran_on: Device | None = None  # None: did not run


class LeaderboardEntry(msgspec.Struct, frozen=True):
    """A value of a submission's in a column of Gradescope's leaderboard; ``order`` says which end is the best."""

    name: str
    value: float | str
    order: Literal["asc", "desc"] = "desc"


class Lateness(msgspec.Struct, frozen=True):
    """What the late policy takes off; ``sentence`` says so in words (empty: handed in on time)."""

    percent: float = 0.0  # of the score, in [0, 100]
    sentence: str = ""
    staff: str = ""  # what staff should look at: dates that disagree


class Grading(msgspec.Struct, frozen=True):
    """One submission, graded."""

    assignment: str
    title: str
    course: str
    term: str
    build: str
    submission: str  # its name
    digest: str  # of the files taken from it
    outcomes: list[Outcome]  # in the manifest's order, every test of it
    problem_titles: dict[str, str]  # problem name -> title, in order
    tier: str  # "root", "user" or "practice"
    layers: list[str]  # sandbox layers that were on
    notices: list[str] = []  # what was ignored or found missing, a sentence each
    staff_notices: list[str] = []  # what in the submission's code staff should look at, a sentence each
    lateness: Lateness = Lateness()
    leaderboard: list[LeaderboardEntry] = []
    seconds: float = 0.0  # wall time of the whole run
    author: str = ""  # whose it is, as the submission or the platform says
    kit: str = ""  # version of the kit that made the build
    inputs: str = ""  # a digest of the build's secret: gradings of one build and one secret can be compared

    @property
    def counted(self) -> list[Outcome]:
        """The outcomes that this report's maximum is made of: all but those that wait for another runner."""
        return [outcome for outcome in self.outcomes if outcome.status != "waiting"]

    @property
    def maximum(self) -> float:
        """Points of the tests that count, before the late policy."""
        return round(sum(outcome.test.points for outcome in self.counted), 6)

    @property
    def score(self) -> float:
        """Points after the late policy."""
        raw = sum(outcome.score for outcome in self.counted)
        return round(raw * (1 - self.lateness.percent / 100), 6)


class Refusal(msgspec.Struct, frozen=True):
    """One submission that holds nothing to grade."""

    assignment: str
    title: str
    course: str
    term: str
    build: str
    kit: str
    submission: str  # its name
    reason: str  # a sentence for the student


__all__ = ["Grading", "Lateness", "LeaderboardEntry", "Outcome", "Reason", "Refusal", "Status"]
