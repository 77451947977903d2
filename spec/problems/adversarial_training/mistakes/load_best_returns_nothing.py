"""This is the result when load_best changes the model and returns nothing."""

FAILS = ["public/test_worked_examples.py::test_load_best_by_hand", "hidden/test_training.py::test_load_best"]


def load_best(model, file="models/best_robust.pt", original=load_best):
    original(model, file)
