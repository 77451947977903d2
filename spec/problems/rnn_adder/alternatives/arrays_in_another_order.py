"""NumPy arrays of other sizes, the units in another order."""


def parameters():
    return {
        "U": np.full((3, 2), 4.0),
        "W": np.array([[4.0, 0, 0]] * 3),
        "b_h": np.array([-6.0, -10.0, -2.0]),
        "v": np.array([-3, 3, 3]),
        "b_y": np.float64(-1),
        "h_0": np.zeros(3),
    }
