"""Workers are forked ahead, none of them in vain, from a server that has one thread."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograder.isolation.server import MAX_AHEAD, ForkServer
from autograder.isolation.worker_handle import WorkerSpec
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
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradingWorkspace]:
    build = make_build(tmp_path_factory.mktemp("forks") / "build", "def test_one(student):\n    pass\n")
    with GradingWorkspace(build) as workspace:
        yield workspace


@pytest.fixture
def tree(workspace: GradingWorkspace) -> Path:
    return workspace.tree({"src/answer.py": SOURCE.encode()})


def make_specs(tree: Path, count: int) -> list[WorkerSpec]:
    return [WorkerSpec(tree, Limits(), seed) for seed in range(count)]


def workers(server: ForkServer) -> set[int]:
    """Return the pids of the workers that live."""
    children = psutil.Process(server.pid).children()
    return {child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE}


def test_waiting_workers_outlive_others(workspace: GradingWorkspace, tree: Path) -> None:
    server = workspace.server
    first, second, *_ = make_specs(tree, 2)
    server.spawn_ahead(first)
    server.spawn_ahead(second)
    mistake = server.spawn(WorkerSpec(workspace.tree({"src/answer.py": b""}), Limits(), 0))
    server.preload(["json"])
    ready = workers(server) - {mistake.pid}
    server.finish(mistake)
    taken = [server.spawn(first), server.spawn(second)]
    assert {worker.pid for worker in taken} == ready
    for worker in taken:
        server.discard(worker)
    server.reap(tree)
    assert not workers(server)


def test_forks_at_most_max_ahead(workspace: GradingWorkspace, tree: Path) -> None:
    server = workspace.server
    for one in make_specs(tree, MAX_AHEAD + 2):
        server.spawn_ahead(one)
        server.spawn_ahead(one)
    server.preload([])
    assert len(workers(server)) == MAX_AHEAD
    server.reap(tree)
    assert not workers(server)


def test_reaping_spares_other_trees(workspace: GradingWorkspace, tree: Path) -> None:
    server = workspace.server
    following = workspace.tree({"src/answer.py": SOURCE.encode()})
    server.spawn_ahead(WorkerSpec(tree, Limits(), 0))
    server.spawn_ahead(WorkerSpec(following, Limits(), 0))
    server.reap(tree)
    (left,) = workers(server)
    worker = server.spawn(WorkerSpec(following, Limits(), 0))
    assert worker.pid == left
    server.finish(worker)


def test_closing_leaves_no_process(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    before = len(os.listdir("/proc/self/fd"))
    with GradingWorkspace(build) as workspace:
        for one in make_specs(workspace.tree({"src/answer.py": b""}), 2):
            workspace.server.spawn_ahead(one)
        server = workspace.server.pid
    assert not psutil.pid_exists(server)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_server_has_one_thread(workspace: GradingWorkspace, tree: Path) -> None:
    clock = Clock(time.monotonic() + 250)
    session = Session(workspace.server, tree, Limits(threads=2, wall_seconds=250), 0, clock)
    assert list(session.module("src.answer").answer()) == [2, 600]
    session.close()
    assert len(os.listdir(f"/proc/{workspace.server.pid}/task")) == 1
    workspace.server.reap(tree)
