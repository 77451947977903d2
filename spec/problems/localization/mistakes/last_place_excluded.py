"""This is the result when right and bottom are the last column and row of the box. As in a slice, they are the first beyond it."""

FAILS = [
    "public/test_localization.py::test_boxes_by_hand",
    "hidden/test_outputs.py::test_boxes",
]


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    boxes = []
    for values, constant in zip(to_unit_range(heat), heat.amin((1, 2)) == heat.amax((1, 2)), strict=True):
        rows, columns = torch.nonzero((values >= threshold) | constant, as_tuple=True)
        boxes.append([int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())])
    return torch.tensor(boxes)
