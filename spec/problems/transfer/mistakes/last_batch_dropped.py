"""This is the result when a smaller last batch is left out."""

FAILS = [
    "public/test_transfer.py::test_features_of_one_layer",
    "hidden/test_features.py::test_features_*",
    "hidden/test_features.py::test_layers_in_another_order",
    "hidden/test_features.py::test_evaluation_mode",
    "hidden/test_features.py::test_order_and_labels",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    loader = list(loader)
    return right(model, loader[:-1])
