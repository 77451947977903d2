"""The worked examples of the hand-out."""

import torch

from testkit import check, controls, handed_in, number, weight

LABELS = torch.tensor([0, 0, 1, 2, 2, 2])
PREDICTIONS = torch.tensor([0, 1, 1, 2, 0, 0])


@number("1")
@weight(1)
def test_cifar_net_logits(student, rng):
    """CifarNet gives ten logits for every picture of a batch, and has the hand-out's number of weights."""
    model = student.module("src.models").CifarNet()
    for batch in (1, 3):
        check.shape(model(torch.zeros(batch, 3, 32, 32)), (batch, 10), what="the output",
                    hint="Pictures have shape (N, 3, 32, 32): the channels come right after the batch axis.")
    check.equal(controls.ask_parameter_count(student, rng, model), 456 + 2416 + 48120 + 10164 + 850,
                what="the number of weights and biases",
                hint="Maps of 5 x 5 reach the first linear layer. Compare each layer with the table of the hand-out.")


@number("2")
@weight(1)
def test_alex_net_logits(student, rng):
    """AlexNet gives ten logits for every picture of a batch, and has the hand-out's number of weights."""
    models = student.module("src.models")
    model = models.AlexNet(hidden=64)
    for batch in (1, 3):
        check.shape(student.tools.predict(model, torch.zeros(batch, 3, 32, 32)), (batch, 10), what="the output")
    convolutions = 1792 + 110784 + 663936 + 884992 + 590080
    hint = "Maps of 2 x 2 reach the first linear layer. Compare each layer with the table of the hand-out."
    check.equal(controls.ask_parameter_count(student, rng, model), convolutions + 65600 + 4160 + 650,
                what="the number of weights and biases with hidden=64", hint=hint)
    full = models.AlexNet()
    student.tools.predict(full, torch.zeros(2, 3, 32, 32))
    check.equal(controls.ask_parameter_count(student, rng, full), convolutions + 4198400 + 16781312 + 40970,
                what="the number of weights and biases of AlexNet()", hint="hidden is 4096 where it is not given.")


@number("3")
@weight(1)
def test_worked_accuracy(student):
    """accuracy gives the percentage of the hand-out's example."""
    check.close(student.module("src.evaluation").accuracy(LABELS, PREDICTIONS), 50.0, what="the accuracy", rtol=1e-5,
                hint="Three of the six pictures are classified correctly. The answer is a percentage.")


@number("4")
@weight(1)
def test_worked_confusion_matrix(student):
    """confusion_matrix gives the counts of the hand-out's example."""
    check.equal(student.module("src.evaluation").confusion_matrix(LABELS, PREDICTIONS, 3),
                torch.tensor([[1, 1, 0], [0, 1, 0], [2, 0, 1]]), what="the confusion matrix",
                hint="The row is the true class, the column the predicted one.")


@number("5")
@weight(1)
def test_worked_predict(student):
    """predict gives the class with the largest logit for every picture, also of a last batch that is smaller."""
    x = torch.tensor([[0.0, 2.0, 1.0], [3.0, 0.0, 1.0], [0.0, 1.0, 4.0], [1.0, 5.0, 0.0], [2.0, 0.0, 1.0]])
    model = student.module("testkit.probes.cifar_cnn").asking(lambda batch, modes, is_recording: batch)
    check.equal(student.module("src.evaluation").predict(model, x, batch_size=2), torch.tensor([1, 0, 2, 1, 0]),
                what="the predicted classes", hint="Five pictures make batches of two, two and one.")


@number("6")
@weight(1)
def test_worked_tune(student):
    """tune chooses the setting of the hand-out's example, and tests its network alone."""
    probes = student.module("testkit.probes.cifar_cnn")
    rows = {0: [[1, 0], [1, 0]], 1: [[1, 0], [0, 1]], 2: [[0, 1], [1, 0]]}  # logits for two pictures, of each network

    def ask(what, which, x, y):
        if what == "fit":
            return None
        check.that(which in rows, "tune should train one network for each setting.",
                   hint="The validation pictures choose, and the test pictures test: neither trains.")
        return torch.tensor(rows[which][: len(x)], dtype=torch.float32)

    parts = [(torch.zeros(2, 1), torch.tensor([0, 1])) for _ in range(3)]
    answer = check.keys(student.module("src.evaluation").tune(probes.fitting(ask), [0.1, 0.2, 0.3], *parts),
                        ["valid", "best", "test"], what="what tune returns")
    check.close(check.numbers(answer["valid"], 3, what="the validation accuracies"), [50.0, 100.0, 0.0],
                what="the validation accuracies", rtol=1e-5)
    check.close(answer["best"], 0.2, what="the best setting", rtol=1e-5, hint="Which setting has the largest validation accuracy?")
    check.close(answer["test"], 100.0, what="the test accuracy", rtol=1e-5)


@number("23")
@weight(1)
def test_weights_can_be_loaded(student):
    """The file models/best_cifar.pt holds the weights of a CifarNet."""
    model = student.module("src.models").CifarNet()
    student.tools.predict(model, torch.zeros(2, 3, 32, 32))
    handed_in.load(student, "models/best_cifar.pt", model)
