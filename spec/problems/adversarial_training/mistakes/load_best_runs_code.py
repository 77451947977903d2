"""This is the result when torch.load may unpickle anything, so that a file from somebody else runs its own code."""

FAILS = ["hidden/test_training.py::test_load_best"]


def load_best(model, file="models/best_robust.pt"):
    model.load_state_dict(torch.load(file, map_location="cpu", weights_only=False))
    return model.eval()
