"""This is the result when the attack clears the weights' gradients at its end. Gradients that were there before the
attack are then lost."""

FAILS = [
    "hidden/test_behaviour.py::test_traces_of_fgsm",
    "hidden/test_behaviour.py::test_traces_of_fool",
    "hidden/test_behaviour.py::test_traces_of_mim",
    "hidden/test_behaviour.py::test_traces_of_pgd",
    "hidden/test_behaviour.py::test_traces_of_targeted_attack",
]


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    value = score(leaf)
    value.backward()
    waiting, seen = [value.grad_fn], set()
    while waiting:  # every parameter that the loss depends on
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable") and node.variable is not leaf:
            node.variable.grad = None
        waiting += [following for following, _ in node.next_functions]
    return leaf.grad
