"""Whole numbers, with thresholds exactly on a sum: sigma(0) is 0."""


def parameters():
    return {
        "U": [[1, 1], [1, 1], [1, 1]],
        "W": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        "b_h": [0, -1, -2],
        "v": [1, -1, 1],
        "b_y": 0,
        "h_0": [0, 0, 0],
    }
