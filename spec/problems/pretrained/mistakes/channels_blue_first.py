"""This is the result when the channels are blue, green, red, the order of OpenCV. Pillow and torchvision begin with red."""

FAILS = [
    "public/test_pretrained.py::test_worked_preprocess",
    "hidden/test_preprocess.py::test_colour_pictures",
    "hidden/test_preprocess.py::test_normalisation",
    "hidden/test_preprocess.py::test_other_modes",
    "hidden/test_preprocess.py::test_turned_pictures",
    "hidden/test_preprocess.py::test_unusual_shapes",
    "hidden/test_preprocess.py::test_other_sizes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    mean, std = torch.tensor(mean).view(3, 1, 1), torch.tensor(std).view(3, 1, 1)
    return (right(image, [0.0] * 3, [1.0] * 3, size).flip(0) - mean) / std
