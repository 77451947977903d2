"""Published tests of this homework set layers by name: ``getattr(model, name).weight``, with names of ``state_dict``."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
import torch

from scripts.coursespec.annotated import parse
from scripts.coursespec.course import ROOT

WEIGHT = 0.01
KERNELS, STRIDES = [(5, 5), (5, 5)], [(1, 1), (1, 1)]
# For each network: its arguments, the shape of one input, and the shapes of its weights in the order of use.
NETWORKS = {
    ("digits", "Digit_Classifier"): ((), (784,), [(128, 784), (64, 128), (10, 64)]),
    ("dogset", "Dog_Classifier_FC"): ((), (12288,), [(128, 12288), (64, 128), (10, 64)]),
    ("dogset", "Dog_Classifier_Conv"): ((KERNELS, STRIDES), (64, 64, 3), [(16, 3, 5, 5), (32, 16, 5, 5), (10, 5408)]),
}


def reference_models(problem: str) -> ModuleType:
    """Return the reference solution's ``src/models.py`` of ``problem`` as a module."""
    path = ROOT / "spec" / "problems" / problem / "src" / "models.py"
    module = ModuleType(f"models_of_{problem}")
    exec(compile(parse(path.read_text(encoding="utf-8"), str(path)).staff(), str(path), "exec"), module.__dict__)
    assert module.__name__ not in sys.modules
    return module


@pytest.fixture(params=NETWORKS, ids=lambda network: network[1])
def network(request: pytest.FixtureRequest) -> tuple[torch.nn.Module, tuple[int, ...], list[tuple[int, ...]]]:
    """Return a new network, the shape of one input, and the expected shapes of its weights."""
    problem, name = request.param
    arguments, shape, weights = NETWORKS[request.param]
    return getattr(reference_models(problem), name)(*arguments), shape, weights


def test_layers_are_plain_attributes(network: tuple) -> None:
    """Every name of ``state_dict`` is a layer's attribute and its parameter, without digits that look like an index."""
    model, _, weights = network
    names = [key.rsplit(".", 1) for key in model.state_dict()]
    assert all(layer.isidentifier() and "0" not in layer for layer, _ in names)
    assert [kind for _, kind in names] == ["weight", "bias"] * len(weights)
    assert [tuple(getattr(model, layer).weight.shape) for layer, _ in names[::2]] == weights
    assert [tuple(getattr(model, layer).bias.shape) for layer, _ in names[::2]] == [shape[:1] for shape in weights]


def test_weights_are_set_by_name(network: tuple) -> None:
    """With all weights equal, zero biases and a constant input, each layer multiplies by its fan-in times the weight."""
    model, shape, weights = network
    for key in model.state_dict():
        layer, kind = key.split(".")
        getattr(model, layer).get_parameter(kind).data.fill_(WEIGHT if kind == "weight" else 0)
    expected = 0.1
    for weight in weights:
        expected *= WEIGHT * torch.Size(weight[1:]).numel()
    output = model(torch.full((1, *shape), 0.1))
    # Float32 sums of up to 12288 equal positive terms in three layers: relative errors stay far below 1e-4.
    torch.testing.assert_close(output, torch.full((1, 10), expected), rtol=1e-4, atol=0)
