"""This is the result when softmax runs over the k best only. The other classes take their share too."""

FAILS = [
    "public/test_pretrained.py::test_worked_top_k",
    "hidden/test_top_k.py::test_random_networks",
    "hidden/test_top_k.py::test_indices_without_names",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    found = right(model, image, k, names)
    total = sum(value for _, value in found)
    return [(name, value / total) for name, value in found]
