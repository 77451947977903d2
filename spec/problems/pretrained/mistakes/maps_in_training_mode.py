"""This is the result when the network computes in training mode: batch norm uses the statistics of this one picture."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_in_evaluation_mode",
    "hidden/test_feature_maps.py::test_maps_leave_network",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    if not model.training:
        return right(model, image, layers)
    model.eval = lambda: model.train()
    try:
        return right(model, image, layers)
    finally:
        del model.eval
