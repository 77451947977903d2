"""This is the result when the colours are added to the tensor of the caller: the next overlay covers a picture that is covered already."""

FAILS = [
    "hidden/test_outputs.py::test_arguments_stay",
]


def overlay(image: Tensor, heat: Tensor, right=overlay) -> Tensor:
    image.copy_(right(image, heat))
    return image
