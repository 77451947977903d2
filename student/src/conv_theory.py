"""Circular cross-correlation with its derivatives, and the costs of two kinds of layer."""

import torch


def circular_cross_correlation(x, y):
    """Return z with z[k] = sum over i of x[i] * y[(i + k) mod n].

    Args:
        x (torch.Tensor): shape (n,), float32 or float64, n at least 1.
        y (torch.Tensor): shape (n,), of the dtype of x.

    Returns:
        torch.Tensor: shape (n,), of the dtype of x.
    """
    # TODO (What a convolution assumes and what it saves): write circular_cross_correlation.
    raise NotImplementedError("write circular_cross_correlation")


def cross_correlation_jacobians(x, y):
    """Return the derivatives of z = circular_cross_correlation(x, y), from their formulas.

    Args:
        x (torch.Tensor): shape (n,), float32 or float64, n at least 1.
        y (torch.Tensor): shape (n,), of the dtype of x.

    Returns:
        tuple: two tensors of shape (n, n), of the dtype of x. The first has dz[k]/dx[i] in row k and column i, the
        second dz[k]/dy[i].
    """
    # TODO (What a convolution assumes and what it saves): write cross_correlation_jacobians.
    raise NotImplementedError("write cross_correlation_jacobians")


def fully_connected_cost(n_in, n_out):
    """Return the costs of the layer f(x) = sigma(W x), with an n_out by n_in matrix W and no bias.

    Args:
        n_in (int): number of inputs.
        n_out (int): number of outputs.

    Returns:
        tuple: three integers: the dimension of the output space, the trainable parameters, and the operations of one
        forward pass. An operation is one multiplication together with the addition of its result; sigma is not counted.
    """
    # TODO (What a convolution assumes and what it saves): write fully_connected_cost.
    raise NotImplementedError("write fully_connected_cost")


def convolution_cost(n_in, kernel, maps, padding):
    """Return the costs of the layer g(x) = sigma([x * w_1, ..., x * w_maps]), at stride 1 and without bias.

    Args:
        n_in (int): elements of the input, a 1-D signal of one channel.
        kernel (int): elements of each of the kernels, at most n_in + 2 * padding.
        maps (int): feature maps, each with its own kernel.
        padding (int): zeros at each end of the signal.

    Returns:
        tuple: three integers: the dimension of the output space (all maps together), the trainable parameters, and the
        operations of one forward pass, counted as for the fully connected layer; products with the zeros of the padding
        count like any other.
    """
    # TODO (What a convolution assumes and what it saves): write convolution_cost.
    raise NotImplementedError("write convolution_cost")
