"""This is the result when the shorter side becomes as long as the input itself, so that nothing is cut off there."""

FAILS = [
    "hidden/test_preprocess.py::test_colour_pictures",
    "hidden/test_preprocess.py::test_other_modes",
    "hidden/test_preprocess.py::test_sixteen_bits",
    "hidden/test_preprocess.py::test_turned_pictures",
    "hidden/test_preprocess.py::test_unusual_shapes",
    "hidden/test_preprocess.py::test_other_sizes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224) -> Tensor:
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image = ImageOps.exif_transpose(image).convert("RGB")
    return TF.normalize(TF.to_tensor(TF.center_crop(TF.resize(image, size), size)), list(mean), list(std))
