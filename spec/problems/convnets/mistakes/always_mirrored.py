"""This is the result when every picture is mirrored."""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    return v2.Compose([v2.RandomCrop(32, padding=4), v2.RandomHorizontalFlip(p=1.0)])
