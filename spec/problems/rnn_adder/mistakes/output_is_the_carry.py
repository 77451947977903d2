"""This output is the carry of each place, not the digit of the sum. For one plus one, which of the two is 1?"""

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
        "b_h": [-0.5, -1.5, -2.5],
        "v": [0, 1, 0],
        "b_y": -0.5,
        "h_0": [0, 0, 0],
    }
