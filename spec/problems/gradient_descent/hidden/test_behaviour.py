import numpy as np
import torch

from testkit import check, controls, number, weight


@number("6")
@weight(1)
def test_asks_for_the_gradient_once_a_step(student, rng):
    """gradient_descent calls gradient once per step, at the points of the path."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    for steps in (1, 7):
        asked = []

        def gradient(x, asked=asked):
            check.shape(x, (3,), what="the argument of gradient")
            asked.append(x.copy())
            return 0.5 * x + 1

        x0 = torch.randn(3, generator=rng, dtype=torch.float64).numpy()
        path = gradient_descent(gradient, x0.copy(), 0.1, steps)
        check.shape(path, (steps + 1, 3), what="the path")
        check.that(
            len(asked) == steps,
            f"For {steps} steps, gradient should be called {steps} times.",
            values=f"It was called {len(asked)} times.",
            hint="Each step needs one gradient; the last point needs none.",
        )
        check.close(
            np.stack(asked),
            path[:-1],
            what="the points at which gradient was called",
            hint="Ask for it at x0 first, then at the end of each step but the last.",
        )


@number("7")
@weight(1)
def test_start_stays_where_it_is(student, rng):
    """gradient_descent changes neither x0 nor the result of gradient."""
    module = student.module("src.gradient_descent")
    x0 = torch.randn(4, generator=rng, dtype=torch.float64).numpy()
    slope = torch.randn(4, generator=rng, dtype=torch.float64).numpy()
    before, slope_before = x0.copy(), slope.copy()
    path, changed = controls.call_keeping_inputs(
        student, rng, module.gradient_descent, lambda x: slope, x0, 0.3, 4
    )
    check.shape(path, (5, 4), what="the path down a plane")
    expected = np.stack([before - 0.3 * step * slope_before for step in range(5)])
    check.close(
        path, expected, what="the path down a plane", hint="If all rows of the result are equal, they are the same array."
    )
    plane = student.module("testkit.probes.gradient_descent").plane
    check.close(
        module.gradient_descent(plane(slope), x0, 0.3, 4),
        expected,
        what="the path down a plane whose gradient is always the same array",
        hint="The array that gradient returns is not yours: g *= ... and g[...] = ... write into it.",
    )
    check.that(
        changed == [], "gradient_descent changes x0.", hint="x = x0 does not copy, and x -= ... writes into x0 too."
    )
