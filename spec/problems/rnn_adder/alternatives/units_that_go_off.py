"""Units that are on while the sum is small; a unit that is off means a carry, and h_0 is on."""


def parameters():
    return {
        "U": [[-1, -1], [-1, -1], [-1, -1]],
        "W": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        "b_h": [-0.5, 0.5, 1.5],
        "v": [-2, 2, -2],
        "b_y": 1,
        "h_0": [1, 1, 1],
    }
