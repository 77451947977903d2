"""Here the derivative passes through every hidden unit. What happens at a unit that ReLU has set to zero?"""

FAILS = ["hidden/test_numbers.py::test_derivative_by_h1_bar"]

dl_dh1_bar = [0.1735, 0.9183, -1.0519, -0.4122]
