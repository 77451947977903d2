"""Grade what waits in a class's record, with progress in the terminal; shared by the commands that grade."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich import progress as bars
from rich.console import Console

from autograder.model.manifest import Device, Manifest
from scripts.classroom.engine.driver import Driver, Progress, start_here
from scripts.classroom.record.record import Record, inputs_of
from scripts.classroom.standing.grades import submissions_to_grade
from scripts.options import describe_minutes

MAX_LISTED = 20  # sentences of a kind on the screen


def grade_waiting(
    record: Record,
    build: Path,
    manifest: Manifest,
    device: Device,
    jobs: int | None,
    cluster: str | None,
    console: Console,
) -> Progress:
    """Grade every submission that may count and has no result under a build, with progress on ``console``.

    Args:
        record: of the class.
        build: folder of the build.
        manifest: the build's.
        device: which of its suites run.
        jobs: graders at once; None for one for every two cores, here or of the cluster.
        cluster: "auto" or the address of a Ray cluster; None for this machine.
        console: where progress is shown.

    Raises:
        SpecError: this machine, or the cluster, cannot grade.
    """
    id = record.add_build(manifest, inputs_of(manifest.seed))
    wanted = submissions_to_grade(record)
    finished = record.finished(id, device)
    waiting = [one for one in wanted if one not in finished]
    say(console, f"To grade: {len(waiting)} of {len(wanted)} different submissions under build {manifest.build}")
    if cluster:
        from scripts.classroom.engine.cluster import cluster_jobs, start_on_cluster

        start = start_on_cluster(record, build, manifest, device, cluster)
        jobs = jobs or cluster_jobs(device)
    else:
        start = start_here(record, build, manifest, device)
        jobs = jobs or max(1, (os.cpu_count() or 2) // 2)
    with _show_progress(console, len(waiting)) as on_progress:
        return Driver(record, id, device, start, jobs).grade(waiting, on_progress)


@contextlib.contextmanager
def _show_progress(console: Console, total: int) -> Iterator[Callable[[Progress], None]]:
    """Show a bar with the time left; where the output is no terminal, a line for every tenth."""
    columns = (
        bars.TextColumn("grading"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.description}"),
    )
    with bars.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting the graders", total=total)
        told = 0

        def show(progress: Progress) -> None:
            nonlocal told
            left = progress.seconds_left
            words = "" if left is None else f"{describe_minutes(left)} left"
            bar.update(task, completed=progress.done, description=words)
            tenth = 10 * progress.done // max(1, progress.total)
            if not console.is_terminal and tenth > told:
                told = tenth
                say(console, f"graded {progress.done} of {progress.total}; {words}")

        yield show


def say(console: Console, sentence: str) -> None:
    """Print a sentence; where the output is no terminal, on one line."""
    console.print(sentence, markup=False, soft_wrap=not console.is_terminal)


def say_some(console: Console, sentences: Sequence[str], rest: str = "") -> None:
    """Print the first of many sentences below what they are about, and how many more there are; ``rest`` says where."""
    for sentence in sentences[:MAX_LISTED]:
        say(console, f"  {sentence}")
    if len(sentences) > MAX_LISTED:
        say(console, f"  ... and {len(sentences) - MAX_LISTED} more{rest}")
