"""LetterClassifier, its forward pass recomputed here from weights that the test chose; and what fit does with a network."""

import torch
from torch.nn import functional as F

from testkit import check, controls, model_checks, number, weight
from testkit.probes import letters as trusted

# Float32 sums of 784 products of order 1/28 each, three layers deep: errors of a few 1e-6 on logits of order 1.
CLOSE = {"rtol": 1e-4, "atol": 5e-5}
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def shapes_of(n1, n2, n_classes):
    """Return the shapes of weights and biases in the order of the layers."""
    return [shape for n_in, n_out in ((784, n1), (n1, n2), (n2, n_classes)) for shape in ((n_out, n_in), (n_out,))]


def known_network(student, rng, **given):
    """Return the student's network with random weights of the test's, its layers, and its forward pass."""
    n1, n2, n_classes = given.get("n1", 20), given.get("n2", 40), given.get("n_classes", 26)
    activation = ACTIVATIONS[given.get("activation", "relu")]
    model = student.module("src.letters").LetterClassifier(**given)
    found = [tuple(value.shape) for value in controls.ask_parameters(student, rng, model).values()]
    check.that(sorted(found) == sorted(shapes_of(n1, n2, n_classes)),
               "The weights and biases should be those of linear layers 784-n1, n1-n2 and n2-n_classes.",
               hint="Do all four arguments reach the layers? PyTorch does not see layers in a plain Python list.")
    layers = model_checks.set_random_weights(student, rng, model, torch.zeros(2, 784))

    def forward(x):
        for index, layer in enumerate(layers):
            x = F.linear(x, layer.values["weight"], layer.values["bias"])
            x = activation(x) if index < 2 else x
        return x

    return model, layers, forward


@number("21")
@weight(4)
def test_forward_pass(student, rng):
    """LetterClassifier computes linear, activation, linear, activation, linear, for every choice of its arguments."""
    for given in (
        {},
        {"n1": 40, "n2": 20, "activation": "tanh"},
        {"n1": 9, "n2": 17, "activation": "sigmoid", "n_classes": 5},
        {"activation": "relu", "n_classes": 10},
    ):
        model, _, forward = known_network(student, rng, **given)
        x = torch.rand(6, 784, generator=rng)
        check.close(model(x), forward(x), what="the output", **CLOSE,
                    hint="Both hidden layers have the activation that was asked for. The last layer is linear; nothing follows it.")
        check.close(model(x[:1]), forward(x[:1]), what="the output for a single picture", **CLOSE,
                    hint="A batch of one is a batch, too: its output has two axes.")


@number("22")
@weight(1)
def test_unknown_activation(student, rng):
    """LetterClassifier raises ValueError for an activation that it does not know."""
    make = student.module("src.letters").LetterClassifier
    for name in ("", "Relu6", "softsign")[: int(torch.randint(2, 4, (), generator=rng))]:
        check.raises(ValueError, make, activation=name, what="LetterClassifier with an unknown activation",
                     hint="A name that is misspelt should not quietly mean another activation.")


