"""A clone of the weights, changed in place; the grid by lists of the rows and columns of its pixels."""

import torch


def contrast_stretch(filters):
    copy = filters.detach().clone()
    rows = copy.view(len(copy), -1)
    rows -= rows.min(dim=1, keepdim=True)[0]
    top = rows.max(dim=1, keepdim=True)[0]
    top[top == 0] = 1
    rows /= top
    return copy


def filter_grid(filters, rows, columns, gap=1):
    if tuple(filters.shape[:2]) != (rows * columns, 3) or len(filters.shape) != 4:
        raise ValueError("This needs rows * columns filters of three channels.")
    h, w = filters.shape[2:]
    y = torch.arange(rows).repeat_interleave(h) * gap + torch.arange(rows * h)
    x = torch.arange(columns).repeat_interleave(w) * gap + torch.arange(columns * w)
    picture = torch.full((int(y[-1]) + 1, int(x[-1]) + 1, 3), 1.0, dtype=filters.dtype)
    dense = filters.detach().reshape(rows, columns, 3, h, w).permute(0, 3, 1, 4, 2).reshape(rows * h, columns * w, 3)
    picture[y[:, None], x[None, :]] = dense
    return picture
