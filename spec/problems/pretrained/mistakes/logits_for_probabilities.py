"""This is the result when the logits are returned as they are. They do not add up to one."""

FAILS = [
    "public/test_pretrained.py::test_worked_top_k",
    "hidden/test_top_k.py::test_random_networks",
    "hidden/test_top_k.py::test_indices_without_names",
    "hidden/test_top_k.py::test_evaluation_mode",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    found = right(model, image, k, names)
    modes = [(module, module.training) for module in model.modules()]
    logits = model.eval()(image[None])[0].detach()
    for module, training in modes:
        module.training = training
    return [(name, value) for (name, _), value in zip(found, logits.sort(descending=True).values.tolist())]
