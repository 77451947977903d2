"""The model of the hand-out on this side, from values."""

import torch
from torch.nn import functional as F

from testkit import check
from testkit.probes import finetune as own

FEATURES = 7
# Float32 sums of up to some hundred products; a wrong layer changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}


def draw_seed(rng):
    return int(torch.randint(2**31, (1,), generator=rng))


def body_parameters(backbone):
    return [value.detach() for name, value in backbone.named_parameters() if not name.startswith("fc.")]


def head_shapes(n_classes, hidden):
    width = 2 * FEATURES
    return [(width,), (width,), (hidden, width), (hidden,), (hidden,), (hidden,), (n_classes, hidden), (n_classes,)]


def new_model(student, rng, *, n_classes=5, hidden=11, dropout=0.5, pool=False):
    """Return a student's model with random values in its head, the backbone of this side, and the values."""
    seed = draw_seed(rng)
    trusted = own.backbone(seed, pool)
    model = student.module("src.finetune").build_transfer_model(
        student.module("testkit.probes.finetune").backbone(seed, pool), n_classes, hidden, dropout)
    claimed = list(student.tools.parameters(model).values())
    body = body_parameters(trusted)
    shapes = [tuple(value.shape) for value in body] + head_shapes(n_classes, hidden)
    check.that([tuple(value.shape) for value in claimed] == shapes,
               "The model should have the parameters of the body, then those of the head, in the order of the hand-out.",
               values=f"Expected shapes {shapes}; found {[tuple(value.shape) for value in claimed]}.",
               hint="The body ends before the pooling; the head has two batch normalisations and two linear layers.")
    head = [torch.randn(shape, generator=rng) * (0.5 if len(shape) > 1 else 1.0) for shape in head_shapes(n_classes, hidden)]
    student.tools.load_parameters(model, [*body, *head])
    return model, trusted, head


def body_maps(trusted, x):
    maps = trusted.relu(trusted.bn1(trusted.conv1(x)))
    maps = trusted.maxpool(maps) if hasattr(trusted, "maxpool") else maps
    return trusted.layer4(trusted.layer3(trusted.layer2(trusted.layer1(maps))))


def head_logits(maps, head, *, training=False):
    """Compute the head without dropout; in evaluation mode with the averages that a new batch normalisation has."""
    w1, b1, linear1, bias1, w2, b2, linear2, bias2 = head
    pooled = torch.cat([maps.amax((2, 3)), maps.mean((2, 3))], 1)

    def norm(values, weight, bias):
        size = len(weight)
        return F.batch_norm(values, torch.zeros(size), torch.ones(size), weight, bias, training=training)

    inner = F.linear(norm(pooled, w1, b1), linear1, bias1).relu()
    return F.linear(norm(inner, w2, b2), linear2, bias2)


def pictures(rng, count=6, side=32, width=None):
    return torch.randn(count, 3, side, width or side, generator=rng)
