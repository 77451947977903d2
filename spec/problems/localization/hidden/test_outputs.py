"""Maps, scores, overlays and boxes, against what the test computes from the same weights and numbers."""

import torch

from testkit import check, controls, number, weight
from testkit.probes import localization as trusted

FORMS = ({"nested": False, "dropout": 0.5}, {"nested": True, "batch_norm": True})


def pair(student, rng, x, target, **options):
    """Return a network of the student's, ours with the same weights, and the maps of the target classes.

    It draws until each map has places that speak for the class and places that speak against it.
    """
    while True:
        options["seed"] = int(torch.randint(2**31, (), generator=rng))
        ours = trusted.victim(**options).eval()
        maps = reference_map(ours, x, target)
        if bool((maps.amin((1, 2)) < -0.05).all() and (maps.amax((1, 2)) > 0.05).all()):
            theirs = student.module(trusted.PROBES).victim(**options)
            theirs.eval()
            return theirs, ours, maps


def parts(model, x):
    """Return the last feature map of our copy in float64, and weight and bias of its linear layer."""
    model = model.double()
    with torch.no_grad():
        if isinstance(model, trusted.Named):
            return model.features(x.double()), model.classifier[-1].weight, model.classifier[-1].bias
        depth = next(index for index, layer in enumerate(model) if isinstance(layer, torch.nn.AdaptiveAvgPool2d))
        return model[:depth](x.double()), model[-1].weight, model[-1].bias


def reference_map(model, x, target):
    """Return the maps by their definition, one channel after the other."""
    features, weights, _ = parts(model, x)
    with torch.no_grad():
        return torch.stack([sum(w * a for w, a in zip(weights[t], maps, strict=True)) for t, maps in zip(target, features, strict=True)])


def pictures(rng, n, channels, height, width):
    return torch.randn(n, channels, height, width, generator=rng, dtype=torch.float64)


@number("8")
@weight(3)
def test_maps_of_random_networks(student, rng):
    """class_activation_map agrees with its definition on random networks, for one class and for a class of each picture."""
    cam = student.module("src.localization").class_activation_map
    for form in FORMS:
        x = pictures(rng, 4, 3, 8, 8)
        several = torch.randperm(5, generator=rng)[:4]
        theirs, ours, maps = pair(student, rng, x, several, **form)
        for target, expected in ((several.clone(), maps), (3, reference_map(ours, x, [3] * 4))):
            check.close(cam(theirs, x.clone(), target), expected, rtol=0, atol=1e-9, what="the maps",
                        hint="Which weights of the last linear layer belong to the class, and what is added to the sum?")


@number("9")
@weight(1)
def test_predicted_class(student, rng):
    """Without a target, class_activation_map takes the class that the model predicts for each picture."""
    cam = student.module("src.localization").class_activation_map
    while True:  # until the best class of each picture is clear, and several occur
        seed = int(torch.randint(2**31, (), generator=rng))
        ours, x = trusted.victim(seed=seed).eval(), 3 * pictures(rng, 6, 3, 8, 8)
        with torch.no_grad():
            logits = ours(x)
        best = logits.topk(2).values
        maps = reference_map(ours, x, logits.argmax(1))
        is_clear = len(set(logits.argmax(1).tolist())) > 1 and float((best[:, 0] - best[:, 1]).min()) > 1e-3
        if is_clear and float(maps.min()) < -0.05:
            break
    theirs = student.module(trusted.PROBES).victim(seed=seed)
    check.close(cam(theirs, x.clone()), maps, rtol=0, atol=1e-9, what="the maps without a target",
                hint="Each picture has its own most likely class.")


