"""This is the result when the maps still belong to a graph, which keeps the memory of the whole pass."""

FAILS = [
    "public/test_localization.py::test_map_leaves_no_traces",
    "hidden/test_behaviour.py::test_detached_maps",
]


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    features = feature_map(model, x)
    _, head = body_and_head(model)
    if target is None:
        target = (features.mean((2, 3)) @ head.weight.T + head.bias).detach().argmax(1)
    chosen = torch.as_tensor(target).expand(len(x))
    return torch.einsum("nk,nkhw->nhw", head.weight[chosen], features).requires_grad_()
