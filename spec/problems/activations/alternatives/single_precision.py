"""float32 for float32 inputs; the choices are softplus and squared ReLU."""


def elu(x, alpha):
    alpha = np.asarray(alpha, dtype=x.dtype)
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0))


def elu_derivative(x, alpha):
    return np.minimum(elu(x, alpha), 0) + np.where(x < 0, np.asarray(alpha, dtype=x.dtype), np.ones_like(x))


def first_choice(x):
    return np.logaddexp(np.zeros_like(x), x)


def first_choice_derivative(x):
    return 0.5 * (1 + np.tanh(x / 2))


def second_choice(x):
    return np.square(np.maximum(x, 0))


def second_choice_derivative(x):
    return 2 * np.maximum(x, 0)
