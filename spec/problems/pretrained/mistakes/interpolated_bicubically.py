"""This is the result when the picture is resized with bicubic interpolation. Which one does the hand-out ask for?"""

FAILS = [
    "hidden/test_preprocess.py::test_colour_pictures",
    "hidden/test_preprocess.py::test_other_modes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224) -> Tensor:
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    shrunk = TF.resize(image.convert("RGB"), round(size * 256 / 224), interpolation=TF.InterpolationMode.BICUBIC)
    return TF.normalize(TF.to_tensor(TF.center_crop(shrunk, size)), list(mean), list(std))
