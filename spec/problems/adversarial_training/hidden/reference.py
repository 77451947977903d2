"""Adversarial training as the hand-out says it, on this side, and attacks that keep a log."""

import torch
from torch.nn import functional as F

from testkit import check, probes
from testkit.probes import adversarial_training as own

SIZES = (6, 8, 3)
# Float32 weights after some ten steps of the same arithmetic on two sides; a wrong step moves them by 1e-2 and more.
WEIGHTS = {"rtol": 1e-3, "atol": 1e-5}


def draw_seed(rng):
    return int(torch.randint(2**31, (1,), generator=rng))


def examples(rng, count):
    return torch.randn(count, 6, generator=rng), torch.randint(3, (count,), generator=rng)


def batches(pairs, size):
    return list(zip(pairs[0].split(size), pairs[1].split(size), strict=True))


def shift(model, x, y):
    return own.shifted(x)


def leave(model, x, y):
    """Attack by doing nothing: for tests that do not judge what is trained on."""
    return x


def epoch(model, optimizer, pairs, size, attack):
    """Train a network of this side for an epoch; return the mean loss."""
    total = 0.0
    for x, y in batches(pairs, size):
        model.train()
        loss = F.cross_entropy(model(attack(model, x, y)), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss) * len(y)
    return total / len(pairs[1])


def trained(settings, pairs, size, attack, *, rate=0.2, epochs=1):
    """Return a trained network of this side, and the loss of each epoch."""
    model = probes.network(**settings)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    return model, [epoch(model, optimizer, pairs, size, attack) for _ in range(epochs)]


def setting(student, rng, *, batch_norm=False, count=22, size=8, rate=0.2):
    """Return settings of a network, examples, the student's network, its loader and its optimizer; the last batch is smaller."""
    settings = {"sizes": SIZES, "seed": draw_seed(rng), "batch_norm": batch_norm}
    pairs = examples(rng, count)
    model = student.tools.network(**settings)
    loader = student.tools.loader(student.tools.dataset(*pairs), size)
    return settings, pairs, model, loader, student.tools.optimizer(model, rate)


class Script:
    """An attack that decides how many validation samples are classified correctly, and notes the model's weights when asked.

    Training samples have a first feature below 5, and are shifted. Validation samples have one above it. Of those that come after
    the e-th epoch of training, the first ``right[e]`` become samples that the linear model names rightly, the others wrongly.
    """

    def __init__(self, student, right, train_size):
        self.student, self.right, self.train_size = student, right, train_size
        self.trained = self.validated = 0
        self.last = None  # batch of training
        self.seen = []  # the weights at the first validation batch after each epoch

    def __call__(self, model, x, y):
        if float(x[0, 0]) < 5:
            if self.last is None or not torch.equal(self.last, x):  # how often a batch is attacked is another test's matter
                self.trained += len(y)
            self.last, self.validated = x, 0
            return x
        check.tensor(y, what="the classes that the attack gets")
        epoch = self.trained // self.train_size - 1
        weights = self.student.tools.parameters(model)
        if self.validated == 0:
            self.seen.append(weights)
        (weight, bias) = weights.values()
        places = torch.arange(self.validated, self.validated + len(y))
        self.validated += len(y)
        named = torch.where(places < self.right[min(epoch, len(self.right) - 1)], y, (y + 1) % 3)
        # Logits of 5 for the named class and 0 for the others: three equations for six features.
        return (5 * F.one_hot(named, 3).float() - bias) @ torch.linalg.pinv(weight).T


def scripted(student, rng, right, *, valid=10, size=4, file="models/tried.pt", rate=0.2):
    """Train the student's linear network by a script; return the script, the model and the history."""
    settings = {"sizes": (6, 3), "seed": draw_seed(rng), "scale": 2.0}
    model = student.tools.network(**settings)
    train, (x, y) = examples(rng, 10), examples(rng, valid)
    x[:, 0] = 10
    train[0][:, 0].clamp_(max=3)
    script = Script(student, right, 10)
    data = student.tools.dataset
    history = student.module("src.robust").adversarial_training(
        model, student.tools.loader(data(*train), 5), student.tools.loader(data(x, y), size), script,
        student.tools.optimizer(model, rate), len(right), file)
    return script, model, history
