"""This is the result when the picture is not turned as its EXIF tag says: it lies on its side or stands on its head."""

FAILS = [
    "hidden/test_preprocess.py::test_turned_pictures",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    if image.mode == "RGB":
        image = Image.fromarray(__import__("numpy").asarray(image))
    return right(image, mean, std, size)
