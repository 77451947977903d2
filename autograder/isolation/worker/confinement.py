"""Puts a freshly forked worker behind its walls, in the one order that works."""

from __future__ import annotations

import fcntl
import os
import random
from typing import NamedTuple

from autograder.isolation.layers import landlock, plan, process, seccomp
from autograder.isolation.worker import protocol

# Descriptors of a worker; 0 is /dev/null, 1 and 2 its output pipe.
CHANNEL = 3
RULES = 4  # until its walls stand
MAX_FILES = 64
MAX_TASKS = 128


class Prepared(NamedTuple):
    """What is made for a worker before it is forked, where it costs less: what a worker touches first is copied first."""

    rules: int | None = None  # a Landlock ruleset's descriptor
    failure: Exception | None = None  # for the worker to raise, where a layer cannot be had


def prepare(order: protocol.Spawn) -> Prepared:
    """Do before the fork what need not be done in the worker."""
    gpu = order.device == "cuda"
    try:
        if plan.SECCOMP in order.layers:
            seccomp.program(gpu)
        if plan.LANDLOCK in order.layers:
            return Prepared(landlock.ruleset(readable=[order.tree], writable=[order.scratch], gpu=gpu))
    except Exception as error:
        return Prepared(failure=error)
    return Prepared()


def settle_descriptors(channel: int, output: int, rules: int | None) -> None:
    """Keep the channel, the output pipe and the ruleset, close everything else."""
    wanted = {0: os.open(os.devnull, os.O_RDONLY), 1: output, 2: output, CHANNEL: channel, RULES: rules}
    # First out of the way of the numbers that they are to get.
    moved = {number: fcntl.fcntl(old, fcntl.F_DUPFD, RULES + 1) for number, old in wanted.items() if old is not None}
    for number, old in moved.items():
        os.dup2(old, number)
    os.closerange(RULES + (rules is not None), 4096)


def apply_layers(order: protocol.Spawn, prepared: Prepared, parent: int) -> None:
    """Apply every layer of ``order.layers``; a layer that cannot be applied is an exception, never skipped."""
    if prepared.failure is not None:
        raise prepared.failure
    layers, limits = order.layers, order.limits
    gpu = order.device == "cuda"
    if plan.LIMITS in layers:
        process.prefer_oom_kill()
        # CUDA maps far more address space than it uses.
        shared_user = order.uid is None
        process.limit(
            cpu_seconds=limits.cpu_seconds,
            memory_mb=None if gpu else limits.memory_mb,
            disk_mb=limits.disk_mb,
            files=1024 if gpu else MAX_FILES,
            tasks=None if gpu or shared_user else MAX_TASKS,
        )
    if order.uid is not None:
        process.become(order.uid, os.stat(order.tree).st_gid)  # a tree is open to its own group alone
    elif plan.NO_PRIVILEGES in layers and os.geteuid() == 0:
        process.drop_capabilities()
    if plan.NO_PRIVILEGES in layers:
        process.die_with_parent(parent)
        process.forbid_new_privileges()
    if plan.LANDLOCK in layers:
        landlock.enter(RULES)
    if plan.SECCOMP in layers:
        seccomp.deny(os.getpid(), gpu=gpu)


def seed(value: int, gpu: bool) -> None:
    """Seed the generators that student code uses without asking, so that a grading repeats bit for bit."""
    import numpy
    import torch

    random.seed(value)
    numpy.random.seed(value % 2**32)
    if gpu:
        torch.manual_seed(value % 2**63)
    else:
        torch.default_generator.manual_seed(value % 2**63)  # manual_seed would look for every kind of accelerator first
