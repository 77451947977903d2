"""This is the result when the row is compared with left and right. Which coordinate begins a box?"""

FAILS = [
    "hidden/test_outputs.py::test_pointing_game",
]


def pointing_game(heat: Tensor, boxes: Tensor) -> float:
    place = heat.flatten(1).argmax(1)
    column, row = place // heat.shape[2], place % heat.shape[2]
    left, top, right, bottom = boxes.unbind(1)
    return 100 * float(((left <= column) & (column < right) & (top <= row) & (row < bottom)).double().mean())
