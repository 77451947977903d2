"""This is the result when the model stays in evaluation mode after eval(). Dropout and batch normalisation then no
longer act in training."""

FAILS = [
    "public/test_attacks.py::test_traces_of_*",
    "hidden/test_accuracy.py::test_robust_accuracy_in_evaluation_mode",
    "hidden/test_behaviour.py::test_restored_modes_of_fgsm",
    "hidden/test_behaviour.py::test_restored_modes_of_fool",
    "hidden/test_behaviour.py::test_restored_modes_of_mim",
    "hidden/test_behaviour.py::test_restored_modes_of_pgd",
    "hidden/test_behaviour.py::test_restored_modes_of_targeted_attack",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    model.eval()
    yield
