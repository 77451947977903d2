"""These parameters moved by the whole derivative. What does the learning rate do?"""

FAILS = [
    "hidden/test_numbers.py::test_updated_w2",
    "hidden/test_numbers.py::test_updated_b2",
    "hidden/test_numbers.py::test_updated_w1",
    "hidden/test_numbers.py::test_updated_b1",
]

new_w2 = [[0.4939, 0.5, -1.0506, 0.2976], [-0.5796, 1.0, 0.492, -1.0318], [1.0857, -1.0, 1.0586, 1.2343]]
new_b2 = [-0.5061, 0.0204, 0.4857]
new_w1 = [[0.3265, -0.3265, 1.0], [-1.0, 0.5, 0.5], [2.0519, -0.0519, -0.5], [0.6122, -0.8122, 0.3]]
new_b1 = [-0.1735, 0.5, 1.1519, 0.2122]
