"""Workers are forked ahead and none in vain, from a server that has one thread."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograder.isolation.server import MAX_AHEAD, ForkServer, WorkerSpec
from autograder.isolation.workspace import GradingWorkspace
from autograder.model.manifest import Limits
from autograder.suite.session import Clock, Session
from tests.small_builds import make_build

SOURCE = """
import torch

def answer():
    x = torch.rand(600, 600)
    return torch.get_num_threads(), (x @ x).shape[0]
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradingWorkspace]:
    build = make_build(tmp_path_factory.mktemp("forks") / "build", "def test_one(student):\n    pass\n")
    with GradingWorkspace(build) as stage:
        yield stage


@pytest.fixture
def tree(stage: GradingWorkspace) -> Path:
    return stage.tree({"src/answer.py": SOURCE.encode()})


def wanted(tree: Path, count: int) -> list[WorkerSpec]:
    return [WorkerSpec(tree, Limits(), seed) for seed in range(count)]


def workers(server: ForkServer) -> set[int]:
    """Pids of the workers that live."""
    children = psutil.Process(server.pid).children()
    return {child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE}


def test_those_that_are_ready_stay_ready_while_others_work(stage: GradingWorkspace, tree: Path) -> None:
    server = stage.server
    first, second, *_ = wanted(tree, 2)
    server.spawn_ahead(first)
    server.spawn_ahead(second)
    mistake = server.spawn(WorkerSpec(stage.tree({"src/answer.py": b""}), Limits(), 0))
    server.preload(["json"])
    ready = workers(server) - {mistake.pid}
    server.finish(mistake)
    taken = [server.spawn(first), server.spawn(second)]
    assert {worker.pid for worker in taken} == ready
    for worker in taken:
        server.discard(worker)
    server.reap(tree)
    assert not workers(server)


def test_no_more_are_forked_ahead_than_agreed_and_none_twice(stage: GradingWorkspace, tree: Path) -> None:
    server = stage.server
    for one in wanted(tree, MAX_AHEAD + 2):
        server.spawn_ahead(one)
        server.spawn_ahead(one)
    server.preload([])
    assert len(workers(server)) == MAX_AHEAD
    server.reap(tree)
    assert not workers(server)


def test_a_tree_that_is_put_away_leaves_the_next_ones_workers_alone(stage: GradingWorkspace, tree: Path) -> None:
    server = stage.server
    following = stage.tree({"src/answer.py": SOURCE.encode()})
    server.spawn_ahead(WorkerSpec(tree, Limits(), 0))
    server.spawn_ahead(WorkerSpec(following, Limits(), 0))
    server.reap(tree)
    (left,) = workers(server)
    worker = server.spawn(WorkerSpec(following, Limits(), 0))
    assert worker.pid == left
    server.finish(worker)


def test_closing_with_workers_ahead_leaves_no_process_and_no_descriptor(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    before = len(os.listdir("/proc/self/fd"))
    with GradingWorkspace(build) as stage:
        for one in wanted(stage.tree({"src/answer.py": b""}), 2):
            stage.server.spawn_ahead(one)
        server = stage.server.pid
    assert not psutil.pid_exists(server)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_server_has_one_thread_and_its_workers_may_have_more(stage: GradingWorkspace, tree: Path) -> None:
    clock = Clock(time.monotonic() + 60)
    session = Session(stage.server, tree, Limits(threads=2), 0, clock)
    assert list(session.module("src.answer").answer()) == [2, 600]
    session.close()
    assert len(os.listdir(f"/proc/{stage.server.pid}/task")) == 1
    stage.server.reap(tree)
