"""This is the result when an unknown label gets the number of the place where it would belong. Nothing then tells you that it
is unknown."""

FAILS = [
    "hidden/test_outputs.py::test_ordinal_labels_refuses_unknown_labels",
]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = np.asarray(labels)
    known = np.unique(labels) if classes is None else np.asarray(classes)
    return np.searchsorted(known, labels), known
