"""This is the result when the network is left in evaluation mode."""

FAILS = [
    "hidden/test_features.py::test_network_as_it_was",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    return right(model.eval(), loader)
