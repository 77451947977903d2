"""An h_0 that is neither zero nor one: only its product with W matters."""


def parameters():
    return {
        "U": [[1, 1], [1, 1], [1, 1]],
        "W": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        "b_h": [-0.5, -1.5, -2.5],
        "v": [1, -1, 1],
        "b_y": -0.5,
        "h_0": (7.5, -0.25, 3),
    }
