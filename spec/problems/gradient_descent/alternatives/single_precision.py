"""float32 for float32 inputs, also in the path."""


def gradient_descent(gradient, x0, learning_rate, steps):
    path = np.repeat(x0[None], steps + 1, axis=0)
    for here, there in zip(path[:-1], path[1:], strict=True):
        there[...] = here - x0.dtype.type(learning_rate) * gradient(here.copy())
    return path
