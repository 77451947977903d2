"""SAM in the loop of the hand-out, with gradients of a real network."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from testkit import check, number, weight
from testkit import probes as tools
from testkit.probes import sam as probes

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

SIZES = (5, 8, 3)


def slopes(model, values, batch):
    """Return the gradients of the mean cross-entropy with respect to the parameters, at these values of them."""
    tools.load_parameters(model, values)
    return list(torch.autograd.grad(F.cross_entropy(model(batch[0]), batch[1]), list(model.parameters())))


@number("23")
@weight(4)
def test_trains_a_network(student, rng):
    """In the loop of the hand-out, a network gets the weights of the paper's update, batch after batch."""
    for base, rule, options in (
        ("SGD", reference.Rule(0.1, momentum=0.9), {"momentum": 0.9, "lr": 0.1}),
        ("Adam", reference.Rule(0.01, adam=(0.9, 0.999)), {"lr": 0.01}),
    ):
        make = {"sizes": SIZES, "seed": int(torch.randint(2**31, (), generator=rng)), "scale": 2.0, "dtype": "float64"}
        batches = [
            (torch.randn(12, 5, generator=rng, dtype=torch.float64), torch.randint(3, (12,), generator=rng)) for _ in range(5)
        ]
        model = tools.network(**make)
        expected = reference.Expected([p.detach() for p in model.parameters()], rule, 0.2)
        for batch in batches:
            uphill = expected.first(slopes(model, expected.weights, batch))
            expected.second(slopes(model, uphill, batch))
        got = student.module(probes.PROBES).train(
            student.module("src.sam").SAM, student.tools.network(**make), batches, base, rho=0.2, **options
        )
        # The gradients differ by some 1e-16 from those here, which five steps, the last of them of Adam's kind, may enlarge.
        reference.compare(got, expected.weights, what=f"the weights of a network trained with {base}", rtol=0.0, atol=1e-9,
                          hint="If the other tests pass: which gradients does each part of a step see?")
        check.that(all(value.dtype == torch.float64 for value in got), "The weights should keep their dtype.")
