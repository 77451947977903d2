"""feature_maps on small networks whose weights the test knows."""

import torch

from testkit import check, controls, number, weight
from testkit.probes import effects
from testkit.probes import pretrained as probes

FIRST = {"stem": (6, 12, 10), "norm": (6, 12, 10), "pool": (6, 6, 5), "middle": (8, 6, 5)}


def stretch(maps):
    """Stretch map by map."""
    result = []
    for one in maps.double():
        low, high = float(one.min()), float(one.max())
        result.append((one - low) / (high - low) if high > low else torch.zeros_like(one))
    return torch.stack(result).float()


def outputs(model, image):
    """Return the output of each layer, one after the other."""
    found, x = {}, image[None]
    with torch.no_grad():
        for name, layer in model.named_children():
            x = layer(x)
            found[name] = x[0].clone()
    return found


def draw(rng, contrast=1.0, **options):
    """Draw a network and a picture of which no map is nearly constant, but the one that is named dead."""
    while True:
        seed = int(torch.randint(0, 2**31, (1,), generator=rng))
        image = contrast * torch.randn(3, 12, 10, generator=rng)
        found = outputs(probes.make_network(seed, **options).eval(), image)
        spread = torch.cat([(found[name].amax((1, 2)) - found[name].amin((1, 2))) for name in FIRST])
        if int((spread < 0.05).sum()) == (3 if "dead" in options else 0):  # in "stem", and behind it
            return seed, image, found


def judge(student, model, image, found, layers, hint=None):
    """Compare the maps of layers."""
    answer = student.module("src.pretrained").feature_maps(model, image, layers)
    answer = check.keys(answer, layers, what="the result of feature_maps")
    for name in layers:
        check.shape(answer[name], FIRST[name.removeprefix("body.")], what=f"the maps of the layer {name}")
        check.close(answer[name], stretch(found[name]), rtol=0, atol=1e-3, what=f"the maps of the layer {name}", hint=hint)


def in_evaluation(student, seed, *arguments):
    model = student.module("testkit.probes.pretrained").make_network(seed, *arguments)
    model.eval()
    return model


@number("18")
@weight(3)
def test_maps_of_layers(student, rng):
    """feature_maps gives the output of each layer that is asked for, each map stretched by itself."""
    for layers, contrast in ((["stem"], 0.1), (["middle", "norm"], 1.0), (["pool", "stem", "middle"], 1.0)):
        seed, image, found = draw(rng, contrast)  # with 0.1, the largest value of a map is below one
        judge(student, in_evaluation(student, seed), image, found, layers, "What are the smallest and the largest value of each map?")
    seed, image, found = draw(rng)
    model = student.module("testkit.probes.pretrained").make_mirroring_network(seed)
    judge(student, model, image.flip(2), {f"body.{name}": maps for name, maps in found.items()}, ["body.stem", "body.middle"],
          "Names with a dot are of layers inside of layers, and a network does with its parts what its own forward says.")


@number("19")
@weight(1)
def test_constant_maps(student, rng):
    """feature_maps makes zeros of a map whose values are all equal."""
    seed, image, found = draw(rng, dead=2)
    judge(student, in_evaluation(student, seed, 7, 0.0, False, 2), image, found, ["stem"], "What do you divide a constant map by?")


@number("20")
@weight(2)
def test_in_place_layers(student, rng):
    """feature_maps shows a layer's own output, also where the next layer writes into it."""
    seed, image, found = draw(rng, in_place=True)
    hint = "ReLU(inplace=True) changes the tensor that your hook was given. When do you copy it?"
    judge(student, in_evaluation(student, seed, 7, 0.0, True), image, found, ["norm", "middle"], hint)


@number("21")
@weight(2)
def test_maps_in_evaluation_mode(student, rng):
    """feature_maps computes in evaluation mode, also for a network that is in training mode."""
    seed, image, found = draw(rng)
    model = student.module("testkit.probes.pretrained").make_network(seed)
    model.train()
    judge(student, model, image, found, ["middle"], "If it is right in evaluation mode: which statistics does batch norm use?")


@number("22")
@weight(2)
def test_hooks_are_gone(student, rng):
    """feature_maps leaves no hooks behind, also where the network fails, and keeps those that were there."""
    tools, feature_maps = student.module(probes.PROBES), student.module("src.pretrained").feature_maps
    seed, image, _ = draw(rng)
    model = in_evaluation(student, seed)
    tools.add_hook(model, "middle")
    check.keys(feature_maps(model, image, ["stem", "middle"]), ["stem", "middle"], what="the result of feature_maps")
    hint = "register_forward_hook returns something. What is it for, and does that happen where the network fails?"
    check.equal(probes.ask_state(student, rng, model)["hooks"], 1, what="the number of hooks afterwards, where one was there before", hint=hint)
    check.that(
        controls.is_refused(feature_maps, model, torch.zeros(5, 12, 10), ["stem", "pool"]),
        "A picture of five channels should make the network fail, and so feature_maps.",
    )
    check.equal(probes.ask_state(student, rng, model)["hooks"], 1, what="the number of hooks after a failure, where one was there before",
                hint=hint)


@number("23")
@weight(1)
def test_maps_leave_network(student, rng):
    """feature_maps leaves the network as it was, modes, gradients and running averages, and the picture too."""
    seed, image, _ = draw(rng)
    model, before = student.module(probes.PROBES).make_used_network(seed), effects.state(probes.make_used_network(seed))
    feature_maps = student.module("src.pretrained").feature_maps
    maps, changed = controls.call_keeping_inputs(student, rng, feature_maps, model, image, ["stem"])
    maps = check.tensor(check.keys(maps, ["stem"], what="the result of feature_maps")["stem"], what="the maps of the layer stem")
    check.that(not maps.requires_grad, "The maps should be computed without gradients.")
    check.equal(len(changed), 0, what="the number of changed arguments", hint="The picture is needed again.")
    after = probes.ask_state(student, rng, model)
    check.equal(after["modes"], before["modes"], what="the modes of the modules", hint="Each module had a mode of its own before.")
    numbers = [name for name in controls.changed(before, after) if name != "hooks"]  # of which the test before is
    check.equal(len(numbers), 0, what="the number of weights, averages, gradients and requires_grad that changed")
    for picture, layers in ((image, ["stem", "end"]), (torch.zeros(5, 12, 10), ["stem"])):
        controls.is_refused(feature_maps, model, picture, layers)  # with a ValueError in the first case, says the next test
        after = probes.ask_state(student, rng, model)
        check.equal(after["modes"], before["modes"], what="the modes of the modules after an exception",
                    hint="What stands after a line that raises is not reached. Which statement of Python runs its block in any case?")


@number("24")
@weight(1)
def test_refuses_unknown_layers(student, rng):
    """feature_maps raises a ValueError for a layer that the network does not have."""
    seed, image, _ = draw(rng)
    model = in_evaluation(student, seed)
    check.raises(ValueError, student.module("src.pretrained").feature_maps, model, image, ["stem", "end"], what="an unknown layer")
