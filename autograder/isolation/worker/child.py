"""The life of a worker after the fork: descriptors, sandbox layers, seeds, then student code on request."""

from __future__ import annotations

import os
import random
import socket
import sys
import tempfile
import traceback
from typing import NoReturn

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.framing import Link
from autograder.isolation.worker import protocol, sandbox, zygote
from autograder.isolation.worker.request_handler import RequestHandler


def run(command: protocol.Spawn, prepared: sandbox.PreparedLayers, channel: int, output: int, server: int) -> NoReturn:
    """Become a worker: apply the layers, then serve requests. Never returns.

    Args:
        command: what this worker is forked for.
        prepared: made before the fork.
        channel: descriptor of the socket to the trusted process.
        output: descriptor of the pipe that standard output and standard error go to.
        server: descriptor of the socket over which the fork server gets the descriptor that it counts writes at.
    """
    parent = os.getppid()
    try:
        os.setsid()
        sandbox.arrange_descriptors(channel, output, prepared.ruleset, server)
        sandbox.apply_layers(command, prepared, parent)
        _set_up_interpreter(command)
        link = Link(socket.socket(fileno=sandbox.CHANNEL))
        link.send(messages.encode(messages.Returned(0, None)))  # tells the trusted side that every layer is applied
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    try:
        handler = RequestHandler(link, command.tree, zygote.kit)
        if command.module:
            handler.import_ahead(command.module)
        handler.serve()
    except BaseException:
        os._exit(0)
    os._exit(0)


def _set_up_interpreter(command: protocol.Spawn) -> None:
    """Give student code its output, folders, import path, threads and seeds."""
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    os.umask(0o077)
    os.chdir(command.scratch)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "TORCH_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = command.scratch
    tempfile.tempdir = None  # the folder that the server's imports found is closed to a worker
    sys.path.insert(0, command.tree)
    sys.dont_write_bytecode = True
    import torch

    if torch.get_num_threads() != command.limits.threads:
        torch.set_num_threads(command.limits.threads)
    _seed_generators(command.seed, gpu=command.device == "cuda")


def _seed_generators(seed: int, *, gpu: bool) -> None:
    """Seed the global generators that student code uses, so that a grading repeats bit for bit."""
    import numpy
    import torch

    random.seed(seed)
    numpy.random.seed(seed % 2**32)
    if gpu:
        torch.manual_seed(seed % 2**63)
    else:
        torch.default_generator.manual_seed(seed % 2**63)  # manual_seed would look for every kind of accelerator first
