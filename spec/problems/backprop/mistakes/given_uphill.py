"""These parameters moved up the slope, so the loss grew. In which direction does the loss fall?"""

FAILS = [
    "hidden/test_numbers.py::test_updated_w2",
    "hidden/test_numbers.py::test_updated_b2",
    "hidden/test_numbers.py::test_updated_w1",
    "hidden/test_numbers.py::test_updated_b1",
]

new_w2 = [[1.0051, 0.5, -0.9995, 0.502], [-0.4992, 1.0, 0.5001, -0.9997], [0.4941, -1.0, 0.9994, 0.9977]]
new_b2 = [0.0051, 0.1008, -0.1059]
new_w1 = [[0.5017, -0.5017, 1.0], [-1.0, 0.5, 0.5], [0.9895, 1.0105, -0.5], [0.1959, -0.3959, 0.3]]
new_b1 = [0.0017, 0.5, 0.0895, -0.2041]
