"""Strong attacks on networks that were handed in, on this side of the sandbox."""

import torch
from torch.nn import functional as F

from testkit import check


def rebuild(model, state):
    """Put weights that the student's process claims into a network of this side; return it in evaluation mode."""
    own = model.state_dict()
    state = check.keys(state, list(own), what="the weights of RobustNet")
    for name, value in own.items():
        check.shape(state[name], tuple(value.shape), what="a weight of RobustNet")
    model.load_state_dict({name: state[name] for name in own})
    return model.eval()


def loss(logits, y):
    """Return the cross-entropy. Where a network is very sure, its gradient is zero to the last digit."""
    return F.cross_entropy(logits, y)


def margin(logits, y):
    """Return how far the best wrong class is ahead of the right one: its gradient's sign knows no scale of the logits."""
    right = logits.gather(1, y[:, None])
    return (logits - right).scatter(1, y[:, None], -torch.inf).amax(1).sum()


def is_right(model, x, y):
    """Return which samples the model names rightly, bool of shape (N,)."""
    with torch.no_grad():
        return model(x).argmax(1) == y


def attack(model, x, y, rng, goal, *, epsilon, steps):
    """Return the samples after PGD (Madry and others, 2018) from a random start, in steps of a quarter of epsilon.

    Args:
        model: in evaluation mode.
        x: samples in [0, 1]; shape (N, ...).
        y: true classes, int64 of shape (N,).
        rng: of the test.
        goal: what grows, ``loss`` or ``margin``.
        epsilon: how far each number may move.
        steps: how many.
    """
    attacked = (x + epsilon * (2 * torch.rand(x.shape, generator=rng) - 1)).clamp(0, 1)
    for _ in range(steps):
        attacked.requires_grad_()
        (slope,) = torch.autograd.grad(goal(model(attacked), y), attacked)
        moved = attacked.detach() + epsilon / 4 * slope.sign()
        attacked = moved.clamp(x - epsilon, x + epsilon).clamp(0, 1)
    return attacked


def resisting(model, x, y, rng, *, surrogate=None, **options):
    """Return which samples a model names rightly, clean and after each attack, by the attack's name.

    "loss" and "margin" follow the model's own gradient, each from a random start of its own: a network that only hides its gradient near
    the clean sample gives way to the starts, one that saturates its loss to the margin. "transfer" is the attack on another network.

    Args:
        model: in evaluation mode.
        x: samples in [0, 1]; shape (N, ...).
        y: true classes, int64 of shape (N,).
        rng: of the test.
        surrogate: the other network, in evaluation mode; None for no "transfer".
        **options: of ``attack``.
    """
    attacks = {"loss": (model, loss), "margin": (model, margin)}
    if surrogate is not None:
        attacks["transfer"] = (surrogate, margin)
    clean = is_right(model, x, y)
    return {
        name: clean & is_right(model, attack(attacked, x, y, rng, goal, **options), y) for name, (attacked, goal) in attacks.items()
    }


# Share of the samples that resist the attack along the gradient of the loss and fall to another one. Measured with weights/make.py on 250
# drawn pictures: by margin at most 3.2 % and by transfer 0 % of the solution's weights under 6 seeds, 0 % after a training on clean
# pictures under 3. With logits 10,000 times as large it is 48 % by margin of the solution's, and of the others 94 % by margin and 16 %
# by transfer at least.
MAX_HIDDEN = 0.1


def describe_hidden_gradients(resists):
    """Return a sentence for staff where other attacks find what the one along the gradient of the loss does not; "" elsewhere.

    Args:
        resists: what ``resisting`` returned.
    """
    found = {name: float((resists["loss"] & ~resists[name]).double().mean()) for name in ("margin", "transfer")}
    if max(found.values()) <= MAX_HIDDEN:
        return ""
    return (
        f"an attack along the gradient of the loss leaves {float(resists['loss'].double().mean()):.0%} of the pictures named rightly, but "
        f"of all pictures {found['margin']:.0%} resist it and fall to an attack along the margin between the logits, "
        f"{found['transfer']:.0%} to one that was made on another network. Please look whether the weights hide their gradients, such as by "
        "very large logits. The points count the first two attacks."
    )
