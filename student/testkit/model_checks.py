"""Checks of networks that several problems make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch.nn import functional

from . import check, controls

__tracebackhide__ = True  # as in check


class UsedLayer(NamedTuple):
    """A layer of the student's network that a forward pass calls.

    Attributes:
        kind: the name of its type, such as "Conv2d".
        values: its parameters by its own names for them, such as "weight".
        names: the network's names of these parameters by the same keys.
    """

    kind: str
    values: dict[str, torch.Tensor]
    names: dict[str, str]


def find_layers(student: Any, model: Any, x: torch.Tensor) -> list[UsedLayer]:
    """Return the layers with parameters that a forward pass of ``x`` calls, in order; require that there are no others.

    Which layers are called is a claim of the student's process. It decides only where a test sets weights: whether what the
    network then computes is right shows whether the claim was.

    Args:
        student: the fixture ``student``.
        model: the student's network.
        x: a batch of its inputs.

    Raises:
        CheckFailure: some parameters belong to no layer that is called.
    """
    found = student.tools.layers_in_use(model, x)
    values = student.tools.parameters(model)
    layers = [UsedLayer(kind, {own: values[name] for own, name in names.items()}, names) for kind, names in found]
    unused = set(values) - {name for layer in layers for name in layer.names.values()}
    check.that(
        not unused,
        "Every layer that __init__ makes should be used in forward.",
        values=f"Not in use: {', '.join(sorted(unused))}.",
    )
    return layers


def set_random_weights(student: Any, rng: torch.Generator, model: Any, x: torch.Tensor) -> list[UsedLayer]:
    """Give a network random weights that keep signals of order 1, and biases that matter.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: the student's network, of convolutions, linear layers and batch normalisations.
        x: a batch of its inputs.

    Returns:
        The layers in the order in which they are called, with their new values.

    Raises:
        CheckFailure: as for ``find_layers``.
    """
    layers = []
    for layer in find_layers(student, model, x):
        new = {}
        for own, value in layer.values.items():
            drawn = torch.randn(value.shape, generator=rng)
            if value.ndim > 1:
                new[own] = drawn * (2 / value[0].numel()) ** 0.5
            elif own == "weight":  # the scale of a batch normalisation
                new[own] = 1 + 0.3 * drawn.clamp(-2, 2)
            else:
                new[own] = 0.3 * drawn
        layers.append(layer._replace(values=new))
    chosen = {layer.names[own]: value for layer in layers for own, value in layer.values.items()}
    student.tools.load_parameters(model, [chosen[name] for name in student.tools.parameters(model)])
    return layers


def check_independence(student: Any, rng: torch.Generator, make: Callable[[], Any]) -> None:
    """Require two new networks to share no weights, and to start with different ones.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        make: returns a new network of the student's, whose lazy layers have their shapes.

    Raises:
        CheckFailure: they share weights, or start with the same ones.
    """
    hint = "Create the layers in __init__, so that every model has its own"
    one, other = make(), make()
    before, begun = controls.ask_parameters(student, rng, one), controls.ask_parameters(student, rng, other)
    weights = [(a, begun.get(name)) for name, a in before.items() if a.ndim > 1]  # biases may start at a constant
    check.that(
        bool(weights) and all(b is None or not torch.equal(a, b) for a, b in weights),
        "Two new models should have their own random weights.",
        hint=f"{hint}: later you compare trainings.",
    )
    student.tools.load_parameters(other, [torch.zeros_like(value) for value in begun.values()])
    after = student.tools.parameters(one)
    check.that(
        all(torch.equal(after[name], value) for name, value in before.items()),
        "Changing the weights of one model should not change the other model.",
        hint=f"{hint}.",
    )


def check_loss_gradients(
    student: Any,
    rng: torch.Generator,
    model: Any,
    layers: list[UsedLayer],
    compute: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    *,
    rtol: float,
    atol: float,
) -> None:
    """Require the gradient of the cross-entropy to reach every parameter, and to be what the test computes.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: the student's classifier.
        layers: what ``set_random_weights`` returned for it.
        compute: returns the logits for ``x`` from the values of ``layers``; shape (N, classes).
        x: a batch of its inputs; shape (N, ...).
        rtol: relative tolerance of ``check.close``.
        atol: absolute tolerance of ``check.close``.

    Raises:
        CheckFailure: a gradient is missing or wrong.
    """
    values = {layer.names[own]: value.requires_grad_() for layer in layers for own, value in layer.values.items()}
    logits = compute(x)
    y = torch.randint(logits.shape[1], (len(x),), generator=rng)
    expected = torch.autograd.grad(functional.cross_entropy(logits, y), list(values.values()))
    claimed = controls.ask_loss_gradients(student, rng, model, x, y)
    check.that(
        all(claimed.get(name) is not None for name in values),
        "The gradient of the loss should reach every weight and every bias.",
        hint="All steps from the picture to the logits must be PyTorch operations: no detach, no .data, no NumPy.",
    )
    for name, slope in zip(values, expected, strict=True):
        check.close(claimed[name], slope, what="the gradient for a weight or bias", rtol=rtol, atol=atol)
