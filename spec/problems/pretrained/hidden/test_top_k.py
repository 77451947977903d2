"""top_k on small networks whose weights the test knows."""

import torch

from testkit import check, controls, number, weight
from testkit.probes import effects
from testkit.probes import pretrained as probes


def draw(rng, **options):
    """Draw a network and a picture for which no two classes are about as likely."""
    while True:
        seed = int(torch.randint(0, 2**31, (1,), generator=rng))
        image = torch.randn(3, 12, 10, generator=rng)
        logits = probes.make_network(seed, **options).eval()(image[None])[0].detach().double()
        gaps = logits.sort().values.diff()
        if float(gaps.min()) > 1e-2 and 1.0 < float(logits.max() - logits.min()) < 8:
            return seed, image, logits.softmax(0)


def pairs_of(answer, count):
    """Return the names and the probabilities of an answer."""
    pairs = [check.unpack(pair, 2, what="a pair of top_k") for pair in check.unpack(answer, count, what="the result of top_k")]
    return [name for name, _ in pairs], check.numbers([value for _, value in pairs], count, what="the probabilities of top_k")


def judge(student, model, image, right, k, names, hint=None):
    """Compare names and probabilities."""
    got, values = pairs_of(student.module("src.pretrained").top_k(model, image, k, names), k)
    order = right.argsort(descending=True)[:k].tolist()
    check.equal(got, [names[index] if names else index for index in order], what="the classes of top_k", hint=hint)
    check.close(values, right[order].tolist(), atol=1e-4, rtol=1e-4, what="the probabilities of top_k", hint=hint)


@number("13")
@weight(3)
def test_random_networks(student, rng):
    """top_k names the most likely classes of random networks, with their probabilities."""
    tools = student.module("testkit.probes.pretrained")
    for classes, k in [(7, 3), (12, 5), (5, 5), (9, 1)]:
        seed, image, right = draw(rng, classes=classes)
        model = tools.make_network(seed, classes)
        model.eval()
        judge(student, model, image, right, k, [f"class {i}" for i in range(classes)], "Do all the probabilities add up to one?")


@number("14")
@weight(1)
def test_indices_without_names(student, rng):
    """top_k gives the indices of the classes where it gets no names."""
    seed, image, right = draw(rng)
    model = student.module("testkit.probes.pretrained").make_network(seed)
    model.eval()
    judge(student, model, image, right, 4, None)


@number("15")
@weight(2)
def test_evaluation_mode(student, rng):
    """top_k computes in evaluation mode, also for a network that is in training mode."""
    seed, image, right = draw(rng, dropout=0.5)
    model = student.module("testkit.probes.pretrained").make_network(seed, 7, 0.5)
    model.train()
    judge(student, model, image, right, 7, None, "If it is right in evaluation mode: which layers do something else in training?")


@number("16")
@weight(2)
def test_top_k_leaves_network(student, rng):
    """top_k leaves the network as it was, modes, gradients and running averages, and the picture too."""
    seed, image, _ = draw(rng)
    model, before = student.module(probes.PROBES).make_used_network(seed), effects.state(probes.make_used_network(seed))
    top_k = student.module("src.pretrained").top_k
    pairs, changed = controls.call_keeping_inputs(student, rng, top_k, model, image, 2)
    pairs_of(pairs, 2)
    check.equal(len(changed), 0, what="the number of changed arguments", hint="The picture is needed again.")
    after = probes.ask_state(student, rng, model)
    check.equal(after["modes"], before["modes"], what="the modes of the modules", hint="Each module had a mode of its own before.")
    check.equal(len(controls.changed(before, after)), 0, what="the number of weights, averages, gradients and requires_grad that changed")
    controls.is_refused(top_k, model, image, 8)  # with a ValueError, says the next test
    after = probes.ask_state(student, rng, model)
    check.equal(after["modes"], before["modes"], what="the modes of the modules after a k that is too large",
                hint="Whatever stands after a raise is not reached. What is still to be done when you find that k is wrong?")


@number("17")
@weight(1)
def test_refuses_wrong_k(student, rng):
    """top_k raises a ValueError where k is below 1 or larger than the number of classes."""
    seed, image, _ = draw(rng)
    model = student.module("testkit.probes.pretrained").make_network(seed)
    for k in (0, 8, -1):
        check.raises(ValueError, student.module("src.pretrained").top_k, model, image, k, what=f"top_k of 7 classes with k = {k}")