@number("10")
@weight(2)
def test_larger_pictures(student, rng):
    """class_activation_map takes pictures larger than those of the training, and such that are no squares."""
    cam = student.module("src.localization").class_activation_map
    for form in FORMS:
        for height, width in ((12, 20), (26, 10)):
            x = pictures(rng, 2, 2, height, width)
            target = torch.tensor([2, 0])
            theirs, _, expected = pair(student, rng, x, target, channels=2, maps=9, classes=3, **form)
            maps = cam(theirs, x.clone(), target)
            check.shape(maps, (2, height // 2, width // 2), what="the maps")
            check.close(maps, expected, rtol=0, atol=1e-9, what="the maps of larger pictures")


@number("11")
@weight(1)
def test_float32_maps(student, rng):
    """class_activation_map works in float32."""
    x = pictures(rng, 3, 3, 6, 6).float()
    target = torch.tensor([1, 4, 2])
    theirs, _, expected = pair(student, rng, x, target, dtype="float32")
    # Sums of some dozens of products of order 1 in float32.
    check.close(student.module("src.localization").class_activation_map(theirs, x.clone(), target),
                expected.float(), rtol=0, atol=1e-4, what="the maps in float32")


@number("12")
@weight(3)
def test_scores_at_every_place(student, rng):
    """fully_convolutional gives the scores of all classes at every place, and their mean is the logits."""
    for form in FORMS:
        options = {"classes": 4, "seed": int(torch.randint(2**31, (), generator=rng)), **form}
        theirs, ours = student.module(trusted.PROBES).victim(**options), trusted.victim(**options).eval()
        network = student.module("src.localization").fully_convolutional(theirs)
        for height, width in ((8, 8), (10, 18)):
            x = pictures(rng, 3, 3, height, width)
            features, weights, bias = parts(ours, x)
            with torch.no_grad():
                expected = torch.einsum("ck,nkhw->nchw", weights, features) + bias[:, None, None]
            scores = network(x.clone())
            check.close(scores, expected, rtol=0, atol=1e-9, what="the scores at every place",
                        hint="At each place the linear layer meets the features of that place, and adds its bias.")


@number("13")
@weight(2)
def test_enlarged_maps(student, rng):
    """enlarge is bilinear interpolation between the centres of the cells."""
    enlarge = student.module("src.localization").enlarge
    for (h, w), (height, width) in (((3, 4), (12, 20)), ((2, 5), (7, 8)), ((4, 1), (4, 3))):
        heat = torch.randn(2, h, w, generator=rng, dtype=torch.float64)

        def matrix(small, large):
            place = ((torch.arange(large).double() + 0.5) * small / large - 0.5).clamp(0, small - 1)
            return (1 - (place[:, None] - torch.arange(small).double()).abs()).clamp(min=0)

        expected = torch.einsum("ih,nhw,jw->nij", matrix(h, height), heat, matrix(w, width))
        check.close(enlarge(heat.clone(), height, width), expected, rtol=0, atol=1e-5, what="the enlarged maps",
                    hint="Compare the outermost columns: do the edges of the grids, or the outermost centres, lie in the same place?")


@number("14")
@weight(2)
def test_overlays(student, rng):
    """overlay mixes half of the picture with half of the map's colours."""
    overlay = student.module("src.localization").overlay
    for low, high in ((-4.0, 3.0), (2.0, 9.0)):
        image = torch.rand(3, 4, 6, generator=rng, dtype=torch.float64)
        heat = torch.rand(4, 6, generator=rng, dtype=torch.float64)
        heat = low + (high - low) * (heat - heat.min()) / (heat.max() - heat.min())
        value = (heat - low) / (high - low)
        expected = 0.5 * image + 0.5 * torch.stack([value, 0 * value, 1 - value])
        check.close(overlay(image.clone(), heat.clone()), expected, rtol=0, atol=1e-6, what="the overlay of a map of the picture's size",
                    hint="The map is scaled by its own smallest and largest value, whatever they are.")
    image = torch.rand(3, 6, 8, generator=rng, dtype=torch.float64)
    heat = torch.rand(3, 4, generator=rng, dtype=torch.float64)
    heat[1, 1], heat[1, 2] = 5.0, -4.0  # between others: bilinear interpolation does not reach them
    value = student.module("src.localization").enlarge(((heat + 4) / 9)[None], 6, 8)
    value = check.tensor(value, what="the enlarged maps")
    check.shape(value, (1, 6, 8), what="the enlarged maps")
    expected = 0.5 * image + 0.5 * torch.stack([value[0], 0 * value[0], 1 - value[0]])
    check.close(overlay(image.clone(), heat.clone()), expected, rtol=0, atol=1e-6, what="the overlay of a map smaller than the picture",
                hint="If maps of the picture's size are right: which comes first, scaling or enlarging?")
    check.close(overlay(image.clone(), torch.full((2, 3), 2.5).double()), 0.5 * image + torch.tensor([0.0, 0, 0.5]).double()[:, None, None],
                rtol=0, atol=1e-6, what="the overlay of a constant map")


@number("15")
@weight(2)
def test_boxes(student, rng):
    """bounding_box scales each map by its own smallest and largest value."""
    box = student.module("src.localization").bounding_box
    heat = torch.rand(4, 7, 11, generator=rng, dtype=torch.float64) * 0.2
    expected = []
    for index, (low, high) in enumerate(((0, 1), (-5, 0), (20, 23), (0.1, 0.2))):
        left, top = int(torch.randint(5, (), generator=rng)), int(torch.randint(3, (), generator=rng))
        right, bottom = left + 3 + index % 2, top + 2 + index % 3
        heat[index, top, left], heat[index, bottom - 1, right - 1] = 0.9, 1.0  # corners of the box, the rest is at most 0.2
        heat[index] = (heat[index] - heat[index].min()) / (heat[index].max() - heat[index].min())
        heat[index] = low + (high - low) * heat[index]
        expected.append([left, top, right, bottom])
    check.equal(box(heat.clone(), 0.5), torch.tensor(expected), what="the boxes",
                hint="Of which map, and from where, is the threshold a share? Which comes first in a box, column or row?")
    check.equal(box(torch.full((1, 3, 5), 0.7).double(), 0.5), torch.tensor([[0, 0, 5, 3]]), what="the box of a constant map")


@number("16")
@weight(1)
def test_pointing_game(student, rng):
    """pointing_game counts largest values inside their boxes, edges as in slices."""
    play = student.module("src.localization").pointing_game
    heat = torch.rand(6, 9, 12, generator=rng, dtype=torch.float64)
    places = torch.tensor([[2, 7], [2, 7], [2, 7], [8, 11], [0, 0], [5, 8]])  # rows and columns
    for values, (row, column) in zip(heat, places.tolist(), strict=True):
        values[row, column] = 1.5
    boxes = torch.tensor([[7, 2, 8, 3], [5, 1, 7, 4], [6, 0, 9, 2], [10, 7, 12, 9], [0, 0, 2, 2], [4, 7, 6, 10]])
    # In its box; right of it; below it; in it; in it; only with rows and columns exchanged.
    check.close(play(heat.clone(), boxes), 50.0, rtol=1e-9, what="the pointing game",
                hint="A box ends before its right column and its bottom row.")


@number("22")
@weight(1)
def test_arguments_stay(student, rng):
    """enlarge, overlay, bounding_box and pointing_game change none of their arguments."""
    localization = student.module("src.localization")
    image = torch.rand(3, 6, 8, generator=rng, dtype=torch.float64)
    heat = 1 + torch.rand(2, 6, 8, generator=rng, dtype=torch.float64)
    boxes = torch.tensor([[1, 0, 5, 4], [2, 2, 8, 6]])
    for name, *given in (("enlarge", heat, 12, 16), ("overlay", image, heat[0]), ("bounding_box", heat, 0.5), ("pointing_game", heat, boxes)):
        _, changed = controls.call_keeping_inputs(student, rng, getattr(localization, name), *given)
        check.equal(len(changed), 0, what=f"the number of changed arguments of {name}",
                    hint="A name that ends in _ , and +=, write into the tensor of the caller.")
