"""This is the result when the picture is made square by resizing: circles become ellipses. Resize the shorter side and keep the
proportions."""

FAILS = [
    "hidden/test_preprocess.py::test_colour_pictures",
    "hidden/test_preprocess.py::test_other_modes",
    "hidden/test_preprocess.py::test_sixteen_bits",
    "hidden/test_preprocess.py::test_turned_pictures",
    "hidden/test_preprocess.py::test_unusual_shapes",
    "hidden/test_preprocess.py::test_other_sizes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image = ImageOps.exif_transpose(image).convert("RGB")
    return right(image.resize((512, 512), Image.Resampling.BILINEAR), mean, std, size)
