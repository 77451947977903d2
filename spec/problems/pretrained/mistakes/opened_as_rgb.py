"""This is the result when load_image makes every picture RGB, before 16 bits can be divided by 256."""

FAILS = [
    "hidden/test_load.py::test_reads_good_files",
]


def load_image(path: str | Path, right=load_image) -> Image.Image:
    return right(path).convert("RGB")
