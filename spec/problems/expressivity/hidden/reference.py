"""How the tests get a network from the student and judge it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from testkit import check
from testkit.probes import expressivity as judge


def judged(student: Any, tables: Iterable[Sequence[int]], what: str, hint: str) -> None:
    """Check that the networks for all these truth tables compute them, row by row."""
    make = student.module("src.perceptron").perceptron_network
    wrong: list[list[int]] = []
    count = 0
    for truth in tables:
        inputs = len(truth).bit_length() - 1
        network = judge.claimed(make(list(truth)), inputs)
        count += 1
        if judge.table(network, inputs)[0] != list(truth):
            wrong.append(list(truth))
    check.that(not wrong, f"{len(wrong)} of the {count} networks for {what} do not compute their function.",
               values=f"The first of these is for {wrong[0] if wrong else None}.", hint=hint)


def functions(inputs: int) -> list[list[int]]:
    """Return the truth tables of all functions of this number of inputs."""
    return [list(outputs) for outputs in judge.rows(2**inputs)]


def random_function(rng: torch.Generator, inputs: int) -> list[int]:
    return [int(bit) for bit in torch.randint(2, (2**inputs,), generator=rng)]


def parity(inputs: int, flipped: int) -> list[int]:
    return [(sum(row) + flipped) % 2 for row in judge.rows(inputs)]
