"""This is the result when the robust accuracy is a fraction between 0 and 1. The hand-out asks for a percentage."""

FAILS = [
    "public/test_attacks.py::test_robust_accuracy_by_hand",
    "hidden/test_accuracy.py::test_robust_accuracy_calls_the_attack",
    "hidden/test_accuracy.py::test_robust_accuracy_in_evaluation_mode",
    "hidden/test_accuracy.py::test_robust_accuracy_on_a_ragged_loader",
    "hidden/test_accuracy.py::test_robust_accuracy_under_your_fgsm",
]


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    correct = total = 0
    with evaluating(model):
        for x, y in loader:
            adversarial = attack(model, x, y)
            with torch.no_grad():
                correct += int((model(adversarial).argmax(dim=1) == y).sum())
            total += len(y)
    return correct / total
