"""This is the result when predict gives the model all pictures at once, whatever batch_size says."""

FAILS = [
    "hidden/test_evaluation.py::test_predict",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        classes = model(x).argmax(dim=1)
    model.train(was_training)
    return classes
