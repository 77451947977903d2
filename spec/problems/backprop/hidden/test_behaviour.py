import torch

from testkit import check, controls, number, weight
from testkit.probes import backprop as judge


@number("10")
@weight(5)
def test_step(student, rng):
    """sgd_step moves every parameter against its derivative, for any learning rate and any shapes."""
    sgd_step = student.module("src.backprop").sgd_step
    for learning_rate, size in ((0.01, 1.0), (float(torch.rand((), generator=rng)) + 0.1, 1000.0)):
        x, y, parameters = judge.draw(rng, 4, (3, 5, 2))
        slopes = {name: value * size for name, value in judge.by_autograd(x, y, parameters).items()}
        copies = {name: value.copy() for name, value in parameters.items()}
        updated = check.keys(sgd_step(copies, slopes, learning_rate), judge.NAMES, what="what sgd_step returns")
        for name in judge.NAMES:
            wanted = parameters[name] + slopes[name] * -learning_rate
            check.close(
                updated[name],
                wanted,
                what=f"the updated {name}",
                hint="Against the derivative, by the learning rate times its size; the same for all four.",
            )


@number("11")
@weight(2)
def test_steps_lower_the_loss(student, rng):
    """Fifty rounds of gradients and sgd_step reduce the loss as expected."""
    module = student.module("src.backprop")
    x, y, parameters = judge.draw(rng, 6, (3, 5, 3))
    mine, theirs = parameters, {name: value.copy() for name, value in parameters.items()}
    for _ in range(50):
        found = module.gradients(x.copy(), y, theirs)
        theirs = check.keys(module.sgd_step(theirs, found, 0.02), judge.NAMES, what="what sgd_step returns")
        slopes = judge.by_autograd(x, y, mine)
        mine = {name: mine[name] - 0.02 * slopes[name] for name in judge.NAMES}
    for name in judge.NAMES:
        # float64 rounding, after fifty steps of a map that amplifies little
        check.close(theirs[name], mine[name], rtol=1e-7, atol=1e-9, what=f"{name} after fifty steps")


@number("12")
@weight(1)
def test_inputs_stay_as_they_are(student, rng):
    """Neither gradients nor sgd_step changes its arrays and dicts."""
    module = student.module("src.backprop")
    x, y, parameters = judge.draw(rng, 3, (3, 4, 3))
    slopes = judge.by_autograd(x, y, parameters)
    copies = {name: value.copy() for name, value in parameters.items()}
    hint = "W -= ... writes into the caller's array. W = W - ... creates a new one."
    for name, function, arguments in [
        ("gradients", module.gradients, (x, y, parameters)),
        ("sgd_step", module.sgd_step, (copies, slopes, 0.1)),
    ]:
        result, changed = controls.call_keeping_inputs(student, rng, function, *arguments)
        check.keys(result, judge.NAMES, what=f"what {name} returns")
        check.that(changed == [], f"{name} changes its arguments.", hint=hint)
