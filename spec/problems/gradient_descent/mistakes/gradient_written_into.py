"""This shrinks the array that gradient returned, in place. A gradient that returns it again is wrong from then on."""

FAILS = ["hidden/test_behaviour.py::test_start_stays_where_it_is"]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [x0.copy()]
    for _ in range(steps):
        step = gradient(path[-1])
        step *= learning_rate
        path.append(path[-1] - step)
    return np.stack(path)
