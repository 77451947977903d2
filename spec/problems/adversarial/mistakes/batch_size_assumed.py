"""This is the result when every batch is taken to be as large as the first."""

FAILS = [
    "public/test_attacks.py::test_robust_accuracy_by_hand",
    "hidden/test_accuracy.py::test_robust_accuracy_calls_the_attack",
    "hidden/test_accuracy.py::test_robust_accuracy_in_evaluation_mode",
    "hidden/test_accuracy.py::test_robust_accuracy_on_a_ragged_loader",
]


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    correct, batches, size = 0, 0, 0
    with evaluating(model):
        for x, y in loader:
            size = size or len(y)
            adversarial = attack(model, x, y)
            with torch.no_grad():
                correct += int((model(adversarial).argmax(dim=1) == y).sum())
            batches += 1
    return 100 * correct / (batches * size)
