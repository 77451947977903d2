"""This is the result when predict keeps the classes of the last batch only."""

FAILS = [
    "public/*::test_worked_predict",
    "hidden/test_evaluation.py::test_predict",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for batch in x.split(batch_size):
            classes = model(batch).argmax(dim=1)
    model.train(was_training)
    return classes
