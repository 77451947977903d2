"""This is the result when the class with the smallest score is taken where none is given."""

FAILS = [
    "public/test_localization.py::test_map_by_hand",
    "hidden/test_outputs.py::test_predicted_class",
]


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    features = feature_map(model, x)
    _, head = body_and_head(model)
    if target is None:
        target = (-(features.mean((2, 3)) @ head.weight.T + head.bias)).detach().argmax(1)
    chosen = torch.as_tensor(target).expand(len(x))
    return torch.einsum("nk,nkhw->nhw", head.weight.detach()[chosen], features)
