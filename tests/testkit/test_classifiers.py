"""The grader's own trainings take the steps that PyTorch's optimizers and schedulers would, whatever the network is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from testkit.probes import network, train_with_adam, train_with_sgd

SIZES = (4, 6, 3)
Training = Callable[[nn.Module, Tensor, Tensor], None]


def data(count: int = 23) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(count, 4, generator=generator), torch.randint(3, (count,), generator=generator)


def adam(model: nn.Module, x: Tensor, y: Tensor) -> None:
    train_with_adam(model, x, y, seed=3, epochs=2, batch_size=5, rate=0.01)


def sgd(model: nn.Module, x: Tensor, y: Tensor) -> None:
    train_with_sgd(model, x, y, seed=3, batch_size=5, stages=[(0.1, 2), (0.02, 1)])


def by_pytorch(
    model: nn.Module, optimizer: torch.optim.Optimizer, schedule: Callable[[int, int], float], epochs: int
) -> None:
    """Train as a student would write it; ``schedule`` returns the share of the rate for an epoch and a step."""
    x, y = data()
    generator, step, full = torch.Generator().manual_seed(3), 0, optimizer.param_groups[0]["lr"]
    for epoch in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).split(5):
            optimizer.param_groups[0]["lr"] = full * schedule(epoch, step)
            optimizer.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
            step += 1


def same(model: nn.Module, other: nn.Module) -> bool:
    return all(map(torch.allclose, model.state_dict().values(), other.state_dict().values()))


def test_adam_follows_half_a_cosine() -> None:
    mine, theirs = network(SIZES, seed=1), network(SIZES, seed=1)
    adam(mine, *data())
    shares = [(1 + torch.cos(torch.tensor(torch.pi * step / 10)).item()) / 2 for step in range(10)]
    by_pytorch(theirs, torch.optim.Adam(theirs.parameters(), lr=0.01), lambda _, step: shares[step], 2)
    assert same(mine, theirs) and not same(mine, network(SIZES, seed=1))


def test_sgd_follows_its_stages() -> None:
    mine, theirs = network(SIZES, seed=1), network(SIZES, seed=1)
    sgd(mine, *data())
    by_pytorch(theirs, torch.optim.SGD(theirs.parameters(), lr=0.1), lambda epoch, _: [1, 1, 0.2][epoch], 3)
    assert same(mine, theirs) and not same(mine, network(SIZES, seed=1))


@pytest.mark.parametrize("train", [adam, sgd])
def test_unreached_parameter_stays(train: Training) -> None:
    model = network(SIZES, seed=1)
    model.register_parameter("unused", nn.Parameter(torch.ones(2)))
    train(model, *data())
    assert model.unused.tolist() == [1, 1] and not torch.equal(model[1].weight, network(SIZES, seed=1)[1].weight)


@pytest.mark.parametrize("train", [adam, sgd])
@pytest.mark.parametrize("lacks", ["parameters", "a graph"])
def test_untrainable_network_is_no_error(train: Training, lacks: str) -> None:
    """Its accuracy says more than an exception of the grader's would."""
    model = nn.Softmax(dim=1) if lacks == "parameters" else network(SIZES, seed=1).requires_grad_(False)
    x, y = data()
    train(model, x[:, :3] if lacks == "parameters" else x, y)
    assert lacks == "parameters" or same(model, network(SIZES, seed=1))


@pytest.mark.parametrize("train", [adam, sgd])
def test_trains_in_training_mode(train: Training) -> None:
    model = network(SIZES, seed=1, batch_norm=True).eval()
    train(model, *data())
    assert model.training and not torch.equal(model[2].running_mean, torch.zeros(6))
