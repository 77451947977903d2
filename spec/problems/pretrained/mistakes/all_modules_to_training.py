"""This is the result when model.train() follows: parts that were in evaluation mode before are in training mode now."""

FAILS = [
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    found = right(model, image, k, names)
    model.train(model.training)
    return found
