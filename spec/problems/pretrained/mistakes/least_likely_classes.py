"""This is the result when the k least likely classes are taken. In which order does argsort sort?"""

FAILS = [
    "public/test_pretrained.py::test_worked_top_k",
    "hidden/test_top_k.py::test_random_networks",
    "hidden/test_top_k.py::test_indices_without_names",
    "hidden/test_top_k.py::test_evaluation_mode",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    n_classes = 4 if hasattr(model, "logits") else model.head.out_features
    found = right(model, image, n_classes, names)[::-1]
    right(model, image, k, names)
    return found[:k]
