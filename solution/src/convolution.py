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
    span = dilation * (kernel - 1) + 1
    if span > size + 2 * padding:
        raise ValueError(f"A kernel that spans {span} does not fit into {size} with {padding} more on both sides.")
    return (size + 2 * padding - span) // stride + 1


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
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    starts = range(0, len(padded) - len(kernel) + 1, stride)
    if not starts:
        raise ValueError(f"A kernel of {len(kernel)} elements does not fit into {len(padded)} padded ones.")
    return torch.stack([(padded[start : start + len(kernel)] * kernel).sum() for start in starts])


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
    length = (len(signal) - 1) * stride + len(kernel)
    if length <= 2 * padding:
        raise ValueError(f"Nothing is left of {length} elements when {padding} are cut off on both sides.")
    total = signal.new_zeros(length)
    for index, value in enumerate(signal):
        total[index * stride : index * stride + len(kernel)] += value * kernel
    return total[padding : length - padding]


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
    channels, height, width = image.shape
    n_kernels, _, kernel_height, kernel_width = kernel.shape
    padded = image.new_zeros(channels, height + 2 * padding, width + 2 * padding)
    padded[:, padding : padding + height, padding : padding + width] = image
    tops = range(0, padded.shape[1] - kernel_height + 1, stride)
    lefts = range(0, padded.shape[2] - kernel_width + 1, stride)
    if not tops or not lefts:
        raise ValueError(f"A {kernel_height} by {kernel_width} kernel does not fit into {tuple(padded.shape[1:])}.")
    places = [
        (padded[:, top : top + kernel_height, left : left + kernel_width] * kernel).sum(dim=(1, 2, 3))
        for top in tops
        for left in lefts
    ]
    return torch.stack(places, dim=1).reshape(n_kernels, len(tops), len(lefts))


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    """Return the result of conv1d from an nn.Conv1d layer that holds the given kernel.

    Args and returns: as for conv1d. The function creates the layer, sets its weights and calls it.
    """
    layer = nn.Conv1d(1, 1, len(kernel), stride=stride, padding=padding, bias=False, dtype=signal.dtype)
    with torch.no_grad():
        layer.weight.copy_(kernel.reshape(1, 1, -1))
    return layer(signal.reshape(1, 1, -1)).reshape(-1)


def conv_transpose1d_by_torch(signal, kernel, stride=1, padding=0):
    """Return the result of conv_transpose1d from an nn.ConvTranspose1d layer that holds the given kernel.

    Args and returns: as for conv_transpose1d. The function creates the layer, sets its weights and calls it.
    """
    layer = nn.ConvTranspose1d(1, 1, len(kernel), stride=stride, padding=padding, bias=False, dtype=signal.dtype)
    with torch.no_grad():
        layer.weight.copy_(kernel.reshape(1, 1, -1))
    return layer(signal.reshape(1, 1, -1)).reshape(-1)
