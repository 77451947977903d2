"""A class on a Ray cluster of three nodes gets the grades that its submissions get alone, also when a node is lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.api import Grader, SubmissionError
from autograder.gradescope.results import render_results
from autograder.model import manifest as contract
from autograder.model.grading import Grading
from autograder.model.manifest import Manifest
from scripts.build.autograder_zip import write_build
from scripts.classroom.engine.cluster import ClusterBatch, cluster_jobs, start_on_cluster
from scripts.classroom.engine.driver import Driver, Progress
from scripts.classroom.record.record import Record, inputs_of
from scripts.coursespec.files import Tree, zipped
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from tests.tiny import course_in, write_spec

ray = pytest.importorskip("ray", reason="Ray is not installed: .venv/bin/python -m pip install 'ray>=2.60,<3'")
cluster_utils = pytest.importorskip("ray.cluster_utils")

STORE = 80 * 2**20  # bytes of a node's object store; Ray takes no less than about 75 MiB


@dataclass
class Desk:
    """A class with submissions, and what each gets alone.

    Attributes:
        alone: by submission, results.json without the time; None where the submission is refused.
    """

    record: Record
    build: Path
    manifest: Manifest
    alone: dict[str, dict[str, Any] | None]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Three nodes of two CPUs each; this process is connected to the first. Nothing of theirs is left at the end."""
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # short: Ray keeps sockets in it
    folder.chmod(0o711)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        made = cluster_utils.Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 2, "object_store_memory": STORE, "include_dashboard": False},
        )
        try:
            for _ in range(2):
                made.add_node(num_cpus=2, object_store_memory=STORE)
            yield made
            wait_until_empty(folder)
        finally:
            ray.shutdown()
            made.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("class")
    assignment = load_assignment("tiny", course_in(write_spec(root)))
    build = write_build(assignment, "5" * 32).folder
    with Record(root / "class") as record, Grader(build) as grader:
        submissions = [keep(record, tree) for tree in make_hand_ins(assignment)]
        alone = {one: grade_alone(grader, record.path_of(one)) for one in submissions}
        yield Desk(record, build, contract.read(build), alone)


def make_hand_ins(assignment: Assignment) -> list[Tree]:
    """Right, wrong, unfinished, broken, empty and slow submissions; the slow ones come last in every batch."""
    solution = assignment.hand_in()
    skeleton = {name: text.encode() for name, text in assignment.skeleton().items()}
    variants = [one for problem in assignment.problems for one in (*problem.mistakes, *problem.alternatives)]
    broken = {name: b"def weighted_sum(:\n" for name in solution if name.endswith("shared.py")}
    slow = [
        {name: data + f"import time\ntime.sleep(0.{number})\n".encode() for name, data in solution.items()}
        for number in range(2, 7)
    ]
    return [solution, skeleton, *map(assignment.hand_in, variants), solution | broken, {}, *slow]


def keep(record: Record, tree: Tree) -> str:
    """Add a submission to the record and return its name."""
    data = zipped(tree)
    name = sha256(data).hexdigest()
    record.submissions.mkdir(parents=True, exist_ok=True)
    record.path_of(name).write_bytes(data)
    with record.transaction() as database:
        database.execute("insert into submission values (?, ?, ?)", (name, len(tree), len(data)))
    return name


def grade_alone(grader: Grader, submission: Path) -> dict[str, Any] | None:
    try:
        return without_time(grader.grade(submission))
    except SubmissionError:
        return None


def without_time(grading: Grading) -> dict[str, Any]:
    results = json.loads(render_results(grading))
    del results["execution_time"]
    return results


def wait_until_empty(folder: Path) -> None:
    """Wait until the nodes have removed what they unpacked, hidden tests among it."""
    deadline = time.monotonic() + 30
    while left := list(folder.glob("grade-class-*")):
        assert time.monotonic() < deadline, f"left on a node: {left}"
        time.sleep(0.2)


def stop_a_batch(cluster: Any) -> tuple[Any, psutil.Process] | None:
    """Return a node other than the first with its process of a batch, which is stopped so that it cannot end meanwhile."""
    for node in cluster.worker_nodes:
        (raylet,) = node.all_processes["raylet"]
        for process in psutil.Process(raylet.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if is_at_work(process):
                    process.suspend()
                    if is_at_work(process):
                        return node, process
                    process.resume()
    return None


def is_at_work(process: psutil.Process) -> bool:
    return process.cmdline()[:1] == ["ray::relay_batch"]


def test_interrupted_batch_ends_soon(cluster: Any, desk: Desk) -> None:
    """The events end, nothing stays on the node, and its CPUs are free again."""
    start = start_on_cluster(desk.record, desk.build, desk.manifest, "cpu", cluster.address)
    with start(list(desk.alone)) as batch:
        for event in batch.events():
            if event.kind == "begun":
                batch.interrupt()
        assert "TaskCancelledError" in batch.log()
    wait_until_empty(Path(os.environ["TMPDIR"]))


def test_lost_node_changes_no_results(cluster: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that ends in the middle of its batch costs a retry, and every submission has the results that it gets alone."""
    monkeypatch.setattr("scripts.classroom.engine.schedule.BATCHES_PER_JOB", 1)  # so that every node has much to do
    start = start_on_cluster(desk.record, desk.build, desk.manifest, "cpu", cluster.address)
    batches: list[ClusterBatch] = []

    def start_and_keep(submissions: list[str]) -> ClusterBatch:
        batches.append(start(submissions))
        return batches[-1]

    def remove_a_node(_: Progress) -> None:
        if len(cluster.worker_nodes) == 2 and (found := stop_a_batch(cluster)):
            node, batch = found
            cluster.remove_node(node, allow_graceful=False)
            with contextlib.suppress(psutil.NoSuchProcess):
                batch.resume()

    build = desk.record.add_build(desk.manifest, inputs_of(desk.manifest.seed))
    jobs = cluster_jobs("cpu")
    assert jobs == 3
    progress = Driver(desk.record, build, "cpu", start_and_keep, jobs).grade(desk.alone, remove_a_node)
    assert len(cluster.worker_nodes) == 1
    assert any("The batch was lost with" in batch.log() for batch in batches)
    assert (progress.done, progress.machine) == (len(desk.alone), [])
    for submission, expected in desk.alone.items():
        (result,) = desk.record.results(submission, build)
        assert (without_time(result.grading) if result.grading else None) == expected


def test_cluster_without_gpus_is_refused(cluster: Any, desk: Desk) -> None:
    start_on_cluster(desk.record, desk.build, desk.manifest, "cuda", cluster.address)
    with pytest.raises(SpecError, match=r"No node of the cluster can grade: a batch needs 2 CPU and 0\.25 GPU"):
        cluster_jobs("cuda")
