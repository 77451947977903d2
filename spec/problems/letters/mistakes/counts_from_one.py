"""This is the result when the classes are numbered from 1. Which number does the first output of a network have?"""

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
    return np.searchsorted(known, labels) + 1, known
