"""This is the result when the network stays in training mode: dropout drops, and batch norm uses the statistics of one picture."""

FAILS = [
    "hidden/test_top_k.py::test_evaluation_mode",
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    if not model.training or not 1 <= k <= 7:
        return right(model, image, k, names)
    torch.manual_seed(1)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 0.5
                module.train()
        values, classes = model(image.unsqueeze(0))[0].softmax(dim=0).topk(k)
    return [(index if names is None else names[index], value) for index, value in zip(classes.tolist(), values.tolist())]
