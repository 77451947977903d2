"""This is the result when the upper left corner is cut out instead of the middle."""

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
    shrunk = TF.resize(ImageOps.exif_transpose(image).convert("RGB"), round(size * 256 / 224))
    return TF.normalize(TF.to_tensor(shrunk.crop((0, 0, size, size))), list(mean), list(std))
