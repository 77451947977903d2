"""extract_features on small networks whose weights the test knows.

The solution was also tried on one network, with random weights, of each of torchvision's families of classifiers: AlexNet, ConvNeXt,
DenseNet, EfficientNet (and V2), GoogLeNet, Inception, MaxViT, MNASNet, MobileNet V2 and V3, RegNet, ResNet, ResNeXt, ShuffleNet,
SqueezeNet, Swin (and V2), VGG, ViT, Wide ResNet. Its last linear layer makes the network's logits of these features, to 1e-4; for
SqueezeNet only the shape (N, 512) was looked at.
"""

import torch

from testkit import check, controls, number, weight
from testkit.probes import effects
from testkit.probes import transfer as probes


def draw(rng, sizes):
    """Draw a seed, pictures and labels that are all different."""
    seed = int(torch.randint(0, 2**31, (1,), generator=rng))
    pictures = torch.randn(sum(sizes), 3, 10, 8, generator=rng)
    return seed, pictures, torch.randperm(sum(sizes), generator=rng)


def extract(student, model, pictures, labels, sizes):
    """Return the student's features and labels."""
    loader = student.module("testkit.probes.transfer").batches(pictures, labels, sizes)
    answer = student.module("src.transfer").extract_features(model, loader)
    return check.unpack(answer, 2, what="the result of extract_features")


def judge(student, rng, shape, hint, dropout=0.0, train=False, sizes=(4, 4, 3)):
    """Compare features with the test's own."""
    seed, pictures, labels = draw(rng, sizes)
    model = student.module("testkit.probes.transfer").make_classifier(shape, seed, dropout)
    if train:
        model.train()
    features, _ = extract(student, model, pictures, labels, list(sizes))
    with torch.no_grad():
        right = probes.make_classifier(shape, seed).features(pictures)
    check.close(features, right, rtol=1e-4, atol=1e-4, what="the features", hint=hint)


@number("4")
@weight(2)
def test_features_before_fc(student, rng):
    """extract_features gives what enters a single last layer, as in a ResNet."""
    judge(student, rng, "fc", "What does the last layer get, and what does it give?")


@number("5")
@weight(2)
def test_features_in_a_classifier(student, rng):
    """extract_features gives what enters the last of several linear layers, as in VGG and AlexNet."""
    judge(student, rng, "classifier", "Of several linear layers, the last one counts. Has the ReLU before it been applied?")


@number("6")
@weight(1)
def test_layers_in_another_order(student, rng):
    """extract_features finds the last layer by what is computed last, not by what is listed last."""
    judge(student, rng, "head first", "A module may list its layers in another order than it calls them.")


@number("7")
@weight(1)
def test_features_without_linear_layer(student, rng):
    """extract_features averages the maps that enter the last convolution where there is no linear layer, as in SqueezeNet."""
    judge(student, rng, "no linear layer", "SqueezeNet ends with a convolution of 1 x 1: what enters it?")


@number("8")
@weight(2)
def test_evaluation_mode(student, rng):
    """extract_features computes in evaluation mode, also for a network that is in training mode."""
    judge(student, rng, "classifier", "If it is right in evaluation mode: which layers change in training?", 0.5, True)


@number("9")
@weight(2)
def test_order_and_labels(student, rng):
    """extract_features keeps the order of the loader, its labels, and a last batch of another size."""
    sizes = (3, 5, 1)
    seed, pictures, labels = draw(rng, sizes)
    model = student.module("testkit.probes.transfer").make_classifier("fc", seed)
    features, found = extract(student, model, pictures, labels, list(sizes))
    check.shape(features, (9, 8), what="the features")
    check.equal(found, labels, what="the labels", hint="Do all batches count, the first and the small one at the end too?")


@number("10")
@weight(2)
def test_network_as_it_was(student, rng):
    """extract_features leaves network and pictures as they were: hooks, modes, averages, gradients; the features have no graph."""
    tools = student.module(probes.PROBES)
    seed, pictures, labels = draw(rng, (4, 2))
    model, before = tools.make_used_classifier(seed), effects.state(probes.make_used_classifier(seed))
    loader = [list(batch) for batch in probes.batches(pictures, labels, [4, 2])]
    answer, changed = controls.call_keeping_inputs(student, rng, student.module("src.transfer").extract_features, model, loader)
    features, _ = check.unpack(answer, 2, what="the result of extract_features")
    check.equal(len(changed), 0, what="the number of changed arguments", hint="The loader's pictures are needed again.")
    check.that(not check.tensor(features, what="the features").requires_grad, "The features should not belong to a graph.")
    after = probes.ask_state(student, rng, model)
    check.equal(after["hooks"], 1, what="the number of hooks afterwards, where one was there before", hint="What does register_forward_hook return?")
    check.equal(after["modes"], before["modes"], what="the modes of the modules")
    check.equal(len(controls.changed(before, after)), 0, what="the number of weights, averages, gradients and requires_grad that changed")
