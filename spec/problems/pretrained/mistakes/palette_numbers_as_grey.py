"""This is the result when the numbers of a palette's colours are taken for grey levels. Each number stands for a colour."""

FAILS = [
    "hidden/test_preprocess.py::test_other_modes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode == "P":
        image = Image.frombytes("L", image.size, image.tobytes())
    return right(image, mean, std, size)
