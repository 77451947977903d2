"""This is the result when the values are normalised twice."""

FAILS = [
    "public/test_pretrained.py::test_worked_preprocess",
    "hidden/test_preprocess.py::test_normalisation",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    return TF.normalize(right(image, mean, std, size), list(mean), list(std))
