"""This is the result when pictures move by less than four pixels. How many rows and columns of zeros stand on each side?"""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    return v2.Compose([v2.RandomCrop(32, padding=2), v2.RandomHorizontalFlip()])
