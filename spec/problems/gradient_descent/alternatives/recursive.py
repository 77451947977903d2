"""The first step, and then the path from there."""


def gradient_descent(gradient, x0, learning_rate, steps):
    start = np.array(x0)[np.newaxis]
    if steps == 0:
        return start
    following = np.asarray(x0 - learning_rate * gradient(x0))
    return np.concatenate([start, gradient_descent(gradient, following, learning_rate, steps - 1)])
