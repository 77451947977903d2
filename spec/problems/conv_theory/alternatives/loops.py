"""Term by term, as in the formulas."""


def circular_cross_correlation(x, y):
    z = torch.zeros_like(x)
    for k in range(x.shape[0]):
        for i in range(x.shape[0]):
            z[k] += x[i] * y[(i + k) % x.shape[0]]
    return z


def cross_correlation_jacobians(x, y):
    n = x.shape[0]
    by_x, by_y = x.new_empty(n, n), x.new_empty(n, n)
    for k in range(n):
        for i in range(n):
            by_x[k, i] = y[(i + k) % n]
            by_y[k, (i + k) % n] = x[i]
    return [by_x, by_y]
