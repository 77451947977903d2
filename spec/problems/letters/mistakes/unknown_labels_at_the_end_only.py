"""This finds unknown labels that lie behind all classes, and no others."""

FAILS = [
    "hidden/test_outputs.py::test_ordinal_labels_refuses_unknown_labels",
]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = np.asarray(labels)
    known = np.unique(labels) if classes is None else np.asarray(classes)
    numbers = np.searchsorted(known, labels)
    if (numbers == len(known)).any():
        raise ValueError("there is a label that is not among the classes")
    return numbers, known
