"""This is the result when load_best leaves the model in training mode."""

FAILS = ["hidden/test_training.py::test_ends_in_evaluation_mode", "hidden/test_training.py::test_load_best"]


def load_best(model, file="models/best_robust.pt"):
    model.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    return model.train()
