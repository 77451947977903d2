"""Here large steps are shortened. With too large a learning rate the path should diverge, so that you see it."""

FAILS = [
    "hidden/test_outputs.py::test_walk_that_runs_away",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [np.array(x0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - np.clip(learning_rate * gradient(path[-1]), -10, 10))
    return np.stack(path)
