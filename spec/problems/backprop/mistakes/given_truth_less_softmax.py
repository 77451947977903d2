"""These are the right sizes with the signs turned. The loss should fall where the logit of the true class grows: which
sign does its derivative have?"""

FAILS = ["hidden/test_numbers.py::test_derivative_by_h2"]

dl_dh2 = [-0.5061, -0.0796, 0.5857]
