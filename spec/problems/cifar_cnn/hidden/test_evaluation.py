"""What predict, accuracy, confusion_matrix and tune compute, and what they leave alone."""

import torch

from testkit import check, controls, number, weight

PERCENT = {"rtol": 1e-5, "atol": 1e-6}  # a count divided by another, in float32 at worst


@number("15")
@weight(2)
def test_accuracy(student, rng):
    """accuracy is the percentage of predictions that are right."""
    accuracy = student.module("src.evaluation").accuracy
    for count, n_classes, few in ((37, 4, True), (1, 3, False), (37, 4, False), (1000, 10, False)):
        y = torch.randint(n_classes, (count,), generator=rng)
        # Some are right, or one alone, where two decimals are not enough; at least one is wrong where there are several.
        guesses = torch.where(torch.rand(count, generator=rng) < (-1 if few else 0.6), y, (y + 1) % n_classes)
        guesses[1:2] = (y[1:2] + 1) % n_classes
        guesses[:few] = y[:few]
        check.close(accuracy(y, guesses), 100 * float((y == guesses).double().mean()), what="the accuracy", **PERCENT,
                    hint="A percentage, as it is: rounding is for printing.")
    check.close(accuracy(y, y), 100.0, what="the accuracy of predictions that are all right", **PERCENT)


@number("16")
@weight(1)
def test_accuracy_refuses_other_shapes(student, rng):
    """accuracy raises ValueError where labels and predictions have different shapes."""
    accuracy = student.module("src.evaluation").accuracy
    y = torch.randint(5, (6,), generator=rng)
    for guesses in (y[:, None], y[:1], y[:5]):
        check.raises(ValueError, accuracy, y, guesses,
                     hint="PyTorch compares tensors of some different shapes, every entry with every other. Look at the shapes "
                          "first.")


@number("17")
@weight(3)
def test_confusion_matrix(student, rng):
    """confusion_matrix counts pictures by true class (row) and predicted class (column)."""
    confusion_matrix = student.module("src.evaluation").confusion_matrix
    for count, n_classes in ((200, 10), (50, 3), (9, 2), (80, 13)):
        y, guesses = (torch.randint(n_classes, (count,), generator=rng) for _ in range(2))
        y[:3], guesses[:3] = 0, n_classes - 1  # not symmetric
        guesses[guesses == 0] = n_classes - 1
        expected = torch.zeros(n_classes, n_classes, dtype=torch.int64)
        for label, guess in zip(y.tolist(), guesses.tolist(), strict=True):
            expected[label, guess] += 1
        given, changed = controls.call_keeping_inputs(student, rng, confusion_matrix, y, guesses, n_classes)
        check.equal(given, expected, what="the confusion matrix",
                    hint="Which class decides the row? Does every picture count once?")
        check.that(changed == [], "confusion_matrix should not change its arguments.")


@number("18")
@weight(1)
def test_confusion_matrix_with_absent_classes(student, rng):
    """confusion_matrix has a row and a column for every class, also where no picture belongs to it."""
    confusion_matrix = student.module("src.evaluation").confusion_matrix
    for present in ([1, 2], [0, 3], [4]):
        y = torch.tensor(present * 5)
        guesses = y[torch.randperm(len(y), generator=rng)]
        expected = torch.zeros(6, 6, dtype=torch.int64)
        for label, guess in zip(y.tolist(), guesses.tolist(), strict=True):
            expected[label, guess] += 1
        check.equal(confusion_matrix(y, guesses, 6), expected, what="the confusion matrix of six classes, some of them absent",
                    hint="n_classes says how many rows and columns there are; the largest label does not.")


def scripted(logits, log):
    """Return what the test answers for a network: the next rows of ``logits``; ``log`` gets size, modes and recording."""

    def ask(batch, modes, is_recording):
        start = sum(size for size, _, _ in log)
        log.append((len(batch), modes, is_recording))
        check.that(start + len(batch) <= len(logits), "predict should give each picture to the model once.")
        return logits[start : start + len(batch)]

    return ask


@number("19")
@weight(3)
def test_predict(student, rng):
    """predict classifies every picture once, in order, in batches of the given size."""
    predict, probes = student.module("src.evaluation").predict, student.module("testkit.probes.cifar_cnn")
    for count, size in ((23, 5), (12, 4), (3, 500)):
        logits, log = torch.randn(count, 7, generator=rng), []
        x = torch.randn(count, 3, 4, 4, generator=rng)
        seen = []

        def ask(batch, modes, is_recording, logits=logits, log=log, seen=seen):
            seen.append(batch)
            return scripted(logits, log)(batch, modes, is_recording)

        given = predict(probes.asking(ask), x, batch_size=size)
        check.equal(given, logits.argmax(1), what="the predicted classes",
                    hint="Is every batch there, also the last one, which may be smaller? Along which axis are the classes?")
        check.equal(torch.cat(seen), x, what="what the model gets, batch after batch")
        check.that([size for size, _, _ in log] == [len(part) for part in x.split(size)],
                   "predict should give the model batches of batch_size pictures, and the rest in a last one.")
    sizes = []
    predict(probes.asking(lambda batch, *_: sizes.append(len(batch)) or batch), torch.zeros(620, 2))
    check.equal(sizes, [500, 120], what="the sizes of the batches of 620 pictures",
                hint="batch_size is 500 where it is not given.")


