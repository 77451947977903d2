"""Saliency maps of random networks, against what the test computes from the same weights."""

import torch

from testkit import check, number, weight
from testkit import probes as tools

HINT = "Follow one pixel: which score's slope is asked for, and what comes first, absolute value or largest channel?"


def maps_of(model, x, y):
    """Return the maps by their definition, picture by picture, in float64."""
    model = model.double().eval()
    answers = []
    for picture, label in zip(x.double(), y, strict=True):
        leaf = picture[None].clone().requires_grad_()
        (slope,) = torch.autograd.grad(model(leaf)[0, label], leaf)
        answers.append(slope[0].abs().amax(0))
    return torch.stack(answers)


def compare(student, rng, shape, classes, dtype="float64", n=6, hidden=(24,), **options):
    """Compare the maps of n pictures under a random network with the test's own."""
    size = shape[0] * shape[1] * shape[2]
    make = {"sizes": (size, *hidden, classes), "seed": int(torch.randint(2**31, (), generator=rng)), "dtype": dtype, **options}
    x = torch.randn(n, *shape, generator=rng, dtype=torch.float64).to(getattr(torch, dtype))
    y = torch.randint(classes, (n,), generator=rng)
    y[0] = tools.network(**make).eval()(x[:1]).argmin()  # not the class that the model predicts
    y[1] = (y[0] + 1) % classes  # at least two classes in every batch
    theirs = student.tools.network(**make)
    maps = student.module("src.saliency").saliency_maps(x.clone(), y, theirs)
    check.shape(maps, (n, *shape[1:]), what="the saliency maps")
    check.that(check.tensor(maps, what="the saliency maps").dtype == x.dtype, "The saliency maps should have the dtype of the pictures.")
    expected = maps_of(tools.network(**make), x, y).to(x.dtype)
    # Slopes are sums of some dozens of products of order 1: float32 loses less than 1e-5 of them.
    check.close(maps, expected, rtol=0, atol=1e-9 if dtype == "float64" else 1e-4, what="the saliency maps", hint=HINT)


@number("3")
@weight(2)
def test_linear_scores(student, rng):
    """The maps of linear scores are their weights, absolute, the largest over the channels."""
    weights = torch.randn(4, 3 * 4 * 5, generator=rng, dtype=torch.float64)
    weights[:, :20] -= 2  # the first channel's slopes are mostly negative, and large
    biases = torch.randn(4, generator=rng, dtype=torch.float64)
    model = student.tools.network((60, 4), dtype="float64")
    student.tools.load_parameters(model, [weights, biases])
    x = torch.randn(5, 3, 4, 5, generator=rng, dtype=torch.float64)
    y = torch.tensor([3, 0, 2, 1, 0])
    y[4] = (x[4].flatten() @ weights.T + biases).argmin()  # not the class that the model predicts
    maps = student.module("src.saliency").saliency_maps(x, y, model)
    check.shape(maps, (5, 4, 5), what="the saliency maps")
    check.that(check.tensor(maps, what="the saliency maps").dtype == x.dtype, "The saliency maps should have the dtype of the pictures.")
    check.close(maps, weights[y].reshape(5, 3, 4, 5).abs().amax(1), rtol=0, atol=1e-12, what="the saliency maps", hint=HINT)


@number("4")
@weight(3)
def test_random_networks(student, rng):
    """saliency_maps agrees with its definition on random networks and colour pictures that are no squares."""
    compare(student, rng, (3, 5, 4), 6)
    compare(student, rng, (2, 3, 7), 3, hidden=(16, 16))


@number("5")
@weight(1)
def test_single_channel_and_picture(student, rng):
    """saliency_maps works for grey pictures, and for a batch of two."""
    compare(student, rng, (1, 6, 3), 4)
    compare(student, rng, (4, 5, 7), 5, n=2)


@number("6")
@weight(1)
def test_float32_pictures(student, rng):
    """saliency_maps returns maps in the dtype of the pictures."""
    compare(student, rng, (3, 4, 4), 5, dtype="float32")
