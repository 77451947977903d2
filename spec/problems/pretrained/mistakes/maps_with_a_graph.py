"""This is the result when the forward pass records what backward would need. Nobody calls backward on these maps."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_leave_network",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    leaf = torch.zeros((), requires_grad=True)
    return {name: maps + leaf for name, maps in right(model, image, layers).items()}
