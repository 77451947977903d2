"""Why something of a test's own cannot be sent to student code, and what to write instead."""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy as np
import torch

_OTHERS = "numbers, strings, lists, tuples, dicts, arrays, tensors, torch generators, functions and what student code gave can be"


def explain_refusal(value: object) -> str:
    """Return why ``value`` cannot be sent to student code, and what can, in one sentence without its end."""
    kind = type(value).__name__
    if isinstance(value, torch.Generator):
        return (
            "the test's secret generator would tell student code everything that the test draws next; make one for it, with "
            "torch.Generator().manual_seed(seed)"
        )
    if isinstance(value, torch.nn.Module):
        return f"a network of the test's own ({kind}) cannot be sent; build it beside the student's code, with student.tools"
    if isinstance(value, (random.Random, np.random.Generator, np.random.RandomState)):
        return f"a generator of Python or NumPy ({kind}) cannot be sent; give a torch.Generator, or a seed"
    if isinstance(value, Iterable) and not isinstance(value, (type, np.ndarray)):
        return f"a {kind} cannot be sent; give a list"
    return f"a {kind} cannot be sent; {_OTHERS}"


GIVEN_TWICE = (
    "student code has this generator already, and what it drew did not move this one on; make one for each call"
)
