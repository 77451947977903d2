"""This is the result when the robust accuracy is a fraction. The history has percentages."""

FAILS = [
    "public/test_worked_examples.py::test_training_by_hand",
    "hidden/test_training.py::test_history_counts_attacked_samples",
]


def attacked_accuracy(model, attack, loader, original=attacked_accuracy):
    return original(model, attack, loader) / 100
