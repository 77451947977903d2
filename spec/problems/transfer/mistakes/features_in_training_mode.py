"""This is the result when the network computes in training mode: dropout drops features, and batch norm looks at the batch."""

FAILS = [
    "hidden/test_features.py::test_evaluation_mode",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    model.eval = lambda: model
    try:
        return right(model, loader)
    finally:
        del model.eval
