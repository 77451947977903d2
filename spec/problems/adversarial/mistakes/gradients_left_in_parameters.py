"""This is the result when backward() runs through the whole model: it fills the weights' .grad too."""

FAILS = [
    "public/test_attacks.py::test_traces_of_*",
    "hidden/test_behaviour.py::test_traces_of_fgsm",
    "hidden/test_behaviour.py::test_traces_of_fool",
    "hidden/test_behaviour.py::test_traces_of_mim",
    "hidden/test_behaviour.py::test_traces_of_pgd",
    "hidden/test_behaviour.py::test_traces_of_targeted_attack",
]


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    score(leaf).backward()
    return leaf.grad
