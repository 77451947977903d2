"""Grade submissions: one with ``grade_submission``, many with ``grade_submissions``, or without reports with a ``Grader``.

Nothing here imports torch on import. A ``Grader`` starts the fork server first and imports torch while the server does.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from autograder.gradescope.late_policy import compute_lateness
from autograder.gradescope.metadata import read_metadata
from autograder.isolation.layer_check import check_layers
from autograder.isolation.layers.tiers import Tier
from autograder.isolation.server import SandboxError
from autograder.isolation.workspace import GradingWorkspace, RefusedError
from autograder.model.grading import Grading, Lateness, Outcome, Refusal
from autograder.model.manifest import Device, Manifest, Test
from autograder.reporting import write_refusal, write_reports
from autograder.reports.stored_grading import GRADING_NAME, MergeError, merge_gradings, read_grading
from autograder.submission import Submission, SubmissionError, collect, find_mode, name_submission
from autograder.suite.options import RunOptions


def grade_submission(
    build: Path,
    submission: Path,
    out: Path,
    *,
    metadata: Path | None = None,
    device: Device = "cpu",
    tier: Tier | None = None,
    results: Path | None = None,
    on_result: Callable[[Outcome, int], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> Grading:
    """Grade one submission and write its reports.

    Writes results.json, grading.json, feedback.html for the student, and staff.html and staff.txt for staff. With
    ``device="cuda"`` the suites that need a GPU run on it; the outcomes of the CPU run come from an earlier grading of the same
    files and build in ``out`` where there is one, and otherwise from another run, so that the report is whole.

    Args:
        build: the folder that ``scripts.build`` wrote, or the unpacked zip.
        submission: a folder or a zip.
        out: the folder for the reports.
        metadata: Gradescope's submission_metadata.json, for the late policy.
        device: which of the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.
        results: where results.json goes, when not into ``out``.
        on_result: called with each outcome as it is known, and the number of tests that run.
        on_notice: called with what staff should know while it is graded, such as that it will take long.

    Returns:
        The grading, as it was written.

    Raises:
        RefusedError: no grade can be given on this machine, or with this build; nothing was written.
        SubmissionError: there is nothing that can be graded. The reports say so, unless ``results`` leads elsewhere.
        ValueError: the metadata, or the build's requirements of it, cannot be read; nothing was written.
        OSError: the reports cannot be written.
    """
    _check_writable(out)
    if device == "cuda" and not has_gpu():
        raise RefusedError("There is no GPU here that torch can use; grade with DEVICE=cuda on a machine that has one.")
    find_mode(submission)  # a wrong path is told at once, not after the seconds that a grader takes to start
    dates = None if metadata is None else read_metadata(metadata)
    tests_begun = 0

    def run_on(place: Device) -> Grading:
        nonlocal tests_begun
        with Grader(build, device=place, tier=tier) as grader:
            count = len(grader.tests())
            if place == "cuda" and count == 0:
                raise RefusedError(
                    f"The assignment {grader.manifest.assignment} has no suites for a GPU; use DEVICE=cpu."
                )
            lateness = (
                Lateness() if dates is None else compute_lateness(dates, grader.manifest.late, grader.manifest.due)
            )
            tests_begun += count
            report = None if on_result is None else (lambda outcome: on_result(outcome, tests_begun))
            try:
                return grader.grade(submission, lateness=lateness, on_result=report, on_notice=on_notice)
            except SubmissionError as error:
                if results is None:
                    write_refusal(_refuse(grader.manifest, submission, error), out)
                raise

    grading = run_on(device)
    if device == "cuda":
        grading = merge_gradings(_find_cpu_grading(out, grading) or run_on("cpu"), grading)
    if dates is not None and dates.people:  # the platform knows better than what a student wrote
        grading = msgspec.structs.replace(grading, author=", ".join(dates.people))
    write_reports(grading, out, results=results)
    return grading


def grade_submissions(
    build: Path,
    submissions: Iterable[Path],
    out: Path,
    *,
    device: Device = "cpu",
    tier: Tier | None = None,
    on_graded: Callable[[Grading], None] | None = None,
    on_refused: Callable[[Path, SubmissionError], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> None:
    """Grade submissions one after another and write the reports of each into ``out/<name of the submission>``.

    Args:
        build: the folder that ``scripts.build`` wrote, or the unpacked zip.
        submissions: folders or zips, of different names.
        out: the folder for the folders of reports.
        device: which of the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.
        on_graded: called with each grading, once its reports are written.
        on_refused: called with each submission that holds nothing to grade, and why; None to raise that error.
        on_notice: called with what staff should know while one is graded, such as that it will take long.

    Raises:
        RefusedError: no grade can be given on this machine, or with this build.
        SubmissionError: a submission holds nothing to grade, and ``on_refused`` is None.
        OSError: the reports cannot be written.
    """
    _check_writable(out)

    def finish(grading: Grading) -> None:
        _check_any_ran(grading)
        write_reports(grading, out / grading.submission)
        if on_graded is not None:
            on_graded(grading)

    with Grader(build, device=device, tier=tier) as grader:

        def take_each() -> Iterator[Submission]:
            for path in submissions:
                try:
                    yield grader.take(path)
                except SubmissionError as error:
                    refusal = _refuse(grader.manifest, path, error)
                    if path.exists():
                        write_refusal(refusal, out / refusal.submission)
                    if on_refused is None:
                        raise
                    on_refused(path, error)

        grader.grade_each(take_each(), finish, on_notice=on_notice)


class Grader:
    """Grades the submissions of a build, any number of them, and writes nothing. Use as a context manager.

    Args:
        build: the folder that ``scripts.build`` wrote, or the unpacked zip.
        device: which of the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.

    Raises:
        RefusedError: the build is unreadable, or the sandbox is below the assignment's minimum.
    """

    def __init__(self, build: Path, *, device: Device = "cpu", tier: Tier | None = None) -> None:
        self.workspace = GradingWorkspace(build, device=device, tier=tier)
        self.build, self.manifest, self.plan = self.workspace.build, self.workspace.manifest, self.workspace.plan
        self.device: Device = self.workspace.device
        try:
            from autograder.suite.runner import SuiteRunner  # here: it imports torch while the fork server does

            self._runner = SuiteRunner(self.workspace)
            with _refusing_without_sandbox():
                check_layers(self.workspace.server, self.workspace.pristine)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server, and remove everything that was written for it."""
        self.workspace.close()

    def grade(
        self,
        submission: Path | Submission,
        *,
        lateness: Lateness | None = None,
        on_result: Callable[[Outcome], None] | None = None,
        on_notice: Callable[[str], None] | None = None,
        only: Iterable[str] | None = None,
        stop_at_failure: bool = False,
        give_hints: bool = True,
    ) -> Grading:
        """Grade one submission.

        Args:
            submission: a folder, a zip, or files already taken from one.
            lateness: what the late policy takes off.
            on_result: called with each outcome as it is known; hints are chosen at the end.
            on_notice: called with what staff should know while it is graded.
            only: ids of the tests to run; the others count as not reached.
            stop_at_failure: leave out the tests after the first failed one.
            give_hints: run failed tests on the known mistakes.

        Returns:
            The grading, with an outcome for every test of the manifest.

        Raises:
            SubmissionError: there is nothing that can be graded.
            RefusedError: the fork server ended, or no test could be run for a fault of the grader's.
        """
        taken = submission if isinstance(submission, Submission) else self.take(submission)
        options = RunOptions(lateness or Lateness(), on_result, on_notice, stop_at_failure, give_hints)
        found: list[Grading] = []
        with _refusing_without_sandbox():
            self._runner.grade_each([taken], self.tests(only), found.append, options)
        _check_any_ran(found[0])
        return found[0]

    def grade_each(
        self,
        submissions: Iterable[Submission],
        on_graded: Callable[[Grading], None],
        *,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        """Grade submissions one after another, which costs less than a call of ``grade`` for each.

        The next submission is taken before ``on_graded`` is called with the one before: its first workers start meanwhile.

        Args:
            submissions: files taken from submissions.
            on_graded: called with each grading.
            on_notice: called with what staff should know while one is graded.

        Raises:
            RefusedError: the fork server ended.
        """
        with _refusing_without_sandbox():
            self._runner.grade_each(submissions, self.tests(), on_graded, RunOptions(on_notice=on_notice))

    def take(self, submission: Path) -> Submission:
        """Take the files that are graded from a submission, a folder or a zip.

        Raises:
            SubmissionError: there is nothing that can be graded.
        """
        return collect(submission, self.manifest, self.workspace.pristine)

    def tests(self, only: Iterable[str] | None = None) -> dict[str, Test]:
        """Return the tests of this grader's device by id, or those of them that ``only`` names."""
        wanted = None if only is None else set(only)
        return {
            test.id: test
            for test in self.manifest.tests
            if test.device == self.device and (wanted is None or test.id in wanted)
        }


@contextlib.contextmanager
def _refusing_without_sandbox() -> Iterator[None]:
    """Raise RefusedError where the sandbox does not work or the fork server ended."""
    try:
        yield
    except SandboxError as error:
        raise RefusedError(str(error)) from error


def _refuse(manifest: Manifest, submission: Path, error: SubmissionError) -> Refusal:
    return Refusal(
        assignment=manifest.assignment,
        title=manifest.title,
        course=manifest.course,
        term=manifest.term,
        build=manifest.build,
        kit=manifest.kit,
        submission=name_submission(submission),
        reason=str(error),
    )


def _check_any_ran(grading: Grading) -> None:
    """Raise RefusedError where no test ran for a fault of the grader's: zero points would be no grade."""
    failures = [outcome for outcome in grading.counted if outcome.reason == "grader_error"]
    if failures and all(outcome.ran_on is None for outcome in grading.outcomes):
        reason = failures[0].staff.strip().splitlines()
        raise RefusedError(
            f"None of the {len(failures)} tests could be run, which is a fault of the grader or of the build, so there is no grade:"
            f" {reason[-1] if reason else 'no reason is known'}"
        )


def _check_writable(out: Path) -> None:
    """Raise RefusedError before minutes of grading, not after, where reports cannot be written into ``out``."""
    existing = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        problem = "is no folder" if not existing.is_dir() else "cannot be written"
        raise RefusedError(
            f"The reports cannot be put into {out}: {existing} {problem}. Choose another folder (OUT=...)."
        )


def has_gpu() -> bool:
    """Return whether torch can use a GPU here."""
    import torch  # here: see the module's docstring

    return torch.cuda.is_available()


def _find_cpu_grading(out: Path, grading: Grading) -> Grading | None:
    """Return the grading in ``out`` that a CPU run of the same submission and build left, if there is one."""
    try:
        earlier = read_grading(out / GRADING_NAME)
    except MergeError:
        return None
    is_same = (earlier.build, earlier.digest) == (grading.build, grading.digest)
    if not is_same or not any(outcome.ran_on == "cpu" for outcome in earlier.outcomes):
        return None
    outcomes = [
        msgspec.structs.replace(outcome, status="waiting", reason="waiting", score=0.0, ran_on=None)
        if outcome.test.device == "cuda"
        else outcome
        for outcome in earlier.outcomes
    ]
    return msgspec.structs.replace(earlier, outcomes=outcomes)


__all__ = ["Grader", "RefusedError", "SubmissionError", "grade_submission", "grade_submissions", "has_gpu"]
