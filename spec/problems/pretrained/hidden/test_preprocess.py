"""preprocess against torchvision's own transforms, on random pictures."""

import numpy as np
import torch
from PIL import ImageOps
from torchvision import transforms

from testkit import check, number, weight
from testkit.probes import pretrained as probes

PLAIN = ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0])
# Two grey levels: rounding to bytes before or after the resize, and in each of its two passes, moves a value by less.
LEVELS = {"rtol": 0.0, "atol": 2.05 / 255}


def draw(rng, height, width):
    """Draw a picture of smooth colours with steps of its own in each channel, so that no turn or shift leaves it as it was."""
    cells = torch.rand(1, 3, 5, 7, generator=rng)
    smooth = torch.nn.functional.interpolate(cells, size=(height, width), mode="bicubic", align_corners=True)[0].clamp(0, 1)
    smooth = smooth * torch.tensor([0.6, 0.5, 0.4]).view(3, 1, 1) + torch.tensor([0.3, 0.05, 0.15]).view(3, 1, 1)
    row, column = torch.arange(height).view(-1, 1) / height, torch.arange(width).view(1, -1) / width
    smooth = smooth + 0.1 * torch.stack([row + 0 * column, 0 * row + column, row * column])
    return (smooth * 255).round().byte().permute(1, 2, 0).contiguous().numpy()


def expected(pixels, mode, orientation, mean, std, size=224):
    """Return what torchvision makes of the picture."""
    if mode.startswith("I"):
        image = probes.make_image(np.repeat((pixels // 256).astype(np.uint8)[:, :, None], 3, axis=2), "RGB", orientation)
    else:
        image = probes.make_image(pixels, mode, orientation)
    steps = [transforms.Resize(round(size * 256 / 224)), transforms.CenterCrop(size), transforms.ToTensor()]
    return transforms.Compose([*steps, transforms.Normalize(mean, std)])(ImageOps.exif_transpose(image).convert("RGB"))


def judge(student, pixels, mode="RGB", orientation=1, mean=PLAIN[0], std=PLAIN[1], size=(), hint=None, **tolerance):
    """Compare the student's result with torchvision's."""
    tools = student.module("testkit.probes.pretrained")
    x = tools.preprocess(student.module("src.pretrained").preprocess, pixels, mode, orientation, mean, std, *size)
    right = expected(pixels, mode, orientation, mean, std, *size)
    check.shape(x, right.shape, what="the result of preprocess")
    check.close(x, right, **(tolerance or LEVELS), what="the result of preprocess", hint=hint)
    return x


@number("4")
@weight(3)
def test_colour_pictures(student, rng):
    """preprocess shrinks and crops colour pictures as torchvision does, to a grey level."""
    hint = "Compare the result with the picture: which part of it is there, is it as wide as before, and are its colours the same?"
    for height, width in [(300, 420), (500, 320), (256, 256)]:
        judge(student, draw(rng, height, width), hint=hint)
    for height, width in [(420, 560), (330, 300)]:
        grain = torch.randint(0, 256, (height, width, 3), generator=rng, dtype=torch.uint8).numpy()
        judge(student, grain, hint="Smooth pictures are right, one with grain is not: how do you interpolate?")


@number("5")
@weight(2)
def test_normalisation(student, rng):
    """preprocess subtracts each channel's mean and divides by each channel's standard deviation, once."""
    for _ in range(2):
        pixels = np.empty((256, 256, 3), dtype=np.uint8)
        pixels[:] = torch.randint(150, 250, (3,), generator=rng).numpy() // np.array([1, 2, 5])
        mean = (torch.rand(3, generator=rng) * 0.1 + torch.tensor([0.2, 0.35, 0.5])).tolist()
        std = (torch.rand(3, generator=rng) * 0.05 + torch.tensor([0.1, 0.2, 0.3])).tolist()
        hint = "Each value is changed once, by the numbers of its own channel."
        x = judge(student, pixels, mean=mean, std=std, rtol=0.0, atol=0.02, hint=hint)
        check.that(x.dtype == torch.float32, "The result of preprocess should be float32, as the weights of networks are.",
                   hint="An array of NumPy that is divided by a number becomes float64.")


@number("6")
@weight(2)
def test_other_modes(student, rng):
    """preprocess takes grey pictures, pictures with a palette, with transparency and of printing colours."""
    for mode in ("L", "P", "RGBA", "CMYK", "LA"):
        judge(student, draw(rng, 270, 310), mode, hint="If RGB pictures are right: what is in the file, and what does the network want?")


@number("7")
@weight(1)
def test_sixteen_bits(student, rng):
    """preprocess takes grey pictures of 16 bits, with all of their range."""
    for mode in ("I;16", "I"):
        pixels = draw(rng, 280, 260)[:, :, 0].astype(np.uint16) * 256 + 37
        judge(student, pixels, mode,
              hint="If RGB pictures are right: a value of 16 bits lies between 0 and 65535. What becomes of all that is above 255?")


@number("8")
@weight(1)
def test_turned_pictures(student, rng):
    """preprocess turns a picture as its EXIF tag says."""
    for orientation in (3, 6, 8):
        judge(student, draw(rng, 280, 350), "RGB", orientation,
              hint="If other pictures are right: cameras store how they were held beside the picture.")


@number("9")
@weight(2)
def test_unusual_shapes(student, rng):
    """preprocess takes tiny and very long pictures."""
    hint = "If other pictures are right: the shorter side becomes 256 pixels long, also where it is shorter than that."
    judge(student, draw(rng, 1, 1), hint=hint)
    judge(student, draw(rng, 300, 2000), hint=hint)
    judge(student, draw(rng, 90, 60), hint=hint)


@number("10")
@weight(1)
def test_other_sizes(student, rng):
    """preprocess makes inputs of other sizes; the shorter side keeps its proportion to them."""
    for size in (96, 112):
        judge(student, draw(rng, 260, 340), size=(size,),
              hint="If a size of 224 is right: for it, the shorter side becomes 256 pixels long. What is it for this size?")
