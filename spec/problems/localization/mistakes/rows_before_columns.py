"""This is the result when a box begins with its row. It is left, top, right, bottom."""

FAILS = [
    "public/test_localization.py::test_boxes_by_hand",
    "hidden/test_outputs.py::test_boxes",
]


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    boxes = []
    for values, constant in zip(to_unit_range(heat), heat.amin((1, 2)) == heat.amax((1, 2)), strict=True):
        rows, columns = torch.nonzero((values >= threshold) | constant, as_tuple=True)
        boxes.append([int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1])
    return torch.tensor(boxes)
