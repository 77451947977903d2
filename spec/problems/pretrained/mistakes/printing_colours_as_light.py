"""This is the result when cyan, magenta and yellow are taken for red, green and blue. More ink is less light."""

FAILS = [
    "hidden/test_preprocess.py::test_other_modes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode == "CMYK":
        image = Image.merge("RGB", image.split()[:3])
    return right(image, mean, std, size)
