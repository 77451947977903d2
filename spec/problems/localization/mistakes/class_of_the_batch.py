"""This is the result when the predicted class is that of the whole batch together. Each picture has its own."""

FAILS = [
    "hidden/test_outputs.py::test_predicted_class",
]


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    features = feature_map(model, x)
    _, head = body_and_head(model)
    if target is None:
        target = (features.mean((0, 2, 3))[None] @ head.weight.T + head.bias).detach().argmax(1)
    chosen = torch.as_tensor(target).expand(len(x))
    return torch.einsum("nk,nkhw->nhw", head.weight.detach()[chosen], features)
