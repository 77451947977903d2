"""NumPy and loops over filters; both results are arrays."""

import numpy as np


def contrast_stretch(filters):
    array = filters.detach().cpu().numpy()
    result = np.zeros_like(array)
    for k in range(array.shape[0]):
        low, high = array[k].min(), array[k].max()
        if high != low:
            result[k] = (array[k] - low) / (high - low)
    return result


def filter_grid(filters, rows, columns, gap=1):
    filters = np.asarray(filters)
    n, c, h, w = filters.shape
    if n != rows * columns or c != 3:
        raise ValueError("wrong number of filters or channels")
    canvas = np.ones((h * rows + gap * (rows - 1), w * columns + gap * (columns - 1), 3))
    k = 0
    for i in range(rows):
        for j in range(columns):
            y, x = i * (h + gap), j * (w + gap)
            for channel in range(3):
                canvas[y : y + h, x : x + w, channel] = filters[k, channel]
            k += 1
    return canvas
