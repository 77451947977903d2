"""This is the result when the map is scaled after it was enlarged. Its largest value may lie between the new places."""

FAILS = [
    "hidden/test_outputs.py::test_overlays",
]


def overlay(image: Tensor, heat: Tensor) -> Tensor:
    value = to_unit_range(enlarge(heat[None], *image.shape[1:])[0])
    return 0.5 * image + 0.5 * torch.stack([value, torch.zeros_like(value), 1 - value])
