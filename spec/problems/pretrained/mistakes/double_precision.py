"""The values are those of a result in float64. The weights of a network are float32, and PyTorch refuses to multiply the two."""

FAILS = [
    "hidden/test_preprocess.py::test_normalisation",
]


def preprocess(
    image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess
) -> Tensor:
    return right(image, mean, std, size).double()
