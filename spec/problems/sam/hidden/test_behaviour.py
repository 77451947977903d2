"""What does not move, what is kept, and what a saved state holds."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight
from testkit.probes import sam as probes

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def start(student, values, base="SGD", **options):
    return student.module(probes.PROBES).trial(student.module("src.sam").SAM, values, base, **options)


def without(gradients, *numbers):
    """Return the gradients, with None in these places."""
    return [None if n in numbers else gradient for n, gradient in enumerate(gradients)]


def some_steps(trial, expected, bowl, count):
    """Make whole steps without looking at the weights."""
    for _ in range(count):
        for part in ("first", "second"):
            gradients = bowl.gradients(expected.weights)
            getattr(trial, part)(gradients)
            getattr(expected, part)(gradients)


@number("13")
@weight(2)
def test_frozen_parameters(student, rng):
    """Frozen parameters do not move, even with weight decay; the others do."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    expected = reference.Expected(values, reference.Rule(0.1, weight_decay=0.5), 0.5)
    trial = start(student, values, frozen=[0, 2], rho=0.5, lr=0.1, weight_decay=0.5)
    hint = "If one plain step is right: a frozen parameter has no gradient: its .grad is None, and stays None."
    for _ in range(2):
        gradients = without(bowl.gradients(expected.weights), 0, 2)
        moved = check.unpack(trial.first(gradients), len(values), what="the weights after first_step")
        reference.compare([moved[0], moved[2]], [values[0], values[2]], what="the frozen weights after first_step", hint=hint)
        gradients = without(bowl.gradients(expected.first(gradients)), 0, 2)
        reference.compare(trial.second(gradients), expected.second(gradients),
                          what="the weights after second_step, some of them frozen", hint=hint)


@number("14")
@weight(2)
def test_gradient_only_in_the_first_pass(student, rng):
    """A parameter that the second pass does not reach is back at its old value after second_step."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    expected = reference.Expected(values, reference.Rule(0.1, momentum=0.9), 0.5)
    trial = start(student, values, rho=0.5, lr=0.1, momentum=0.9)
    for missing in (1, 3):
        gradients = bowl.gradients(expected.weights)
        trial.first(gradients)
        later = without(bowl.gradients(expected.first(gradients)), missing)
        reference.compare(trial.second(later), expected.second(later),
                          what="the weights after a second pass that does not reach all of them",
                          hint="If one plain step is right: every parameter that first_step moved has to be put back, whatever its gradient is by then.")


@number("15")
@weight(2)
def test_gradient_only_in_the_second_pass(student, rng):
    """A parameter that the first pass does not reach makes the base optimizer's step from where it is."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    expected = reference.Expected(values, reference.Rule(0.1), 0.5)
    trial = start(student, values, rho=0.5, lr=0.1)
    some_steps(trial, expected, bowl, 1)
    gradients = without(bowl.gradients(expected.weights), 0)
    trial.first(gradients)
    later = bowl.gradients(expected.first(gradients))
    reference.compare(trial.second(later), expected.second(later),
                      what="the weights after a first pass that did not reach all of them",
                      hint="If one plain step is right: only the last call of first_step counts. What does your code still hold from an earlier one?")


