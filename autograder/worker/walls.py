"""Puts a freshly forked worker behind its walls, in the one order that works."""

from __future__ import annotations

import contextlib
import os
import random

from autograder.sandbox import filesystem, plan, process, syscalls
from autograder.worker import orders

CHANNEL = 3  # the descriptor of a worker's channel; 0 is /dev/null, 1 and 2 its output pipe
MAX_FILES = 64
MAX_TASKS = 128


def settle_descriptors(channel: int, output: int) -> None:
    """Keep the channel and the output pipe, close everything else."""
    channel, output = os.dup(channel), os.dup(output)
    while channel < 4 or output < 4:  # out of the way of the numbers they are to get
        channel, output = os.dup(channel), os.dup(output)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(channel, CHANNEL)
    os.closerange(CHANNEL + 1, 4096)


def prepare(order: orders.Spawn) -> None:
    """Find out before the fork what is the same for all workers; a layer that cannot be had shows in the worker."""
    with contextlib.suppress(Exception):
        if plan.LANDLOCK in order.layers:
            filesystem.common_rules(order.device == "cuda")
        if plan.SECCOMP in order.layers:
            syscalls.program(order.device == "cuda")


def build(order: orders.Spawn, parent: int) -> None:
    """Apply every layer of ``order.layers``; a layer that cannot be applied is an exception, never skipped."""
    layers, limits = order.layers, order.limits
    gpu = order.device == "cuda"
    if plan.LIMITS in layers:
        process.first_to_go()
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
        filesystem.restrict(readable=[order.tree], writable=[order.scratch], gpu=gpu)
    if plan.SECCOMP in layers:
        syscalls.deny(os.getpid(), gpu=gpu)


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
