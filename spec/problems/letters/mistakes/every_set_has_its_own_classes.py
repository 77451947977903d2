"""This is the result when the classes are taken from the labels, whatever is given. Where a class does not occur, all later
ones get other numbers."""

FAILS = [
    "public/test_worked_examples.py::test_ordinal_labels_by_hand",
    "hidden/test_outputs.py::test_ordinal_labels_with_given_classes",
]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = np.asarray(labels)
    if classes is not None:
        known = np.asarray(classes)
        if not np.isin(labels, known).all():
            raise ValueError("there is a label that is not among the classes")
    present, numbers = np.unique(labels, return_inverse=True)
    return numbers, present if classes is None else np.asarray(classes)