@number("20")
@weight(2)
def test_predict_in_evaluation_mode(student, rng):
    """predict computes in evaluation mode and without gradients, and leaves the model in the mode in which it was."""
    predict, probes = student.module("src.evaluation").predict, student.module("testkit.probes.cifar_cnn")
    for training in (True, False):
        logits, log = torch.randn(6, 3, generator=rng), []
        model = probes.asking(scripted(logits, log))
        probes.set_mode(model, training)
        predict(model, torch.zeros(6, 2), batch_size=4)
        check.that(all(modes == [False] * 3 for _, modes, _ in log), "predict should put the model into evaluation mode.",
                   hint="Dropout and batch normalisation compute something else in training mode.")
        check.that(not any(is_recording for _, _, is_recording in log), "predict should compute without gradients.",
                   hint="Without torch.no_grad() PyTorch keeps what a backward pass would need, for every picture.")
        later = []
        probes.asking(lambda batch, modes, is_recording, later=later: later.append(is_recording) or batch)(torch.zeros(1, 2))
        check.that(later == [True], "After predict, gradients should be recorded again.",
                   hint="Where does the part of predict end that computes without gradients?")
        other = probes.asking(lambda batch, *_: batch)
        probes.set_mode(other, not training)
        known = controls.Control(lambda other=other: probes.modes(other), lambda found, t=training: found == [not t] * 3)
        check.that(controls.ask(rng, lambda model=model: probes.modes(model), known) == [training] * 3,
                   "After predict, the model should be in the mode in which it was before.",
                   hint="A training that goes on after a look at the validation pictures needs its dropout again.")


class Contest:
    """What the test answers to ``tune``: for each setting a network that is right for some pictures of each part.

    Attributes:
        log: what was asked, in order: ("fit", number, part) or ("logits", number, part).
    """

    def __init__(self, rng, right):
        self.log, self._right = [], right
        self.parts = {}
        for mark, (name, count) in enumerate((("train", 6), ("valid", 40), ("test", 20))):
            x = torch.rand(count, 4, generator=rng)
            x[:, 0] = mark  # tells on this side from which part a batch is; x[:, 1] which picture
            x[:, 1] = torch.arange(count)
            self.parts[name] = (x, torch.randint(3, (count,), generator=rng))

    def __call__(self, what, which, x, y):
        marks = x[:, 0].unique().tolist()
        part = list(self.parts)[int(marks[0])] if len(marks) == 1 else "several parts"
        if what == "fit":
            self.log.append(("fit", which, part, y))
            return None
        self.log.append(("logits", which, part, None))
        check.that(which < len(SETTINGS), "tune should train one network for each setting.",
                   hint="The validation pictures choose, and the test pictures test: neither trains.")
        check.that(part in self.parts, "tune should classify pictures of one part at a time.")
        labels = self.parts[part][1][x[:, 1].long()]
        right = x[:, 1] < self._right[part][which]
        return torch.nn.functional.one_hot(torch.where(right, labels, (labels + 1) % 3), 3).float()


# Of 40 and of 20 pictures: the setting that is best for the test pictures, the last one and the first one are not the best for the
# validation pictures; two are equally good for these.
RIGHT = {"train": [6, 1, 2, 5, 3], "valid": [11, 30, 36, 36, 20], "test": [20, 15, 8, 17, 3]}
SETTINGS = [0.3, 0.01, 0.2, 0.05, 0.1]


@number("21")
@weight(4)
def test_tune(student, rng):
    """tune chooses by the validation pictures, the first of equals, and reports that network's accuracies."""
    contest = Contest(rng, RIGHT)
    fit = student.module("testkit.probes.cifar_cnn").fitting(contest)
    answer = check.keys(student.module("src.evaluation").tune(fit, SETTINGS, *contest.parts.values()), ["valid", "best", "test"],
                        what="what tune returns")
    check.close(check.numbers(answer["valid"], len(SETTINGS), what="the validation accuracies"),
                [100 * right / 40 for right in RIGHT["valid"]], what="the validation accuracies", **PERCENT)
    check.close(answer["best"], SETTINGS[2], what="the best setting", **PERCENT,
                hint="By which pictures do you choose? Where two settings are equal, the first one counts.")
    check.close(answer["test"], 100 * RIGHT["test"][2] / 20, what="the test accuracy", **PERCENT,
                hint="Whose accuracy is it: that of the network with the best setting?")


@number("22")
@weight(3)
def test_tune_keeps_test_pictures_apart(student, rng):
    """tune trains on the training pictures alone, and shows the test pictures to one network, after the choice."""
    contest = Contest(rng, RIGHT)
    fit = student.module("testkit.probes.cifar_cnn").fitting(contest)
    student.module("src.evaluation").tune(fit, SETTINGS, *contest.parts.values())
    fits = [entry for entry in contest.log if entry[0] == "fit"]
    check.that(len(fits) == len(SETTINGS), "tune should train one network for each setting.")
    for setting, (_, given, part, y) in zip(SETTINGS, fits, strict=True):
        check.that(part == "train" and check.is_number(given) and float(given) == setting,
                   "tune should call fit with each setting in turn and the training pictures alone.",
                   hint="The validation pictures choose, and the test pictures test: neither trains.")
        check.equal(y, contest.parts["train"][1], what="the labels that fit gets")
    asked = [(which, part) for what, which, part, _ in contest.log if what == "logits"]
    tested = [which for which, part in asked if part == "test"]
    check.that(bool(tested), "tune should test the network that it chose.")
    check.that(len(set(tested)) == 1, "tune should show the test pictures to one network only.",
               hint="What was chosen by the test pictures is no longer measured by them.")
    check.that(all(part == "test" for _, part in asked[asked.index((tested[0], "test")) :]),
               "tune should look at the test pictures last, when the choice is made.")
