"""Sharpness-aware minimisation: an optimizer that looks for weights whose whole neighbourhood has a low loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor


class SAM:
    """Sharpness-aware minimisation around any optimizer of PyTorch.

    One step of training takes two backward passes: ``first_step`` after the first, ``second_step`` after the second, and
    ``zero_grad`` after each of them.

    Foret, Kleiner, Mobahi and Neyshabur, "Sharpness-aware minimization for efficiently improving generalization", 2021.

    Attributes:
        base_optimizer: the optimizer that makes the steps. Schedulers of the learning rate are made for it.
    """

    def __init__(
        self,
        params: Iterable[Any],
        base_optimizer: Callable[..., torch.optim.Optimizer],
        rho: float = 0.05,
        **kwargs: Any,
    ) -> None:
        """Make the base optimizer.

        Args:
            params: parameters, or dicts of parameter groups, as for any optimizer of PyTorch.
            base_optimizer: its class, such as ``torch.optim.SGD``.
            rho: the length of the move uphill, over all parameters together.
            **kwargs: the base optimizer's own arguments, such as ``lr`` and ``momentum``.
        """
        # BEGIN SOLUTION
        self.base_optimizer = base_optimizer(params, **kwargs)
        self.rho = rho
        self.saved: list[tuple[Tensor, Tensor]] = []  # parameters that moved uphill, and what they were
        # END SOLUTION

    def first_step(self) -> None:
        """Move the weights uphill, by ``rho`` along the normalised gradient of all parameters together.

        Parameters without a gradient stay where they are. If all gradients are zero, or there are none, nothing moves.
        """
        # BEGIN SOLUTION
        groups = self.base_optimizer.param_groups
        moving = [p for group in groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        with torch.no_grad():
            squares = sum(float(p.grad.square().sum()) for p in moving)
            if squares == 0:
                return
            for p in moving:
                p.add_(p.grad, alpha=self.rho / squares**0.5)
        # END SOLUTION

    def second_step(self) -> None:
        """Put the weights back where they were before ``first_step``, then make one step of the base optimizer.

        The base optimizer uses the gradients that the parameters hold now.
        """
        # BEGIN SOLUTION
        with torch.no_grad():
            for p, value in self.saved:
                p.copy_(value)
        self.base_optimizer.step()
        # END SOLUTION

    def zero_grad(self) -> None:
        """Clear the gradients of all parameters."""
        # BEGIN SOLUTION
        self.base_optimizer.zero_grad()
        # END SOLUTION

    def state_dict(self) -> dict[str, Any]:
        """Return all that is needed to continue a training later. Called after a whole step, never between its two parts."""
        # BEGIN SOLUTION
        return self.base_optimizer.state_dict()
        # END SOLUTION

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue from ``state``, which ``state_dict`` returned for parameters of the same shapes in the same order."""
        # BEGIN SOLUTION
        self.base_optimizer.load_state_dict(state)
        # END SOLUTION
