"""This is the result when accuracies are computed with gradients on: slower, and in danger of taking part in training."""

FAILS = [
    "hidden/test_grid_search.py::test_grid_search_builds_a_model_for_each_combination",
    "hidden/test_grid_search.py::test_grid_search_trains_on_the_training_set",
    "hidden/test_network.py::test_fit_returns_accuracies",
    "hidden/test_network.py::test_fit_uses_every_example_once_an_epoch",
]


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    model.eval()
    return 100 * float((model(x).argmax(dim=1) == y).double().mean())