@number("23")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two LetterClassifiers share no weights and start differently."""
    model_checks.check_independence(student, rng, student.module("src.letters").LetterClassifier)


@number("24")
@weight(1)
def test_gradients_reach_every_layer(student, rng):
    """The gradient of the loss reaches all weights and biases."""
    model, layers, forward = known_network(student, rng, n1=12, activation="tanh")
    x = torch.rand(5, 784, generator=rng)
    model_checks.check_loss_gradients(student, rng, model, layers, forward, x, rtol=1e-3, atol=1e-5)


def trained(student, rng, n_epochs, size=45, **options):
    """Call fit with a network that asks the test; return what fit returned, and the log."""
    plans = [(list(torch.randint(3, 18, (n_epochs,), generator=rng)), list(torch.randint(3, 40, (n_epochs,), generator=rng)))]
    log = trusted.Log(plans, size)
    model = student.module(trusted.PROBES).asking(log)
    train, valid = trusted.examples(size), trusted.examples(20, valid=True)
    return student.module("src.letters").fit(model, train, valid, n_epochs, **options), log


@number("25")
@weight(1)
def test_fit_uses_every_example_once_an_epoch(student, rng):
    """fit trains on every training example once in each epoch, in a new order each time, and on nothing else."""
    _, log = trained(student, rng, 3)
    check.that(not log.validation_with_gradients, "The validation examples should not take part in training.",
               hint="Evaluate inside torch.no_grad().")
    seen = [number for batch in log.batches.get(0, []) for number in batch]
    check.equal(len(seen), 3 * 45, what="the number of examples that the model is trained on in three epochs of 45")
    epochs = [seen[start : start + 45] for start in (0, 45, 90)]
    check.that(all(sorted(epoch) == list(range(45)) for epoch in epochs), "Every epoch should use each training example once.")
    check.that(len({tuple(epoch) for epoch in epochs}) == 3, "The order should be a new one in every epoch.")
    check.that(not log.modes_wrong, "Train in training mode, and evaluate in evaluation mode.",
               hint="model.eval() stays until model.train() is called.")
    _, log = trained(student, rng, 1, size=2000)
    check.that(len(log.batches.get(0, [])) != 1, "fit should train in mini-batches.",
               hint="Two thousand examples at once make one step in an epoch.")


@number("26")
@weight(1)
def test_fit_returns_accuracies(student, rng):
    """fit returns the accuracies on both sets after every epoch, in percent."""
    # In the second training an epoch has several batches, and the model knows other examples at its end than before.
    for epochs, examples, hint in ((4, 45, ""), (8, 300, " Not of the batches while the model is still learning from them.")):
        history, log = trained(student, rng, epochs, examples)
        history = check.keys(history, ["train", "valid"], what="what fit returns")
        if hint and log.seen(0) != epochs * examples:
            continue  # the test before judges it
        (valid, train) = log.plans[0]
        for name, right, size in (("valid", valid, 20), ("train", train, examples)):
            got = check.numbers(history[name], epochs, what=f"the accuracies of {name}")
            check.close(got, [100 * float(count) / size for count in right], rtol=1e-5, what=f"the accuracies of {name}",
                        hint=f"One number after each epoch: the percentage of this set that is classified correctly.{hint}")


def points(rng, classes=4, size=80):
    """Draw well separated classes in 784 dimensions, of pixels between 0 and 1."""
    centres = torch.rand(classes, 784, generator=rng)
    y = torch.arange(size) % classes
    x = (0.8 * centres[y] + 0.2 * torch.rand(size, 784, generator=rng)).clamp(0, 1)
    return x, y


def loss_of(student, model, x, y):
    """Return the mean cross-entropy of the student's network, from its logits."""
    return float(F.cross_entropy(check.tensor(student.tools.predict(model, x), what="the logits"), y))


@number("27")
@weight(2)
def test_fit_lowers_its_loss(student, rng):
    """fit makes the loss that it is given smaller, the plain cross-entropy or that of other labels, and changes every layer."""
    letters, mine = student.module("src.letters"), student.module(trusted.PROBES)
    x, y = points(rng)
    for options, target in (({}, y), ({"loss": mine.next_class}, (y + 1) % 4)):
        model = student.tools.network((784, 12, 4), flatten=False, seed=int(torch.randint(2**31, (), generator=rng)))
        before, untrained = loss_of(student, model, x, target), student.tools.parameters(model)
        letters.fit(model, (x, y), (x[:8], y[:8]), 20, **options)
        trained_values = student.tools.parameters(model)
        check.that(not any(torch.equal(trained_values[name], value) for name, value in untrained.items()),
                   "Training should change the weights and biases of every layer.",
                   hint="Which parameters does the optimizer get, and does a step follow every batch?")
        after = loss_of(student, model, x, target)
        check.that(after < 0.95 * before, "Twenty epochs should make the training loss clearly smaller.",
                   values=f"Before: {before:.3f}, after: {after:.3f}.",
                   hint="If the order of the examples is right: is every batch followed by a step, on the loss that was given?")
