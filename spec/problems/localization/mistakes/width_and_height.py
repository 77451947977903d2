"""This is the result when a box ends with its width and height."""

FAILS = [
    "hidden/test_outputs.py::test_boxes",
    "public/test_localization.py::test_boxes_by_hand",
]


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    boxes = []
    for values, constant in zip(to_unit_range(heat), heat.amin((1, 2)) == heat.amax((1, 2)), strict=True):
        rows, columns = torch.nonzero((values >= threshold) | constant, as_tuple=True)
        boxes.append([int(columns.min()), int(rows.min()), int(columns.max() - columns.min()) + 1, int(rows.max() - rows.min()) + 1])
    return torch.tensor(boxes)
