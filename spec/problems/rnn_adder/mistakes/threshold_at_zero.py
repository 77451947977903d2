"""This network would add if a unit came on at exactly zero. Read the definition of sigma again: what is sigma(0)?"""

FAILS = [
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
    "hidden/test_outputs.py::test_first_place",
    "hidden/test_outputs.py::test_sums_without_carry",
    "hidden/test_outputs.py::test_all_short_sums",
    "hidden/test_outputs.py::test_all_sums_of_six_bits",
    "hidden/test_outputs.py::test_carries_run_far",
    "hidden/test_outputs.py::test_long_random_sums",
    "public/test_worked_examples.py::test_worked_sum",
]


def parameters():
    return {
        "U": [[1, 1], [1, 1], [1, 1]],
        "W": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        "b_h": [-1, -2, -3],
        "v": [1, -1, 1],
        "b_y": -1,
        "h_0": [0, 0, 0],
    }
