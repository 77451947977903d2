"""Tries every layer of the plan on one worker before anything is graded, so that a failing layer stops the grading at once."""

from __future__ import annotations

import time
from pathlib import Path

from autograder.isolation.rpc import messages
from autograder.isolation.server import ForkServer, SandboxError
from autograder.isolation.worker_handle import WorkerSpec
from autograder.model.manifest import Limits

START_SECONDS = 60


def check_layers(server: ForkServer, tree: Path) -> None:
    """Fork one worker and wait until it has applied every layer.

    Raises:
        SandboxError: a layer of the plan cannot be applied on this machine.
    """
    worker = server.spawn(WorkerSpec(tree, Limits(), seed=0))
    try:
        worker.channel.receive_reply(time.monotonic() + START_SECONDS)
    except (messages.GoneError, messages.DeadlineError, messages.ProtocolError):
        server.finish(worker)
        reason = worker.output.text().strip().rpartition("\n")[2] or "the worker ended at once"
        raise SandboxError(f"The sandbox cannot be set up on this machine: {reason}.") from None
    server.finish(worker)
