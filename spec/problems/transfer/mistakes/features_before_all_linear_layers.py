"""This is the result when the features enter the first linear layer. Of several, the last one counts."""

FAILS = [
    "hidden/test_features.py::test_features_in_a_classifier",
    "hidden/test_features.py::test_evaluation_mode",
    "hidden/test_features.py::test_layers_in_another_order",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    features, labels = right(model, loader)
    if model.shape in ("fc", "no linear layer"):
        return features, labels
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        features = torch.cat([model.avgpool(model.body(x)).flatten(1) for x, _ in loader])
    for module, training in modes:
        module.training = training
    return features, labels
