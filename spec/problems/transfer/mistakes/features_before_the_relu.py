"""This is the result when the features are taken before the last ReLU: some of them are negative."""

FAILS = [
    "hidden/test_features.py::test_features_in_a_classifier",
    "hidden/test_features.py::test_evaluation_mode",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    features, labels = right(model, loader)
    if model.shape != "classifier":
        return features, labels
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        features = torch.cat([model.classifier[:4](model.avgpool(model.body(x)).flatten(1)) for x, _ in loader])
    for module, training in modes:
        module.training = training
    return features, labels
