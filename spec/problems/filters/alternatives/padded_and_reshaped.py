"""amin and amax over three axes, a tiny number in the divisor; the grid by padding each filter and one reshape."""

import torch


def contrast_stretch(filters):
    lowest = filters.amin(dim=(1, 2, 3), keepdim=True)
    highest = filters.amax(dim=(1, 2, 3), keepdim=True)
    return ((filters - lowest) / (highest - lowest + 1e-8)).detach()


def filter_grid(filters, rows, columns, gap=1):
    k, c, h, w = filters.shape
    if c != 3 or k != rows * columns:
        raise ValueError("The filters do not fill the grid.")
    padded = torch.nn.functional.pad(filters.detach(), (0, gap, 0, gap), value=1.0)
    picture = padded.reshape(rows, columns, 3, h + gap, w + gap).permute(0, 3, 1, 4, 2)
    picture = picture.reshape(rows * (h + gap), columns * (w + gap), 3)
    return picture[: rows * (h + gap) - gap, : columns * (w + gap) - gap]
