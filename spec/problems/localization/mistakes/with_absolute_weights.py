"""This is the result with the absolute values of the weights. What does a negative weight say of its channel?"""

FAILS = [
    "public/test_localization.py::test_map_by_hand",
    "hidden/test_outputs.py::test_maps_of_random_networks",
    "hidden/test_outputs.py::test_predicted_class",
    "hidden/test_outputs.py::test_larger_pictures",
    "hidden/test_outputs.py::test_float32_maps",
]


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    features = feature_map(model, x)
    _, head = body_and_head(model)
    if target is None:
        target = (features.mean((2, 3)) @ head.weight.T + head.bias).detach().argmax(1)
    chosen = torch.as_tensor(target).expand(len(x))
    return torch.einsum("nk,nkhw->nhw", head.weight.detach()[chosen].abs(), features)
