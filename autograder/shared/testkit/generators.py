"""Generators whose state follows from a whole seed: ``manual_seed`` of torch would use 32 bits of it.

They are the test's secret: whoever has the state of one knows everything that the test draws after that. So the state is marked,
and the grader refuses to send a generator with that mark to student code.
"""

from __future__ import annotations

import hashlib
import random

import numpy as np
import torch

# The seed that a generator says it started from is part of its state, so the mark is in every copy of the state too. The words of a
# marked state do not follow from it.
_MARK = 0x7465_7374_6F6E_6C79
_STATE_WORDS = slice(24, 24 + 624 * 8)  # in the state of a torch generator: a word of 32 bits in 8 bytes, 624 times


def make_generator(seed: int) -> torch.Generator:
    """Return a generator of the CPU, every word of whose state follows from ``seed``.

    Args:
        seed: not negative, of any size.
    """
    generator = torch.Generator().manual_seed(_MARK)
    generator.set_state(_expand(seed, generator.get_state()))
    return generator


def is_secret(generator: torch.Generator) -> bool:
    """Return whether a generator has the state of one of these, or of a copy, whatever was drawn from it."""
    return generator.initial_seed() == _MARK


def seed_generators(seed: int) -> None:
    """Seed the global generators of Python, NumPy and torch, the last for the CPU alone.

    Args:
        seed: not negative, of at most 256 bits, all of which count.
    """
    random.seed(seed)
    np.random.seed(np.frombuffer(seed.to_bytes(32, "big"), "<u4"))
    torch.default_generator.manual_seed(_MARK)
    torch.default_generator.set_state(_expand(seed, torch.default_generator.get_state()))


def _expand(seed: int, fresh: torch.Tensor) -> torch.Tensor:
    """Return the state ``fresh`` of a generator that has given nothing yet, with its words drawn from ``seed``."""
    state = fresh.numpy().copy()
    words = np.frombuffer(hashlib.shake_256(b"%x" % seed).digest(624 * 4), "<u4")
    state[_STATE_WORDS] = words.astype("<u8").view(np.uint8)
    return torch.from_numpy(state)
