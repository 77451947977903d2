"""This is the result when gradients are computed or cleared on the way. A forward pass needs none."""

FAILS = [
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    model.zero_grad()
    return right(model, image, k, names)
