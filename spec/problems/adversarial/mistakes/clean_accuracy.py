"""This is the accuracy on the clean pictures. Which batch should the model classify?"""

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
            attack(model, x, y)
            with torch.no_grad():
                correct += int((model(x).argmax(dim=1) == y).sum())
            total += len(y)
    return 100 * correct / total
