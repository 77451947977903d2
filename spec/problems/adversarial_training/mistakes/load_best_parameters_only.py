"""This is the result when parameters are loaded and buffers are not. What does batch normalisation use in evaluation mode?"""

FAILS = ["hidden/test_training.py::test_load_best"]


def load_best(model, file="models/best_robust.pt"):
    stored = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict({name: stored[name] for name, _ in model.named_parameters()}, strict=False)
    return model.eval()
