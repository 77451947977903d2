"""The path is right, but gradient is called twice in each step. For a large network that doubles the time."""

FAILS = [
    "hidden/test_behaviour.py::test_asks_for_the_gradient_once_a_step",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [np.array(x0, dtype=float)]
    for _ in range(steps):
        if np.isfinite(gradient(path[-1])).all():
            path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.stack(path)
