"""This is the result when the mean and the standard deviation are not used at all."""

FAILS = [
    "public/test_pretrained.py::test_worked_preprocess",
    "hidden/test_preprocess.py::test_normalisation",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    return right(image, [0.0] * 3, [1.0] * 3, size)
