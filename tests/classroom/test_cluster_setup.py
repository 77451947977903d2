"""What is wrong with a cluster is one sentence, before anything is graded."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.model import manifest as contract
from scripts.classroom.engine.cluster import start_on_cluster, versions_that_matter
from scripts.classroom.engine.node import describe_other_versions, installed_version
from scripts.classroom.record.record import Record
from scripts.errors import SpecError
from tests.small_builds import make_build

BUILD = "def test_one(student):\n    check.close(student.module('src.answer').answer(1.0), 1.0)\n"


def start(tmp_path: Path, address: str) -> None:
    build = make_build(tmp_path / "build", BUILD)
    with Record(tmp_path / "class") as record:
        start_on_cluster(record, build, contract.read(build), "cpu", address)


def test_missing_ray_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SpecError, match=r"CLUSTER needs Ray: \.venv/bin/python -m pip install 'ray"):
        start(tmp_path, "auto")


@pytest.mark.parametrize(
    ("address", "words"), [("ray://127.0.0.1:10001", "with CLUSTER=auto"), ("nowhere:x", "there is no Ray cluster")]
)
def test_unusable_address_is_refused(tmp_path: Path, address: str, words: str) -> None:
    pytest.importorskip("ray", reason="Ray is not installed")
    with pytest.raises(SpecError, match=words):
        start(tmp_path, address)


def test_silent_address_is_refused(tmp_path: Path) -> None:
    """Nothing listens on a port that was free a moment ago."""
    pytest.importorskip("ray", reason="Ray is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SpecError, match=f"CLUSTER=127.0.0.1:{port}: there is no Ray cluster"):
        start(tmp_path, f"127.0.0.1:{port}")


def test_lost_hand_in_holds_up_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is sent without the zip that is gone, and still names it, so that the node's grader says what is missing."""
    tasks: list[tuple[Any, ...]] = []
    task = SimpleNamespace(options=lambda **_: SimpleNamespace(remote=lambda *given: tasks.append(given) or []))
    cloudpickle = SimpleNamespace(register_pickle_by_value=lambda module: None)
    ray = SimpleNamespace(
        is_initialized=lambda: True, put=lambda data: data, remote=lambda function: task, cloudpickle=cloudpickle
    )
    monkeypatch.setitem(sys.modules, "ray", ray)
    monkeypatch.setitem(sys.modules, "ray.exceptions", SimpleNamespace(RayError=OSError, RayTaskError=OSError))
    build = make_build(tmp_path / "build", BUILD)
    with Record(tmp_path / "class") as record:
        record.submissions.mkdir()
        record.path_of("here").write_bytes(b"zip")
        start_batch = start_on_cluster(record, build, contract.read(build), "cpu", "auto")
        assert list(start_batch(["here", "gone"]).events()) == []
    ((_, _, sent, order),) = tasks
    assert sent == [("here", b"zip")] and order["submissions"] == ["here", "gone"]


def test_equal_versions_pass(tmp_path: Path) -> None:
    """The versions that a class's machine sends are those of a node with the same packages; torch's build does not count."""
    versions = versions_that_matter(contract.read(make_build(tmp_path / "build", BUILD)))
    assert "+" not in versions["torch"] and versions["numpy"] == installed_version("numpy")
    assert describe_other_versions(versions) == ""


def test_other_versions_are_named() -> None:
    sentence = describe_other_versions({"numpy": "0.1", "no-such-package": "2.0", "torch": installed_version("torch")})
    assert (
        f"has numpy {installed_version('numpy')} instead of 0.1, no-such-package missing instead of 2.0, so" in sentence
    )
    assert "torch" not in sentence
