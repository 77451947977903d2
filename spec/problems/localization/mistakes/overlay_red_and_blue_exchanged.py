"""This is the result when large values are drawn blue and small ones red."""

FAILS = [
    "public/test_localization.py::test_overlay_by_hand",
    "hidden/test_outputs.py::test_overlays",
]


def overlay(image: Tensor, heat: Tensor) -> Tensor:
    value = 1 - enlarge(to_unit_range(heat)[None], *image.shape[1:])[0]
    return 0.5 * image + 0.5 * torch.stack([value, torch.zeros_like(value), 1 - value])
