"""The training that hidden tests compare with, on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from testkit import check, probes

# Float32 arithmetic in another order (a sum divided by n for a mean, a loss rounded to float64 at another place) moves a
# gradient by a few parts in 1e7. Over the at most 200 steps of size <= 0.3 taken here, on parameters of size about 1, that
# stays below 2e-5; the mildest of the known mistakes moves some parameter by more than 1e-3.
PARAMETERS = {"rtol": 1e-4, "atol": 2e-5}
# Losses are averages of order 1 at such parameters.
LOSS = {"rtol": 1e-4, "atol": 2e-5}

Pairs = tuple[torch.Tensor, torch.Tensor]


class Epoch(NamedTuple):
    """One pass. The epoch's loss has two valid definitions, which differ if the last batch is short."""

    by_example: float
    by_batch: float
    accuracy: float  # percent


class Run(NamedTuple):
    model: nn.Module
    train: list[Epoch]
    valid: list[Epoch]


def draw_seed(rng: torch.Generator) -> int:
    return int(torch.randint(2**31 - 1, (1,), generator=rng))


def blobs(rng: torch.Generator, *sizes: int, features: int = 6, classes: int = 3, spread: float = 1.0) -> list[Pairs]:
    """Draw sets of ``sizes`` examples around the same class centres, which overlap a little."""
    centres = torch.randn(classes, features, generator=rng)
    sets = []
    for size in sizes:
        y = torch.randint(classes, (size,), generator=rng)
        sets.append((centres[y] + spread * torch.randn(size, features, generator=rng), y))
    return sets


def partly_right(model: nn.Module, pairs: Pairs, rng: torch.Generator) -> Pairs:
    """Return the same inputs with labels for which ``model`` is right on about three fifths of them, and on at least one."""
    guess = probes.predict(model, pairs[0]).argmax(1)
    right = (torch.arange(len(guess)) % 5 < 3)[torch.randperm(len(guess), generator=rng)]
    return pairs[0], torch.where(right, guess, (guess + 1) % 3)


def _batches(pairs: Pairs, size: int) -> Iterator[Pairs]:
    return zip(pairs[0].split(size), pairs[1].split(size), strict=True)


def _summary(losses: list[torch.Tensor], hits: list[torch.Tensor]) -> Epoch:
    return Epoch(
        torch.cat(losses).double().mean().item(),
        torch.stack([loss.double().mean() for loss in losses]).mean().item(),
        100 * torch.cat(hits).double().mean().item(),
    )


class Descent:
    """Stochastic gradient descent with momentum, as torch.optim.SGD defines it: v <- m v + g, then w <- w - lr v.

    Written here because the first optimizer of torch takes a second to load, which the grader would spend once more.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], learning_rate: float, momentum: float = 0.0) -> None:
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.learning_rate, self.momentum = learning_rate, momentum

    @torch.no_grad()
    def step(self) -> None:
        """Make one step along the gradients, and clear them."""
        for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
            velocity.mul_(self.momentum).add_(parameter.grad)
            parameter.sub_(velocity, alpha=self.learning_rate)
            parameter.grad = None


def train_epoch(model: nn.Module, optimizer: Descent, pairs: Pairs, batch_size: int) -> Epoch:
    """Train one epoch in the given order, with one step per batch."""
    losses, hits = [], []
    model.train()
    for x, y in _batches(pairs, batch_size):
        logits = model(x)
        each = F.cross_entropy(logits, y, reduction="none")
        each.mean().backward()
        optimizer.step()
        losses.append(each.detach())
        hits.append(logits.detach().argmax(1) == y)
    return _summary(losses, hits)


def test_epoch(model: nn.Module, pairs: Pairs, batch_size: int) -> Epoch:
    """Return the same numbers for a model in evaluation mode."""
    logits = [probes.predict(model, x) for x, _ in _batches(pairs, batch_size)]
    labels = pairs[1].split(batch_size)
    return _summary(
        [F.cross_entropy(part, y, reduction="none") for part, y in zip(logits, labels, strict=True)],
        [part.argmax(1) == y for part, y in zip(logits, labels, strict=True)],
    )


def fit(
    model: nn.Module,
    train: Pairs,
    valid: Pairs | None = None,
    *,
    batch_size: int = 1,
    learning_rate: float = 0.01,
    epochs: int = 1,
) -> Run:
    """Train with plain SGD in the given order for all epochs, and validate after each."""
    optimizer = Descent(model.parameters(), learning_rate)
    run = Run(model, [], [])
    for _ in range(epochs):
        run.train.append(train_epoch(model, optimizer, train, batch_size))
        if valid is not None:
            run.valid.append(test_epoch(model, valid, batch_size))
    return run


def check_loss(value: Any, epoch: Epoch, *, what: str, hint: str = "") -> None:
    """Check that ``value`` is the loss of ``epoch`` by either definition."""
    got = check.number(value, what=what)
    nearest = min((epoch.by_example, epoch.by_batch), key=lambda loss: abs(got - loss))
    check.close(got, nearest, what=what, hint=_rounded(got, nearest) or hint, **LOSS)


def check_losses(values: Any, epochs: Sequence[Epoch], *, what: str, hint: str = "") -> None:
    """Check that ``values`` are the losses of ``epochs``, all by one of the two definitions."""
    got = check.numbers(values, len(epochs), what=what, hint=hint)
    definitions = [[epoch.by_example for epoch in epochs], [epoch.by_batch for epoch in epochs]]
    nearest = min(definitions, key=lambda losses: sum(abs(a - b) for a, b in zip(got, losses, strict=True)))
    rounded = [_rounded(a, b) for a, b in zip(got, nearest, strict=True)]
    check.close(got, nearest, what=what, hint=min(rounded) or hint, **LOSS)


def check_accuracy(value: Any, epoch: Epoch, *, what: str, hint: str = "") -> None:
    # Half an example in 200 is 0.25 %; rounding of a quotient is far below 1e-3 %.
    got = check.number(value, what=what)
    check.close(got, epoch.accuracy, atol=1e-3, rtol=0, what=what, hint=_rounded(got, epoch.accuracy) or hint)


def _rounded(got: float, expected: float) -> str:
    """Return a hint if ``got`` is ``expected`` to two, three or four digits and nothing more."""
    if any(got == round(expected, digits) for digits in (2, 3, 4)):
        return "This number is rounded. Return it as it is; rounding is for printing."
    return ""


def check_parameters(student: Any, model: Any, expected: nn.Module, *, hint: str = "") -> None:
    """Check that the student's model has the parameters of ``expected``."""
    check.that(student.tools.is_module(model), "The returned model should be a torch.nn.Module.")
    claimed = student.tools.parameters(model)
    for name, value in probes.parameters(expected).items():
        check.close(claimed[name].cpu(), value, what="a weight of the trained model", hint=hint, **PARAMETERS)
