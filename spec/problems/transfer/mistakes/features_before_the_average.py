"""This is the result when the maps of the body are flattened, before they are averaged. What does the last layer get?"""

FAILS = [
    "public/test_transfer.py::test_features_of_one_layer",
    "hidden/test_features.py::test_features_*",
    "hidden/test_features.py::test_layers_in_another_order",
    "hidden/test_features.py::test_evaluation_mode",
    "hidden/test_features.py::test_order_and_labels",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    _, labels = right(model, loader)
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        maps = torch.cat([model.body(x) for x, _ in loader])
    for module, training in modes:
        module.training = training
    return maps.flatten(1), labels
