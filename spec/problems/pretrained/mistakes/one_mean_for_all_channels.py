"""This is the result when the numbers of the first channel are used for all three."""

FAILS = [
    "public/test_pretrained.py::test_worked_preprocess",
    "hidden/test_preprocess.py::test_normalisation",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    return right(image, [mean[0]] * 3, [std[0]] * 3, size)
