"""This is the result when a missing file is called damaged: who reads the message looks for the wrong fault."""

FAILS = [
    "hidden/test_load.py::test_reads_good_files",
]


def load_image(path: str | Path, right=load_image) -> Image.Image:
    try:
        return right(path)
    except OSError as error:
        raise ValueError(f"{path} is no picture.") from error
