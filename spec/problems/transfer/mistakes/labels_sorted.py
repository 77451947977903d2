"""This is the result when pictures and labels come in different orders."""

FAILS = [
    "hidden/test_features.py::test_order_and_labels",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    features, labels = right(model, loader)
    return features, labels.sort().values
