"""This is the result when values between 0 and 255 are normalised. The means are for values between 0 and 1."""

FAILS = [
    "public/test_pretrained.py::test_worked_preprocess",
    "hidden/test_preprocess.py::test_*",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    return TF.normalize(255 * right(image, [0.0] * 3, [1.0] * 3, size), list(mean), list(std))
