"""The worked examples of the hand-out."""

import numpy as np
import torch

from testkit import check, number, weight


@number("1")
@weight(1)
def test_worked_preprocess(student):
    """preprocess gives the values of the hand-out's picture of one colour."""
    tools = student.module("testkit.probes.pretrained")
    pixels = np.empty((300, 400, 3), dtype=np.uint8)
    pixels[:] = (255, 0, 51)
    x = tools.preprocess(student.module("src.pretrained").preprocess, pixels, "RGB", 1, [0.5, 0.4, 0.3], [0.25, 0.2, 0.1])
    check.shape(x, (3, 224, 224), what="the result of preprocess")
    for channel, value in enumerate([2.0, -2.0, -1.0]):
        check.close(
            x[channel],
            torch.full((224, 224), value),
            atol=1e-4,
            what=f"channel {channel} of the result of preprocess",
            hint="Divide by 255, subtract the channel's mean, divide by its standard deviation. Which channel comes first?",
        )


@number("2")
@weight(1)
def test_worked_top_k(student):
    """top_k gives the three most likely of the hand-out's four classes."""
    model = student.module("testkit.probes.pretrained").fixed_logits([1.0, 3.0, 2.0, 0.0])
    names = ["apple", "pear", "plum", "quince"]
    answer = student.module("src.pretrained").top_k(model, torch.zeros(3, 8, 8), names=names)
    pairs = [check.unpack(pair, 2, what="a pair of top_k") for pair in check.unpack(answer, 3, what="the result of top_k")]
    check.equal([name for name, _ in pairs], ["pear", "plum", "apple"], what="the names of top_k")
    check.close(
        check.numbers([value for _, value in pairs], 3, what="the probabilities of top_k"),
        [0.643914, 0.236883, 0.087144],
        atol=1e-5,
        what="the probabilities of top_k",
        hint="Probabilities of all classes add up to one. Over which axis do you sum?",
    )


@number("3")
@weight(1)
def test_worked_feature_maps(student):
    """feature_maps gives the two maps of the hand-out's worked example."""
    image = torch.zeros(3, 2, 2)
    image[0] = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
    image[1] = torch.tensor([[10.0, 10.0], [0.0, 5.0]])
    model = student.module("testkit.probes.pretrained").two_maps()
    maps = student.module("src.pretrained").feature_maps(model, image, ["pick"])
    maps = check.keys(maps, ["pick"], what="the result of feature_maps")["pick"]
    check.close(
        maps,
        torch.tensor([[[0.0, 0.25], [0.5, 1.0]], [[1.0, 1.0], [0.0, 0.5]]]),
        atol=1e-5,
        what="the maps of feature_maps",
        hint="Each map has a range of its own.",
    )
