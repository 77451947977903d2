"""This is the result when predict always ends in training mode. It should end in the mode in which it found the model."""

FAILS = [
    "hidden/test_evaluation.py::test_predict_in_evaluation_mode",
]


def predict(model, x, batch_size=500):
    model.eval()
    with torch.no_grad():
        classes = torch.cat([model(batch).argmax(dim=1) for batch in x.split(batch_size)])
    model.train()
    return classes
