"""Units that are on as long as the sum is small; the carry is a unit that is off, and h_0 is on."""


def parameters():
    return {
        "U": [[-1, -1], [-1, -1], [-1, -1]],
        "W": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        "b_h": [-0.5, 0.5, 1.5],
        "v": [-2, 2, -2],
        "b_y": 1,
        "h_0": [1, 1, 1],
    }
