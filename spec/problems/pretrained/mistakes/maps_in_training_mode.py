"""This is the result when the network computes in training mode: batch norm uses the statistics of this one picture."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_in_evaluation_mode",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    model.eval = lambda: model
    try:
        return right(model, image, layers)
    finally:
        del model.eval
