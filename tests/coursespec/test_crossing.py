"""What a test cannot do with student code in another process is refused by line; everything else is left alone."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from scripts.coursespec.crossing import find_uncrossable
from scripts.coursespec.loader import load_problem
from scripts.errors import SpecError
from tests.tiny import course_in

HEAD = '''
import random
import numpy as np
import torch
import torch.nn as tnn
from torch import nn
from torch.utils.data import DataLoader, Dataset
from testkit import check

def make(student):
    return student.module("src.models").Net()

def test_it(student, rng):
    """A test."""
    models = student.module("src.models")
    net = models.Net(3)
'''
FIRST = len(HEAD.splitlines()) + 1


def find(body: str) -> list[str]:
    return list(find_uncrossable(ast.parse(HEAD + textwrap.indent(textwrap.dedent(body).strip(), "    ")), "t.py"))


TYPES = [
    "check.that(isinstance(net, nn.Module), 'x')",
    "check.that(isinstance(net, tnn.Module), 'x')",
    "check.that(isinstance(models.Net(), torch.nn.Linear), 'x')",
    "check.that(isinstance(models.build(), (nn.Linear, nn.Conv2d)), 'x')",
    "check.that(isinstance(net.layers[0], nn.Linear), 'x')",
    "check.that(isinstance(make(student), nn.Module), 'x')",
    "check.that(isinstance(net.head, models.Head), 'x')",
    "check.that(isinstance(models.load(), DataLoader), 'x')",
    "check.that(all(isinstance(one, nn.ReLU) for one in models.layers()), 'x')",
    "check.that(issubclass(models.Net, nn.Module), 'x')",
    "check.that(type(net) is models.Net, 'x')",
    "check.that(type(net).__name__ == 'Net', 'x')",
    "check.that(type(net.head) == nn.Linear, 'x')",
    "check.equal(net.__class__.__name__, 'Net')",
]
MODES = [
    "with torch.no_grad():\n    y = net(torch.ones(3))",
    "with torch.inference_mode():\n    y = models.forward(torch.ones(3))",
    "with torch.enable_grad(), open('x'):\n    for _ in range(3):\n        y = net.forward(torch.ones(3))",
    "with torch.set_grad_enabled(False):\n    other = models.build()\n    y = other(torch.ones(3))",
]
SEEDS = [
    "torch.manual_seed(0)\nx = torch.rand(3)\ny = net(x)",
    "np.random.seed(0)\ny = models.shuffle([1, 2])",
    "random.seed(0)\nfor _ in range(3):\n    models.shuffle([1, 2])",
]


@pytest.mark.parametrize("body", TYPES)
def test_refuses_types_of_handles(body: str) -> None:
    (sentence,) = find(body)
    assert sentence.startswith(f"t.py:{FIRST}: ") and "student.tools.is_instance" in sentence


@pytest.mark.parametrize("body", MODES)
def test_refuses_gradient_modes(body: str) -> None:
    (sentence,) = find(body)
    assert sentence.startswith(f"t.py:{FIRST}: torch.") and "student.tools.predict" in sentence


@pytest.mark.parametrize("body", SEEDS)
def test_refuses_global_seeds(body: str) -> None:
    (sentence,) = find(body)
    assert sentence.startswith(f"t.py:{FIRST}: ") and "torch.Generator of its own" in sentence


def test_refuses_decorated_helper() -> None:
    """A helper that is decorated as a whole does not reach student code either."""
    source = "import torch\n\n@torch.no_grad()\ndef run(student, x):\n    return student.module('src.a').f(x)\n"
    (sentence,) = find_uncrossable(ast.parse(source), "t.py")
    assert sentence.startswith("t.py:3: ")


@pytest.mark.parametrize(
    "body",
    [
        "values = models.statistics([1])\ncheck.that(isinstance(values, dict), 'x')",
        "check.that(isinstance(models.loss(1), (float, torch.Tensor)), 'x')",
        "check.that(isinstance(models.names, list), 'x')",
        "check.that(isinstance(models.CLASSES, tuple), 'x')",
        "check.that(type(models.count()) is int, 'x')",
        "check.that(isinstance(models.Pair(1, 2), tuple), 'x')",  # a named tuple comes back as a tuple
        "own = nn.Linear(2, 2)\ncheck.that(isinstance(own, nn.Module), 'x')",
        "net = nn.Linear(2, 2)\ncheck.that(isinstance(net, nn.Module), 'x')",  # no longer the student's
        "check.that(student.tools.is_module(net), 'x')",
        "check.that(student.tools.is_instance(net.head, models.Head), 'x')",
        "own = nn.Linear(2, 2)\nwith torch.no_grad():\n    expected = own(torch.ones(2))\ny = net(torch.ones(2))",
        "y = net(torch.ones(2))\nwith torch.no_grad():\n    gain = y - 1",
        "y = net(torch.ones(2))\ntorch.manual_seed(0)\nx = torch.rand(3)",
        "with torch.random.fork_rng():\n    torch.manual_seed(0)\n    expected = torch.rand(3)\ny = net(expected)",
        "y = models.draw(torch.Generator().manual_seed(0))",
    ],
)
def test_leaves_what_works_alone(body: str) -> None:
    assert find(body) == []


def test_problem_with_it_is_refused(spec: Path) -> None:
    """Reading a problem refuses it, in a test and in a file of helpers."""
    hidden = "spec/problems/sums/hidden/"
    file = next((spec / hidden).glob("test_*.py"))
    file.write_text(
        file.read_text()
        + '\n\n@number("77")\ndef test_kind(student):\n    """It is one."""\n'
        + '    made = student.module("src.shared").Thing()\n    check.that(isinstance(made, object), "x")\n'
    )
    (spec / hidden / "helping.py").write_text(
        'import torch\n\n\ndef outputs(student, x):\n    with torch.no_grad():\n        return student.module("src.a").f(x)\n'
    )
    with pytest.raises(SpecError) as caught:
        load_problem("sums", course_in(spec))
    line = len(file.read_text().splitlines())
    assert [sentence.partition(": ")[0].rpartition("/")[2] for sentence in caught.value.sentences] == [
        "helping.py:5",
        f"{file.name}:{line}",
    ]
