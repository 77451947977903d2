"""This is the result when the attack does not set the model's mode. With dropout in training mode, every output is
different."""

FAILS = [
    "hidden/test_accuracy.py::test_robust_accuracy_in_evaluation_mode",
    "hidden/test_behaviour.py::test_evaluation_mode_of_fgsm",
    "hidden/test_behaviour.py::test_evaluation_mode_of_fool",
    "hidden/test_behaviour.py::test_evaluation_mode_of_mim",
    "hidden/test_behaviour.py::test_evaluation_mode_of_pgd",
    "hidden/test_behaviour.py::test_evaluation_mode_of_targeted_attack",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    yield
