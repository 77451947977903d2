"""The generator of a test's inputs uses every bit of its seed."""

from __future__ import annotations

import hashlib

import numpy as np
import torch

from testkit.generators import is_secret, make_generator, seed_generators


def test_whole_state_follows_from_seed() -> None:
    """The 624 words of the state are what SHAKE-256 makes of the seed."""
    seed = 2**255 + 12345
    state = make_generator(seed).get_state().numpy()
    words = state[24 : 24 + 624 * 8].view("<u8")
    assert np.array_equal(words, np.frombuffer(hashlib.shake_256(f"{seed:x}".encode()).digest(624 * 4), "<u4"))


def test_every_bit_of_seed_counts() -> None:
    """Seeds that differ in one bit, of whatever place, give other numbers; the same seed gives the same ones."""
    drawn = [tuple(torch.rand(4, generator=make_generator(1 << bit)).tolist()) for bit in range(256)]
    assert len(set(drawn)) == 256
    assert drawn[0] == tuple(torch.rand(4, generator=make_generator(1)).tolist())


def test_draws_as_other_generators_do() -> None:
    """Its numbers are uniform, normal and of the range asked for, and a copy of its state goes on alike."""
    rng = make_generator(7)
    uniform, normal = torch.rand(100_000, generator=rng), torch.randn(100_000, generator=rng)
    assert abs(float(uniform.mean()) - 0.5) < 0.01 and abs(float(uniform.var()) - 1 / 12) < 0.002
    assert abs(float(normal.mean())) < 0.02 and abs(float(normal.var()) - 1) < 0.03
    assert set(torch.randint(3, (100,), generator=rng).tolist()) == {0, 1, 2}
    other = torch.Generator()
    other.set_state(rng.get_state())
    assert torch.equal(torch.randperm(50, generator=rng), torch.randperm(50, generator=other))


def test_secret_stays_with_copies() -> None:
    """A copy of the state is as much of a secret as the generator, whatever was drawn."""
    rng = make_generator(3)
    copies = [rng.clone_state(), torch.Generator().set_state(rng.get_state())]
    torch.rand(2000, generator=rng)
    copies += [rng, rng.clone_state()]
    assert all(map(is_secret, copies))
    assert not any(map(is_secret, (torch.Generator(), torch.Generator().manual_seed(3), rng.manual_seed(4))))


def test_seeded_global_generator_is_secret() -> None:
    before = torch.default_generator.get_state()
    try:
        seed_generators(5)
        assert is_secret(torch.default_generator)
    finally:
        torch.default_generator.set_state(before)
