"""This is the result when a network without a linear layer is not expected."""

FAILS = [
    "hidden/test_features.py::test_features_without_linear_layer",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    last = [module for module in model.modules() if isinstance(module, nn.Linear)][-1]
    assert last is not None
    return right(model, loader)
