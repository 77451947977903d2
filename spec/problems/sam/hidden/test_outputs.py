"""Both parts of a step against the paper's definition, in float64."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, number, weight
from testkit.probes import sam as probes

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def start(student, values, base="SGD", **options):
    return student.module(probes.PROBES).trial(student.module("src.sam").SAM, values, base, **options)


def steps(student, rng, rule, base="SGD", count=6, hint="", rho=0.05, **options):
    """Compare ``count`` steps of training with ``rule``."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    trial = start(student, values, base, rho=rho, **options)
    reference.follow(trial, reference.Expected(values, rule, rho), bowl, count, hint=hint)


@number("5")
@weight(4)
def test_first_step_on_random_parameters(student, rng):
    """first_step moves parameters of any shapes uphill, by rho over all of them together."""
    for rho in (0.05, 0.3, 2.0):
        values, gradients = (reference.draw(rng, *reference.SHAPES, scale=scale) for scale in (1.0, 3.0))
        expected = reference.Expected(values, reference.Rule(0.1), rho).first(gradients)
        got = start(student, values, rho=rho, lr=0.1).first(gradients)
        reference.compare(got, expected, what="the weights after first_step",
                          hint="If the worked example passes: what is the norm of all gradients together? Does the move depend "
                               "on anything but the gradients and rho?")
    # A guard of 1e-12 beside a norm of some 1e-7 makes the move shorter by less than one part in 1e5.
    gradients = reference.draw(rng, *reference.SHAPES, scale=1e-7)
    expected = reference.Expected(values, reference.Rule(0.1), 0.3).first(gradients)
    reference.compare(start(student, values, rho=0.3, lr=0.1).first(gradients), expected, rtol=0.0, atol=1e-5,
                      what="the weights after first_step, for small gradients",
                      hint="Only gradients that are all zero move nothing. How long is the move for small ones?")


@number("6")
@weight(1)
def test_rho_left_out(student, rng):
    """Without rho, the weights move by 0.05."""
    values, gradients = reference.draw(rng, (5,), (2, 2)), reference.draw(rng, (5,), (2, 2), scale=3.0)
    expected = reference.Expected(values, reference.Rule(0.1)).first(gradients)
    reference.compare(start(student, values, lr=0.1).first(gradients), expected, what="the weights after first_step")


@number("7")
@weight(3)
def test_sgd(student, rng):
    """With SGD, several steps of training give the weights of the paper's update."""
    steps(student, rng, reference.Rule(0.1), lr=0.1,
          hint="The base optimizer steps from the weights before the move, with the gradients at the weights after it.")


@number("8")
@weight(3)
def test_momentum(student, rng):
    """With SGD with momentum, several steps of training give the weights of the paper's update."""
    steps(student, rng, reference.Rule(0.05, momentum=0.9), lr=0.05, momentum=0.9,
          hint="If the test with plain SGD passes: which gradients does the momentum see, and how often in one step of training?")


@number("9")
@weight(3)
def test_adam(student, rng):
    """With Adam, several steps of training give the weights of the paper's update."""
    for betas in ((0.9, 0.999), (0.6, 0.7)):
        steps(student, rng, reference.Rule(0.02, adam=betas), "Adam", lr=0.02, betas=betas,
              hint="If the tests with SGD pass: Adam keeps averages for every parameter. What else is stored where it keeps "
                   "them, and how often are they updated?")


@number("10")
@weight(2)
def test_weight_decay(student, rng):
    """Weight decay shrinks the weights before the move uphill, not those after it."""
    hint = "The base optimizer reads the weights as well as the gradients: which weights does it find?"
    steps(student, rng, reference.Rule(0.1, weight_decay=0.5), lr=0.1, weight_decay=0.5, rho=1.0, hint=hint)
    rule = reference.Rule(0.05, weight_decay=0.5, adam=(0.9, 0.999))
    steps(student, rng, rule, "Adam", lr=0.05, weight_decay=0.5, rho=1.0, hint=hint)


@number("11")
@weight(2)
def test_parameter_groups(student, rng):
    """Parameter groups keep their own learning rates, and the move uphill is one over all groups."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    rule = reference.Rule([0.1, 0.1, 0.02, 0.02], momentum=0.5)
    options = {"sizes": [2, 2], "rates": [0.1, 0.02], "momentum": 0.5}
    gradients = bowl.gradients(values)
    got = start(student, values, rho=0.3, **options).first(gradients)
    hint = "If the test without groups passes: over which parameters does the norm go, and which of them move?"
    reference.compare(got, reference.Expected(values, rule, 0.3).first(gradients), what="the weights after first_step", hint=hint)
    reference.follow(start(student, values, rho=0.3, **options), reference.Expected(values, rule, 0.3), bowl, 3)


@number("12")
@weight(1)
def test_single_precision(student, rng):
    """Parameters in float32 stay in float32."""
    values, gradients, later = (reference.draw(rng, (6, 4), (4,), scale=scale) for scale in (1.0, 3.0, 3.0))
    expected = reference.Expected(values, reference.Rule(0.1), 0.5)
    trial = start(student, [value.float() for value in values], rho=0.5, lr=0.1)
    uphill = trial.first([gradient.float() for gradient in gradients])
    stepped = trial.second([gradient.float() for gradient in later])
    # A rounding of 6e-8 of numbers up to 4, a few times.
    reference.compare(stepped, [value.float() for value in expected.second(later)], what="the weights after second_step",
                      rtol=0.0, atol=2e-6)
    check.that(all(value.dtype == torch.float32 for value in [*uphill, *stepped]), "The weights should keep their dtype.")
