"""Applies the sandbox layers to a freshly forked worker, in the one order that works.

Later layers take away what earlier ones need: after the uid is dropped no capability is left to change limits with, after Landlock
no file outside can be opened, and after seccomp none of the calls works that set up the rest.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from typing import NamedTuple

from autograder.isolation.layers import landlock, limits, prctl, privileges, seccomp, tiers
from autograder.isolation.worker import protocol

# Descriptors of a worker; 0 is /dev/null, 1 and 2 its output pipe.
CHANNEL = 3
RULESET = 4  # until Landlock is applied
SERVER = 5  # to the fork server, until the layers are applied
MAX_FILES = 64
MAX_TASKS = 128


class PreparedLayers(NamedTuple):
    """What is made for a worker before it is forked, because memory that a worker writes must first be copied."""

    ruleset: int | None = None  # a Landlock ruleset's descriptor
    failure: Exception | None = None  # for the worker to raise, where a layer cannot be prepared


def prepare_layers(command: protocol.Spawn) -> PreparedLayers:
    """Do before the fork what need not be done in the worker."""
    gpu = command.device == "cuda"
    try:
        if tiers.SECCOMP in command.layers:
            seccomp.prepare_filter(gpu)
        if tiers.LANDLOCK in command.layers:
            return PreparedLayers(landlock.make_ruleset(readable=[command.tree], writable=[command.scratch], gpu=gpu))
    except Exception as error:
        return PreparedLayers(failure=error)
    return PreparedLayers()


def arrange_descriptors(channel: int, output: int, ruleset: int | None, server: int) -> None:
    """Move the descriptors that a worker needs to their fixed numbers, and close everything else.

    Args:
        channel: descriptor of the socket to the trusted process.
        output: descriptor of the pipe that standard output and standard error go to.
        ruleset: descriptor of the Landlock ruleset, where there is one.
        server: descriptor of the socket to the fork server.
    """
    sources = {
        0: os.open(os.devnull, os.O_RDONLY),
        1: output,
        2: output,
        CHANNEL: channel,
        RULESET: ruleset,
        SERVER: server,
    }
    # First above the fixed numbers, so that none is overwritten before it is moved.
    moved = {number: fcntl.fcntl(old, fcntl.F_DUPFD, SERVER + 1) for number, old in sources.items() if old is not None}
    for number, old in moved.items():
        os.dup2(old, number)
    if ruleset is None:
        with contextlib.suppress(OSError):
            os.close(RULESET)
    os.closerange(SERVER + 1, 4096)


def apply_layers(command: protocol.Spawn, prepared: PreparedLayers, parent: int) -> None:
    """Apply every layer of ``command.layers`` to this process.

    Args:
        command: how the worker is to be restricted.
        prepared: made before the fork.
        parent: pid of the fork server.

    Raises:
        Exception: a layer cannot be applied; none is ever skipped.
    """
    if prepared.failure is not None:
        raise prepared.failure
    layers = command.layers
    gpu = command.device == "cuda"
    if tiers.RESOURCE_LIMITS in layers:
        shares_user = command.uid is None
        limits.prefer_oom_kill()
        limits.apply_limits(
            cpu_seconds=command.limits.cpu_seconds,
            memory_mb=None if gpu else command.limits.memory_mb,  # CUDA maps far more address space than it uses
            disk_mb=command.limits.disk_mb,
            files=1024 if gpu else MAX_FILES,
            tasks=None if gpu or shares_user else MAX_TASKS,
        )
    if command.uid is not None:
        privileges.switch_user(command.uid, os.stat(command.tree).st_gid)  # only this group can read the tree
    elif tiers.NO_NEW_PRIVILEGES in layers and os.geteuid() == 0:
        privileges.drop_capabilities()
    if tiers.NO_NEW_PRIVILEGES in layers:
        prctl.die_with_parent(parent)
        privileges.forbid_new_privileges()
    if tiers.LANDLOCK in layers:
        landlock.restrict_self(RULESET)
    listener = seccomp.install_filter(os.getpid(), gpu=gpu) if tiers.SECCOMP in layers else None
    with socket.socket(fileno=SERVER) as server:
        if listener is not None:
            socket.send_fds(server, [b"1"], [listener])
            os.close(listener)
