"""This is the result when the attack runs inside no_grad(). The attack needs gradients; only the evaluation does
not."""

FAILS = [
    "hidden/test_accuracy.py::test_robust_accuracy_on_a_ragged_loader",
    "hidden/test_accuracy.py::test_robust_accuracy_under_your_fgsm",
]


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    correct = total = 0
    with evaluating(model), torch.no_grad():
        for x, y in loader:
            adversarial = attack(model, x, y)
            correct += int((model(adversarial).argmax(dim=1) == y).sum())
            total += len(y)
    return 100 * correct / total
