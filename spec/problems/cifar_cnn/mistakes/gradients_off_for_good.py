"""This is the result when gradients are switched off and never on again. No later training learns anything."""

FAILS = [
    "hidden/test_evaluation.py::test_predict_in_evaluation_mode",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    classes = [model(batch).argmax(dim=1) for batch in x.split(batch_size)]
    model.train(was_training)
    return torch.cat(classes)
