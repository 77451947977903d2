"""An array of one label loses its first axis here: squeeze() removes every axis of length one."""

FAILS = ["hidden/test_outputs.py::test_smooth_labels"]


def smooth_labels(y, n_classes, alpha):
    labels = np.full((np.size(y), n_classes), alpha / n_classes)
    labels[np.arange(len(labels)), y] += 1 - alpha
    return labels.squeeze()
