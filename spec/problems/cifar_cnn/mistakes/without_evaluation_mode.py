"""This is the result when predict leaves the model in the mode in which it is. In training mode, dropout is active."""

FAILS = [
    "hidden/test_evaluation.py::test_predict_in_evaluation_mode",
]


def predict(model, x, batch_size=500):
    with torch.no_grad():
        return torch.cat([model(batch).argmax(dim=1) for batch in x.split(batch_size)])
