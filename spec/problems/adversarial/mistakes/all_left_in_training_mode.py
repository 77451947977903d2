"""This is the result when every call ends with train(). Frozen parts of the model are then in training mode too."""

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
    was_training = model.training
    model.eval()
    yield
    model.train(was_training)
