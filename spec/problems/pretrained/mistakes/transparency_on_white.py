"""This is the result when transparent places become white. The hand-out drops the transparency and keeps the colours below it."""

FAILS = [
    "hidden/test_preprocess.py::test_other_modes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return right(image, mean, std, size)
