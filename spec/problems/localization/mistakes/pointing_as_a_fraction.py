"""This is the result as a fraction. It is a percentage."""

FAILS = [
    "public/test_localization.py::test_pointing_by_hand",
    "hidden/test_outputs.py::test_pointing_game",
]


def pointing_game(heat: Tensor, boxes: Tensor) -> float:
    place = heat.flatten(1).argmax(1)
    row, column = place // heat.shape[2], place % heat.shape[2]
    left, top, right, bottom = boxes.unbind(1)
    return float(((left <= column) & (column < right) & (top <= row) & (row < bottom)).double().mean())
