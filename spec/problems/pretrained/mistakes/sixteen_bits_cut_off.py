"""This is the result when a picture of 16 bits is converted as it is: all that is above 255 becomes white."""

FAILS = [
    "hidden/test_preprocess.py::test_sixteen_bits",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * 1).convert("L")
    return right(image, mean, std, size)
