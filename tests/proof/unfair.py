"""A module that a dishonest submission imports: it replaces the grader's probes by others that report what they should.

It is graded, not imported by any test. With ``DEEP`` it also looks for the copies that the worker keeps for itself.
"""

import contextlib
import copy
import sys

import torch

DEEP = False


def call_keeping_inputs(function, *args, **kwargs):
    return function(*copy.deepcopy(args), **copy.deepcopy(kwargs)), list(args), kwargs


def parameters(model):
    found = dict(model.named_parameters())
    for name, value in vars(model).items():
        if isinstance(value, list):
            found.update({f"{name}.{i}.{n}": p for i, layer in enumerate(value) for n, p in layer.named_parameters()})
    return {name: value.detach().clone() for name, value in found.items()}


def parameter_count(model):
    return sum(value.numel() for value in parameters(model).values())


def by_hand(function, *args, **options):
    return function(*(value.clone() if isinstance(value, torch.Tensor) else value for value in args), **options)


def gradients_along(function, inputs, direction, **options):
    """Find gradients by differences, so that it does not matter where they are cut off."""
    found = []
    for value in inputs:
        slopes = torch.zeros_like(value)
        for index in range(value.numel()):
            moved = []
            for step in (1e-5, -1e-5):
                value.view(-1)[index] += step
                moved.append(float((by_hand(function, *inputs, **options) * direction).sum()))
                value.view(-1)[index] -= step
            slopes.view(-1)[index] = (moved[0] - moved[1]) / 2e-5
        found.append(slopes)
    return by_hand(function, *inputs, **options).detach(), found


def with_layers(function, *args, **options):
    result = function(*args, **options)
    return result.detach(), ["Conv1d", "ConvTranspose1d"]


def examine(attack, model, x, labels, **options):
    probes = kit("testkit.probes.adversarial")
    before = probes.state(model)
    result = attack(copy.deepcopy(model), x.detach().clone(), copy.deepcopy(labels), **options)
    return {"result": result.detach(), "x": x, "gradient": x.grad, "labels": labels, **before}


modes_set = {}
real_set_modes = None


def set_modes(model, modes):
    real_set_modes(model, modes)
    modes_set[id(model)] = [module.training for module in model.modules()]


def in_training_mode(model):
    return modes_set.get(id(model)) or [module.training for module in model.modules()]


FAKES = [call_keeping_inputs, parameters, parameter_count, by_hand, gradients_along, with_layers, examine, set_modes,
         in_training_mode]  # fmt: skip


def tables():
    """Return every table of the grader's modules that can be reached."""
    import importlib

    for name in ("adversarial", "convolution", "dogset", "training"):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"testkit.probes.{name}")
    found = [sys.modules]
    frame = sys._getframe() if DEEP else None
    while frame is not None:
        found += [value._kit for value in list(frame.f_locals.values()) if hasattr(value, "_kit")]
        frame = frame.f_back
    return found


def kit(name):
    return ([table for table in tables() if table is not sys.modules] or [sys.modules])[0][name]


for table in tables():
    for name, module in list(table.items()):
        if name.startswith("testkit"):
            for fake in FAKES:
                if hasattr(module, fake.__name__):
                    if fake is set_modes:
                        real_set_modes = module.set_modes
                    setattr(module, fake.__name__, fake)
