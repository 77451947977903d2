"""The path is right, but the function changes x0: the caller's array now holds the last point."""

FAILS = [
    "hidden/test_behaviour.py::test_start_stays_where_it_is",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    x = x0
    path = [x.copy()]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        path.append(x.copy())
    return np.stack(path)
