"""This is the result when right and bottom belong to the box."""

FAILS = [
    "public/test_localization.py::test_pointing_by_hand",
    "hidden/test_outputs.py::test_pointing_game",
]


def pointing_game(heat: Tensor, boxes: Tensor) -> float:
    place = heat.flatten(1).argmax(1)
    row, column = place // heat.shape[2], place % heat.shape[2]
    left, top, right, bottom = boxes.unbind(1)
    return 100 * float(((left <= column) & (column <= right) & (top <= row) & (row <= bottom)).double().mean())
