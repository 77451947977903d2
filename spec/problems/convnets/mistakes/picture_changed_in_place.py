"""This is the result when the transform writes into the picture that it gets. The data set then holds changed pictures."""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    transform = v2.Compose([v2.RandomCrop(32, padding=4), v2.RandomHorizontalFlip()])

    def in_place(picture):
        picture[:] = transform(picture)
        return picture

    return in_place
