"""This is the result when the network computes in training mode: dropout drops features, and batch norm looks at the batch."""

FAILS = [
    "hidden/test_features.py::test_evaluation_mode",
    "hidden/test_features.py::test_network_as_it_was",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    if not model.training:
        return right(model, loader)
    model.eval = lambda: model.train()
    try:
        return right(model, loader)
    finally:
        del model.eval
