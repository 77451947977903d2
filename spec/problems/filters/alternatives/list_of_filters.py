"""A list of stretched filters, stacked; strips joined by cat with lines between them."""

import torch


def contrast_stretch(filters):
    with torch.no_grad():
        stretched = []
        for f in filters:
            f = f - f.min()
            if f.max().item() != 0:
                f = f / f.max()
            stretched.append(f)
        return torch.stack(stretched)


def filter_grid(filters, rows, columns, gap=1):
    if filters.dim() != 4:
        raise ValueError("four axes are needed")
    if filters.size(1) != 3:
        raise ValueError("three channels are needed")
    if filters.size(0) != rows * columns:
        raise ValueError(f"got {filters.size(0)} filters for {rows} x {columns} places")
    with torch.no_grad():
        strips = []
        for r in range(rows):
            parts = []
            for c in range(columns):
                if c:
                    parts.append(torch.ones(3, filters.size(2), gap, dtype=filters.dtype))
                parts.append(filters[r * columns + c])
            strip = torch.cat(parts, dim=2)
            if r:
                strips.append(torch.ones(3, gap, strip.size(2), dtype=filters.dtype))
            strips.append(strip)
        return torch.cat(strips, dim=1).permute(1, 2, 0)
