"""Derivatives from autograd instead of their formulas; costs from real layers."""


def cross_correlation_jacobians(x, y):
    return torch.autograd.functional.jacobian(circular_cross_correlation, (x, y))


def fully_connected_cost(n_in, n_out):
    weight = torch.nn.Linear(n_in, n_out, bias=False).weight
    return [weight.shape[0], weight.numel(), weight.numel()]


def convolution_cost(n_in, kernel, maps, padding):
    layer = torch.nn.Conv1d(1, maps, kernel, padding=padding, bias=False)
    size = layer(torch.zeros(1, 1, n_in)).numel()
    return torch.tensor(size), layer.weight.numel(), size * kernel
