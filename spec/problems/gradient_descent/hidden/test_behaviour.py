import numpy as np
import torch

from testkit import check, number, weight


@number("6")
@weight(1)
def test_asks_for_the_gradient_once_a_step(student, rng):
    """The gradient is asked for once a step, at the very points of the walk."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    for steps in (1, 7):
        asked = []

        def gradient(x, asked=asked):
            check.shape(x, (3,), what="what the gradient is asked for")
            asked.append(x.copy())
            return 0.5 * x + 1

        x0 = torch.randn(3, generator=rng, dtype=torch.float64).numpy()
        path = gradient_descent(gradient, x0.copy(), 0.1, steps)
        check.shape(path, (steps + 1, 3), what="the walk")
        check.that(
            len(asked) == steps,
            f"For {steps} steps the gradient should be asked for {steps} times.",
            values=f"It was asked for {len(asked)} times.",
            hint="One gradient for each step, none for the last point.",
        )
        check.close(
            np.stack(asked),
            path[:-1],
            what="the points at which the gradient was asked for",
            hint="The first of them is x0.",
        )


@number("7")
@weight(1)
def test_start_stays_where_it_is(student, rng):
    """The array x0 is not changed, nor is what the gradient returns."""
    module, tools = student.module("src.gradient_descent"), student.tools
    x0 = torch.randn(4, generator=rng, dtype=torch.float64).numpy()
    slope = torch.randn(4, generator=rng, dtype=torch.float64).numpy()
    before, slope_before = x0.copy(), slope.copy()
    called = tools.call_keeping_inputs(module.gradient_descent, lambda x: slope, x0, 0.3, 4)
    path, changed = check.unpack(called, 2)
    expected = np.stack([before - 0.3 * step * slope_before for step in range(5)])
    check.close(
        path, expected, what="the walk down a plane", hint="All rows of the result alike? Then they are one array."
    )
    check.that(
        changed == [], "gradient_descent changes x0.", hint="x = x0 does not copy, and x -= ... writes into x0 too."
    )
