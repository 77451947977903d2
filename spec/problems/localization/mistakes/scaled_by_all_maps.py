"""This is the result when the threshold is relative to the extremes of all maps together."""

FAILS = [
    "hidden/test_outputs.py::test_boxes",
]


def to_unit_range(heat: Tensor) -> Tensor:
    low, high = heat.amin(), heat.amax()
    return (heat - low) / (high - low).where(high > low, torch.ones_like(high))
