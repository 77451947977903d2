"""This is the result when predict leaves the model in evaluation mode. A training that goes on then has no dropout."""

FAILS = [
    "hidden/test_evaluation.py::test_predict_in_evaluation_mode",
]


def predict(model, x, batch_size=500):
    model.eval()
    with torch.no_grad():
        return torch.cat([model(batch).argmax(dim=1) for batch in x.split(batch_size)])
