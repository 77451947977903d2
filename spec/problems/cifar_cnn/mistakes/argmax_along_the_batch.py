"""This is the result when the largest logit is searched along the batch. Which axis are the classes?"""

FAILS = [
    "public/*::test_worked_predict",
    "hidden/test_evaluation.py::test_predict",
    "hidden/test_evaluation.py::test_tune*",
]


def predict(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        classes = [model(batch).argmax(dim=0) for batch in x.split(batch_size)]
    model.train(was_training)
    return torch.cat(classes)
