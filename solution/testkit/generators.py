"""Generators whose state follows from a whole seed: ``manual_seed`` of torch would use 32 bits of it."""

from __future__ import annotations

import hashlib
import random

import numpy as np
import torch

_STATE_WORDS = slice(24, 24 + 624 * 8)  # in the state of a torch generator: a word of 32 bits in 8 bytes, 624 times


def make_generator(seed: int) -> torch.Generator:
    """Return a generator of the CPU, every word of whose state follows from ``seed``.

    Args:
        seed: not negative, of any size.
    """
    generator = torch.Generator().manual_seed(0)
    generator.set_state(_expand(seed, generator.get_state()))
    return generator


def seed_generators(seed: int) -> None:
    """Seed the global generators of Python, NumPy and torch, the last for the CPU alone.

    Args:
        seed: not negative, of at most 256 bits, all of which count.
    """
    random.seed(seed)
    np.random.seed(np.frombuffer(seed.to_bytes(32, "big"), "<u4"))
    torch.default_generator.manual_seed(0)
    torch.default_generator.set_state(_expand(seed, torch.default_generator.get_state()))


def _expand(seed: int, fresh: torch.Tensor) -> torch.Tensor:
    """Return the state ``fresh`` of a generator that has given nothing yet, with its words drawn from ``seed``."""
    state = fresh.numpy().copy()
    words = np.frombuffer(hashlib.shake_256(b"%x" % seed).digest(624 * 4), "<u4")
    state[_STATE_WORDS] = words.astype("<u8").view(np.uint8)
    return torch.from_numpy(state)
