"""This is the mean of the batches' accuracies. Samples of a small last batch then count too much."""

FAILS = [
    "public/test_attacks.py::test_robust_accuracy_by_hand",
    "hidden/test_accuracy.py::test_robust_accuracy_calls_the_attack",
    "hidden/test_accuracy.py::test_robust_accuracy_on_a_ragged_loader",
]


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    accuracies = []
    with evaluating(model):
        for x, y in loader:
            adversarial = attack(model, x, y)
            with torch.no_grad():
                accuracies.append(100 * float((model(adversarial).argmax(dim=1) == y).double().mean()))
    return sum(accuracies) / len(accuracies)
