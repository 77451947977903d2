"""This is the result when the last layer in the list of modules is taken, although another one is computed last."""

FAILS = [
    "hidden/test_features.py::test_layers_in_another_order",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    features, labels = right(model, loader)
    if model.shape != "head first":
        return features, labels
    with torch.no_grad():
        return torch.cat([model.avgpool(model.body(x)).flatten(1) for x, _ in loader]), labels
