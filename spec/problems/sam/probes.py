"""Parameters beside the student's code and the optimizer over them: a test sets the gradients and reads the weights."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

PROBES = "testkit.probes.sam"


class Trial:
    """Some parameters and an optimizer of the student's over them.

    Args:
        parameters: the parameters, in the order of the test.
        make: ``make(params, base_optimizer, **options)`` returns the optimizer.
        base: the base optimizer's name, such as "SGD".
        sizes: how many parameters each group has, in order; none: they are given as a list, without groups.
        one_by_one: give the parameters by an iterator that can be read once, as ``model.parameters()`` is.
        rates: the learning rate of each group.
        **options: of the optimizer.
    """

    def __init__(
        self,
        parameters: Sequence[nn.Parameter],
        make: Callable[..., Any],
        base: str,
        *,
        sizes: Sequence[int] = (),
        one_by_one: bool = False,
        rates: Sequence[float] = (),
        **options: Any,
    ) -> None:
        self.parameters = list(parameters)
        given: Any = self.parameters
        if sizes:
            rest = iter(self.parameters)
            given = [
                {"params": [next(rest) for _ in range(size)], "lr": rate} for size, rate in zip(sizes, rates, strict=True)
            ]
        self.remake = lambda params: make(params, getattr(torch.optim, base), **options)
        self.optimizer = self.remake(iter(given) if one_by_one else list(given))

    def values(self) -> list[Tensor]:
        """Return copies of the parameters."""
        return [parameter.detach().clone() for parameter in self.parameters]

    def gradients(self) -> list[Tensor | None]:
        """Return copies of the gradients, None where there is none."""
        return [None if p.grad is None else p.grad.detach().clone() for p in self.parameters]

    def set_gradients(self, gradients: Sequence[Tensor | None]) -> None:
        """Set ``.grad`` of every parameter."""
        for parameter, gradient in zip(self.parameters, gradients, strict=True):
            parameter.grad = None if gradient is None else gradient.clone()

    def first(self, gradients: Sequence[Tensor | None]) -> list[Tensor]:
        """Set the gradients of the first pass, and return the weights after ``first_step``."""
        self.set_gradients(gradients)
        self.optimizer.first_step()
        return self.values()

    def second(self, gradients: Sequence[Tensor | None]) -> list[Tensor]:
        """Set the gradients of the second pass, and return the weights after ``second_step``."""
        self.set_gradients(gradients)
        self.optimizer.second_step()
        return self.values()

    def set_learning_rate(self, value: float) -> None:
        """Set the learning rate of the base optimizer's groups, as a scheduler does."""
        for group in self.optimizer.base_optimizer.param_groups:
            group["lr"] = value

    def resume(self) -> bool:
        """Go on with new parameters of the same values and a new optimizer, as a program does that is started again.

        Returns:
            Whether torch.load reads the saved state; it refuses anything but tensors and plain data.
        """
        file = io.BytesIO()
        torch.save(self.optimizer.state_dict(), file)
        file.seek(0)
        self.parameters = [
            nn.Parameter(parameter.detach().clone(), requires_grad=parameter.requires_grad) for parameter in self.parameters
        ]
        self.optimizer = self.remake(list(self.parameters))
        try:
            state = torch.load(file, weights_only=True)
        except pickle.UnpicklingError:
            return False
        self.optimizer.load_state_dict(state)
        return True


def trial(
    make: Callable[..., Any], values: Iterable[Tensor], base: str = "SGD", *, frozen: Sequence[int] = (), **options: Any
) -> Trial:
    """Return a ``Trial`` with parameters of these values; those whose numbers are in ``frozen`` need no gradient."""
    parameters = [nn.Parameter(value.clone(), requires_grad=n not in frozen) for n, value in enumerate(values)]
    return Trial(parameters, make, base, **options)


class Forgetful:
    """An optimizer whose steps only clear all gradients: the subject of control questions."""

    def __init__(self, params: Iterable[nn.Parameter], base_optimizer: Any, **_: Any) -> None:
        self.params = list(params)

    def first_step(self) -> None:
        """Clear the gradients."""
        for parameter in self.params:
            parameter.grad = None

    second_step = first_step


def forgetful(*args: Any, **options: Any) -> Forgetful:
    """See ``Forgetful``."""
    return Forgetful(*args, **options)


def train(
    make: Callable[..., Any], model: nn.Module, batches: Sequence[tuple[Tensor, Tensor]], base: str, **options: Any
) -> list[Tensor]:
    """Train ``model`` with the hand-out's loop, one step for each batch, and return its parameters.

    Args:
        make: makes the optimizer, as for ``Trial``.
        model: a classifier; it is changed.
        batches: pairs (inputs, labels).
        base: the base optimizer's name.
        **options: of the optimizer.
    """
    optimizer = make(model.parameters(), getattr(torch.optim, base), **options)
    for x, y in batches:
        F.cross_entropy(model(x), y).backward()
        optimizer.first_step()
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.second_step()
        optimizer.zero_grad()
    return [parameter.detach().clone() for parameter in model.parameters()]
