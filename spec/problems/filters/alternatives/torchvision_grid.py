"""torchvision's make_grid, cut to size; stretching in float64, with nan_to_num."""

import torch
import torchvision


def contrast_stretch(filters):
    wide = filters.detach().double()
    wide = wide - wide.flatten(1).min(dim=1).values[:, None, None, None]
    wide = torch.nan_to_num(wide / wide.flatten(1).max(dim=1).values[:, None, None, None])
    return wide.to(filters.dtype)


def filter_grid(filters, rows, columns, gap=1):
    if filters.ndim != 4 or filters.shape[1] != 3 or filters.shape[0] != rows * columns:
        raise ValueError("The filters do not fill the grid.")
    if filters.shape[0] == 1:  # make_grid draws no lines around a single picture
        return filters[0].detach().permute(1, 2, 0).clone()
    grid = torchvision.utils.make_grid(filters.detach(), nrow=columns, padding=gap, pad_value=1.0)
    return grid[:, gap : grid.shape[1] - gap, gap : grid.shape[2] - gap].permute(1, 2, 0).contiguous()
