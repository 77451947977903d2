"""This is the result when predict drops the last batch, which is smaller than the others."""

FAILS = [
    "public/*::test_worked_predict",
    "hidden/test_evaluation.py::test_predict",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        whole = [batch for batch in x.split(batch_size) if len(batch) == min(batch_size, len(x))]
        classes = [model(batch).argmax(dim=1) for batch in whole]
    model.train(was_training)
    return torch.cat(classes)
