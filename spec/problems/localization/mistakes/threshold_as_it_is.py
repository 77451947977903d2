"""This is the result when the values themselves are compared with the threshold."""

FAILS = [
    "public/test_localization.py::test_boxes_by_hand",
    "hidden/test_outputs.py::test_boxes",
]


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    boxes = []
    for values in heat:
        rows, columns = torch.nonzero(values >= threshold, as_tuple=True)
        if len(rows) == 0:
            rows = columns = torch.zeros(1)
        boxes.append([int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1])
    return torch.tensor(boxes)
