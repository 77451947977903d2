"""These numbers have the right sizes and the wrong signs. The loss should fall when the logit of the true class grows:
which sign does that derivative have?"""

FAILS = ["hidden/test_numbers.py::test_derivative_by_h2"]

# The values below follow correctly from this one, and count as right.
dl_dh2 = [-0.5061, -0.0796, 0.5857]
dl_dw2 = [[-0.5061, 0.0, -0.0506, -0.2024], [-0.0796, 0.0, -0.008, -0.0318], [0.5857, 0.0, 0.0586, 0.2343]]
dl_db2 = [-0.5061, -0.0796, 0.5857]
dl_dh1 = [-0.1735, -0.9183, 1.0519, 0.4122]
dl_dh1_bar = [-0.1735, 0.0, 1.0519, 0.4122]
dl_dw1 = [[-0.1735, 0.1735, 0.0], [0.0, 0.0, 0.0], [1.0519, -1.0519, 0.0], [0.4122, -0.4122, 0.0]]
dl_db1 = [-0.1735, 0.0, 1.0519, 0.4122]
new_w2 = [[1.0051, 0.5, -0.9995, 0.502], [-0.4992, 1.0, 0.5001, -0.9997], [0.4941, -1.0, 0.9994, 0.9977]]
new_b2 = [0.0051, 0.1008, -0.1059]
new_w1 = [[0.5017, -0.5017, 1.0], [-1.0, 0.5, 0.5], [0.9895, 1.0105, -0.5], [0.1959, -0.3959, 0.3]]
new_b1 = [0.0017, 0.5, 0.0895, -0.2041]
