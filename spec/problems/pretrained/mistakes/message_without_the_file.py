"""This is the result when the message does not say which file is damaged."""

FAILS = [
    "hidden/test_load.py::test_refuses_damaged_files",
]


def load_image(path: str | Path, right=load_image) -> Image.Image:
    try:
        return right(path)
    except ValueError as error:
        raise ValueError("The file is damaged.") from error