@number("16")
@weight(2)
def test_gradients_of_zero(student, rng):
    """If all gradients are zero, first_step moves nothing, and training goes on."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    zeros = [torch.zeros_like(value) for value in values]
    expected = reference.Expected(values, reference.Rule(0.1), 0.5)
    trial = start(student, values, rho=0.5, lr=0.1)
    hint = "The norm is zero here: avoid 0 / 0."
    reference.compare(trial.first(zeros), values, what="the weights after first_step without any slope", hint=hint)
    gradients = bowl.gradients(values)
    reference.compare(trial.second(gradients), expected.second(gradients), what="the weights after second_step", hint=hint)


@number("17")
@weight(1)
def test_no_gradients(student, rng):
    """If no parameter has a gradient, neither part of a step moves anything."""
    values = reference.draw(rng, *reference.SHAPES)
    trial = start(student, values, rho=0.5, lr=0.1)
    nothing = [None] * len(values)
    reference.compare(trial.first(nothing), values, what="the weights after first_step without gradients")
    reference.compare(trial.second(nothing), values, what="the weights after second_step without gradients")


@number("18")
@weight(1)
def test_steps_keep_the_gradients(student, rng):
    """first_step and second_step change the weights only; the gradients stay for zero_grad to clear."""
    mine = student.module(probes.PROBES)
    values, first, second = (reference.draw(rng, *reference.SHAPES) for _ in range(3))

    def left(make):
        trial = mine.trial(make, values, rho=0.5, lr=0.1)
        trial.first(first)
        after_first = trial.gradients()
        trial.second(second)
        return after_first + trial.gradients()

    known = controls.Control(lambda: left(mine.forgetful), lambda found: found == [None] * 2 * len(values))
    found = controls.ask(rng, lambda: left(student.module("src.sam").SAM), known)
    for step, after, gradients in (("first_step", found[: len(values)], first), ("second_step", found[len(values) :], second)):
        check.that(all(isinstance(value, torch.Tensor) for value in after), f"{step} should clear no gradient.",
                   hint="The loop of the hand-out calls zero_grad after it.")
        reference.compare(after, gradients, what=f"the gradients after {step}")


@number("19")
@weight(3)
def test_resumes_from_a_saved_state(student, rng):
    """A training that is stopped, saved, loaded and continued gives the same weights as one that is not stopped."""
    for base, rule, options in (
        ("SGD", reference.Rule(0.05, momentum=0.9), {"momentum": 0.9}),
        ("Adam", reference.Rule(0.05, adam=(0.9, 0.999)), {}),
    ):
        values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
        expected = reference.Expected(values, rule)
        trial = start(student, values, base, lr=0.05, **options)
        some_steps(trial, expected, bowl, 3)
        check.that(trial.resume(), "state_dict should return plain data: numbers, strings, tensors, and lists and dicts of them.",
                   hint="torch.save writes whatever it gets; torch.load reads no objects of other classes.")
        reference.follow(trial, expected, bowl, 3,
                         hint="If the same steps without a break are right: what does the base optimizer remember?")


@number("20")
@weight(1)
def test_learning_rate_changes(student, rng):
    """A scheduler that changes the learning rate of base_optimizer changes the steps."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    rule = reference.Rule(0.1)
    expected = reference.Expected(values, rule, 0.5)
    trial = start(student, values, rho=0.5, lr=0.1)
    some_steps(trial, expected, bowl, 1)
    trial.set_learning_rate(0.01)
    rule.rates = 0.01
    gradients = bowl.gradients(expected.weights)
    trial.first(gradients)
    reference.compare(trial.second(gradients), expected.second(gradients), what="the weights after second_step with another rate",
                      hint="If one plain step is right: the learning rate is that of base_optimizer's groups at the time of the step.")


@number("21")
@weight(1)
def test_parameters_one_by_one(student, rng):
    """SAM takes what model.parameters() returns, which can be read only once."""
    values, bowl = reference.draw(rng, *reference.SHAPES), reference.Bowl(rng)
    gradients = bowl.gradients(values)
    trial = start(student, values, one_by_one=True, rho=0.5, lr=0.1)
    moved = trial.first(gradients)
    check.that(all(not torch.equal(a.detach(), b) for a, b in zip(moved, values, strict=True)),
               "first_step should move all weights.",
               hint="model.parameters() can be read only once. Where is it read first?")
    expected = reference.Expected(values, reference.Rule(0.1))
    reference.compare(trial.second(gradients), expected.second(gradients), what="the weights after second_step")


@number("22")
@weight(1)
def test_two_optimizers_are_two(student, rng):
    """Two SAM objects do not disturb each other."""
    pairs = []
    for _ in range(2):
        values, bowl = reference.draw(rng, (3,), (2, 2)), reference.Bowl(rng, ((3,), (2, 2)))
        expected = reference.Expected(values, reference.Rule(0.1), 0.5)
        pairs.append((start(student, values, rho=0.5, lr=0.1), expected, bowl.gradients(values)))
    for trial, _, gradients in pairs:
        trial.first(gradients)
    for trial, expected, gradients in pairs:
        reference.compare(trial.second(gradients), expected.second(gradients), what="the weights of one of two trainings",
                          hint="If one plain step is right: what is stored in the class, or in the module, is shared by all objects.")
