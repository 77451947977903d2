"""This is the result when the classes are numbered as they first occur. An ordinal encoding follows the sorted list of
classes."""

FAILS = [
    "public/test_worked_examples.py::test_ordinal_labels_by_hand",
    "hidden/test_outputs.py::test_ordinal_labels_on_random_labels",
]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = np.asarray(labels)
    known = np.array(list(dict.fromkeys(labels.tolist()))) if classes is None else np.asarray(classes)
    if not np.isin(labels, known).all():
        raise ValueError("there is a label that is not among the classes")
    place = {label: number for number, label in enumerate(known.tolist())}
    return np.array([place[label] for label in labels.tolist()]), known
