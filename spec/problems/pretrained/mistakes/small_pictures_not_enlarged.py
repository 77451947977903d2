"""This is the result when a picture is only ever made smaller: a small one gets a black frame instead."""

FAILS = [
    "hidden/test_preprocess.py::test_unusual_shapes",
]


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224, right=preprocess) -> Tensor:
    short = round(size * 256 / 224)
    if min(image.size) >= short:
        return right(image, mean, std, size)
    return TF.normalize(TF.to_tensor(TF.center_crop(image.convert("RGB"), size)), list(mean), list(std))
