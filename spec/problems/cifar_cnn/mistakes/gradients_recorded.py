"""This is the result when predict records what a backward pass would need. It needs memory for every picture."""

FAILS = [
    "hidden/test_evaluation.py::test_predict_in_evaluation_mode",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    classes = [model(batch).argmax(dim=1) for batch in x.split(batch_size)]
    model.train(was_training)
    return torch.cat(classes)
