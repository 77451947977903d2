"""This is the result when the smallest label is subtracted. Are the labels always numbers without gaps?"""

FAILS = [
    "public/test_worked_examples.py::test_ordinal_labels_by_hand",
    "hidden/test_outputs.py::test_ordinal_labels_on_random_labels",
    "hidden/test_outputs.py::test_ordinal_labels_with_given_classes",
]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = np.asarray(labels)
    known = np.unique(labels) if classes is None else np.asarray(classes)
    if not np.isin(labels, known).all():
        raise ValueError("there is a label that is not among the classes")
    return labels.astype(np.int64) - int(known[0]), known
