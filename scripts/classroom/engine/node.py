"""``python -m scripts.classroom.engine.node``: grade a batch on a node of a cluster.

It outlives the Ray worker that started it by as long as it takes to end the grader: standard input ends with that worker. What
was unpacked for it is removed when it has ended (``node_task``): hidden tests and submissions, which nobody may find there later.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from autograder.model.manifest import Device
from scripts.classroom.engine.batch_process import BatchProcess, make_batch
from scripts.classroom.engine.worker import Answers, Event, wait_for_end


class Order(msgspec.Struct, frozen=True):
    """What is asked.

    Attributes:
        folder: holds ``kit``, ``build`` and ``submissions``.
        submissions: names of the zips, in the order of grading.
        device: which of the build's suites run.
        patience: seconds without an answer after which the grader counts as hung.
        versions: of packages that change grades, by the names that pip knows.
    """

    folder: str
    submissions: list[str]
    device: Device
    patience: float
    versions: dict[str, str]


def installed_version(package: str) -> str:
    """Return a package's version without its build ("2.14.1" for "2.14.1+cpu"); empty where it is not installed."""
    try:
        return importlib.metadata.version(package).partition("+")[0]
    except importlib.metadata.PackageNotFoundError:
        return ""


def describe_other_versions(versions: Mapping[str, str]) -> str:
    """Return a sentence where this node's packages are not those of ``versions``; empty where they are."""
    others = [
        f"{package} {installed_version(package) or 'missing'} instead of {version}"
        for package, version in versions.items()
        if installed_version(package) != version
    ]
    if not others:
        return ""
    return (
        f"The node {socket.gethostname()} has {', '.join(others)}, so points could depend on the node: install there the "
        "versions of requirements.lock."
    )


def grade_order(order: Order, answers: Answers) -> None:
    """Grade, and pass the grader's answers on; what it printed comes last, as an event "log"."""
    if sentence := describe_other_versions(order.versions):
        answers.send(Event("unable", reason=sentence))
        return
    folder = Path(order.folder)
    paths = [folder / "submissions" / f"{name}.zip" for name in order.submissions]
    with BatchProcess(make_batch(folder / "build", order.device, paths), order.patience) as process:
        threading.Thread(target=_watch, args=(process,), daemon=True).start()
        for event in process.events():
            answers.send(event)
        if log := process.log():
            answers.send(Event("log", reason=log))


def _watch(process: BatchProcess) -> None:
    """Interrupt the grader when standard input ends."""
    wait_for_end(sys.stdin.buffer)
    process.interrupt()


def main() -> None:
    """Grade the batch that standard input names."""
    if not (line := sys.stdin.buffer.readline()):
        return  # the worker was ended before it said anything
    with contextlib.suppress(BrokenPipeError):
        grade_order(msgspec.json.decode(line, type=Order), Answers(os.fdopen(os.dup(1), "wb")))


if __name__ == "__main__":
    if os.fork():  # Ray kills the children of a worker that it ends, and this is to end by itself
        os._exit(0)
    try:
        main()
    finally:
        sys.stderr.flush()
        os._exit(0)  # the thread waits in a read that nothing ends
