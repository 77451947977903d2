"""Fooling images of random networks, against what the test computes from the same weights."""

import torch

from testkit import check, number, weight
from testkit import probes as tools

HINT = "Follow one picture: along what does it step, how long is a step, and when does it stop?"
# Whoever adds 1e-8 to a norm, against a division by zero, ends within 1e-7; a wrong step is longer or shorter by 1e-3 and more.
CLOSE = {"rtol": 0, "atol": 1e-6}


def require_dtype(result, x):
    """Require the pictures' own dtype."""
    given = check.tensor(result, what="the fooling images").dtype
    check.that(given == x.dtype, "The fooling images should have the dtype of the pictures.", values=f"{given}, not {x.dtype}")


def path(model, picture, target, rate, most):
    """Return where one picture ends by the hand-out's rule, and its number of steps, computed in float64."""
    model, picture = model.double().eval(), picture.double()[None]
    for step in range(most):
        leaf = picture.clone().requires_grad_()
        scores = model(leaf)
        if int(scores[0].argmax()) == target:
            return picture[0], step
        (slope,) = torch.autograd.grad(scores[0, target], leaf)
        length = slope.square().sum().sqrt()
        picture = picture + rate * slope / length if length > 0 else picture
    return picture[0], most


def setting(student, rng, shape, classes, n, dtype="float64", hidden=(20,)):
    """Return the student's network, ours, pictures, and for each its second best class as target."""
    make = {"sizes": (int(torch.tensor(shape).prod()), *hidden, classes), "dtype": dtype}
    make["seed"] = int(torch.randint(2**31, (), generator=rng))
    x = torch.randn(n, *shape, generator=rng, dtype=torch.float64).to(getattr(torch, dtype))
    twin = tools.network(**make).eval()
    with torch.no_grad():
        ranks = twin(x).argsort(1, descending=True)
    return student.tools.network(**make), twin, x, ranks


def compare(student, rng, shape, classes, n, rate, most, rank=1, dtype="float64"):
    """Compare a batch of results with the test's own; draw until the pictures stop after different numbers of steps."""
    while True:
        theirs, twin, x, ranks = setting(student, rng, shape, classes, n, dtype)
        targets = ranks[:, rank].clone()
        targets[0] = ranks[0, 0]  # already there
        ends = [path(twin, picture, int(target), rate, most) for picture, target in zip(x, targets, strict=True)]
        counts = [steps for _, steps in ends]
        if max(counts) < most and len(set(counts)) >= 3 and sum(1 for steps in counts if 2 <= steps < most) >= 2:
            break
    result = student.module("src.fooling").make_fooling_image(x.clone(), targets, theirs, rate, most)
    check.shape(result, x.shape, what="the fooling images")
    require_dtype(result, x)
    expected = torch.stack([end for end, _ in ends])
    check.close(result, expected, **CLOSE, what="the fooling images", hint=HINT)


@number("3")
@weight(3)
def test_random_networks(student, rng):
    """make_fooling_image agrees with its definition on random networks."""
    compare(student, rng, (3, 4, 5), 6, 7, 0.15, 40)
    compare(student, rng, (8,), 4, 6, 0.05, 60)


@number("4")
@weight(2)
def test_linear_scores(student, rng):
    """With linear scores a picture moves straight along the weights of its target, by steps of the given length."""
    for scale in (0.05, 20.0):
        weights = torch.randn(3, 12, generator=rng, dtype=torch.float64) * scale
        biases = torch.tensor([1e6, 0, -1e6]).double()  # no picture ever gets class 1 or 2
        model = student.tools.network((12, 3), dtype="float64")
        student.tools.load_parameters(model, [weights, biases])
        x = torch.randn(3, 3, 2, 2, generator=rng, dtype=torch.float64)
        targets = torch.tensor([1, 2, 1])
        result = student.module("src.fooling").make_fooling_image(x.clone(), targets, model, 0.5, 6)
        require_dtype(result, x)
        units = weights / weights.norm(dim=1, keepdim=True)
        check.close(result, x + 3 * units[targets].reshape(x.shape), **CLOSE, what="the result of six steps of 0.5",
                    hint="A step has the length learning_rate, however steep the score is.")


@number("5")
@weight(1)
def test_one_target_for_all(student, rng):
    """make_fooling_image and transfers take one int as the target of all pictures."""
    fooling = student.module("src.fooling")
    theirs, _, x, _ = setting(student, rng, (2, 3, 3), 4, 5)
    several = fooling.make_fooling_image(x.clone(), torch.full((5,), 2), theirs, 0.1, 300)
    check.shape(several, x.shape, what="the fooling images")
    check.close(fooling.make_fooling_image(x.clone(), 2, theirs, 0.1, 300), several, rtol=0, atol=1e-9, what="the fooling images")
    check.equal(fooling.transfers(x, 2, theirs), fooling.transfers(x, torch.full((5,), 2), theirs), what="what transfers returns")


@number("6")
@weight(1)
def test_no_steps(student, rng):
    """make_fooling_image returns the pictures as they are where it may make no step."""
    theirs, _, x, ranks = setting(student, rng, (2, 3, 3), 4, 5, dtype="float32")
    check.equal(student.module("src.fooling").make_fooling_image(x.clone(), ranks[:, 1], theirs, 0.5, 0), x, what="the result")


@number("7")
@weight(1)
def test_float32_pictures(student, rng):
    """make_fooling_image returns pictures in the dtype that it got."""
    theirs, twin, x, ranks = setting(student, rng, (3, 3, 3), 5, 4, dtype="float32")
    targets = ranks[:, -1]
    result = student.module("src.fooling").make_fooling_image(x.clone(), targets, theirs, 0.25, 1)
    require_dtype(result, x)
    expected = torch.stack([path(twin, picture, int(target), 0.25, 1)[0] for picture, target in zip(x, targets, strict=True)])
    # One step of 0.25 in float32: errors are some 1e-7 of values of order 1.
    check.close(result, expected.float(), rtol=0, atol=1e-4, what="the result of one step in float32", hint=HINT)


@number("8")
@weight(1)
def test_gradient_of_zero(student, rng):
    """A picture whose gradient is zero everywhere stays where it is, and the others move."""
    # One hidden unit, off for negative first values: then all scores are constant.
    model = student.tools.network((2, 1, 2), flatten=False, dtype="float64")
    values = [[[1.0, 0.0]], [0.0], [[0.0], [1.0]], [100.0, 0.0]]
    student.tools.load_parameters(model, [torch.tensor(value).double() for value in values])
    x = torch.rand(2, 2, generator=rng, dtype=torch.float64) + torch.tensor([[-3.0, 0.0], [1.0, 0.0]]).double()
    result = student.module("src.fooling").make_fooling_image(x.clone(), 1, model, 0.25, 4)
    require_dtype(result, x)
    check.close(result, x + torch.tensor([[0.0, 0.0], [1.0, 0.0]]).double(), **CLOSE, what="the result where a score is flat",
                hint="What is a gradient of zeros divided by its norm?")


@number("9")
@weight(2)
def test_transfers(student, rng):
    """transfers says for each picture whether the other network takes it for its target."""
    theirs, _, x, ranks = setting(student, rng, (3, 3, 3), 5, 8)
    reached = torch.tensor([True, False, True, True, False, False, True, False])[torch.randperm(8, generator=rng)]
    targets = torch.where(reached, ranks[:, 0], ranks[:, 1])
    check.equal(student.module("src.fooling").transfers(x, targets, theirs), reached, what="what transfers returns",
                hint="Compare each picture's most likely class with its own target.")
