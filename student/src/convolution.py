"""Convolutions written by hand, and the same with the layers of torch.nn.

As in torch.nn, "convolution" means cross-correlation here: the kernel slides over the signal without being flipped.
"""

import torch
from torch import nn


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    """Return the number of places, along one axis, where a kernel fits.

    Args:
        size (int): elements of the input along this axis.
        kernel (int): elements of the kernel along this axis.
        stride (int): step from one place to the next.
        padding (int): zeros added on BOTH sides of the input.
        dilation (int): distance between two neighbouring elements of the kernel (1: they touch).

    Returns:
        int: the number of output elements, at least 1.

    Raises:
        ValueError: the kernel does not fit into the padded input even once.
    """
    # TODO (Convolution by hand): write conv_output_size.
    raise NotImplementedError("write conv_output_size")


def conv1d(signal, kernel, stride=1, padding=0):
    """Slide a kernel over a signal; at each place, multiply element by element and sum.

    Args:
        signal (torch.Tensor): shape (n,), float32 or float64.
        kernel (torch.Tensor): shape (k,), of the signal's dtype.
        stride (int): step from one place to the next.
        padding (int): zeros added on BOTH sides of the signal.

    Returns:
        torch.Tensor: shape (conv_output_size(n, k, stride, padding),), of the signal's dtype. Gradients flow back to
        both tensors; neither is changed.

    Raises:
        ValueError: the kernel does not fit into the padded signal even once.
    """
    # TODO (Convolution by hand): write conv1d.
    raise NotImplementedError("write conv1d")


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    """Put a copy of the kernel, times signal[i], at place i * stride; add the copies up; cut the padding off.

    Args:
        signal (torch.Tensor): shape (n,), float32 or float64.
        kernel (torch.Tensor): shape (k,), of the signal's dtype.
        stride (int): distance between two neighbouring copies of the kernel.
        padding (int): elements CUT OFF on both sides of the sum.

    Returns:
        torch.Tensor: shape ((n - 1) * stride + k - 2 * padding,), of the signal's dtype. Gradients flow back to both
        tensors; neither is changed.

    Raises:
        ValueError: nothing is left after the padding is cut off.
    """
    # TODO (Convolution by hand): write conv_transpose1d.
    raise NotImplementedError("write conv_transpose1d")


def conv2d(image, kernel, stride=1, padding=0):
    """Slide every kernel of a layer over an image; sum the products of all channels.

    Args:
        image (torch.Tensor): shape (C, H, W), float32 or float64.
        kernel (torch.Tensor): shape (O, C, kh, kw), of the image's dtype: O kernels, each as deep as the image.
        stride (int): step from one place to the next, down and across.
        padding (int): zeros added on ALL FOUR sides of every channel.

    Returns:
        torch.Tensor: shape (O, conv_output_size(H, kh, stride, padding), conv_output_size(W, kw, stride, padding)), of
        the image's dtype. Gradients flow back to both tensors; neither is changed.

    Raises:
        ValueError: the kernel does not fit into the padded image even once.
    """
    # TODO (Convolution by hand): write conv2d.
    raise NotImplementedError("write conv2d")


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    """Return the result of conv1d from an nn.Conv1d layer that holds the given kernel.

    Args and returns: as for conv1d. The function creates the layer, sets its weights and calls it.
    """
    # TODO (Convolution by hand): write conv1d_by_torch.
    raise NotImplementedError("write conv1d_by_torch")


def conv_transpose1d_by_torch(signal, kernel, stride=1, padding=0):
    """Return the result of conv_transpose1d from an nn.ConvTranspose1d layer that holds the given kernel.

    Args and returns: as for conv_transpose1d. The function creates the layer, sets its weights and calls it.
    """
    # TODO (Convolution by hand): write conv_transpose1d_by_torch.
    raise NotImplementedError("write conv_transpose1d_by_torch")
