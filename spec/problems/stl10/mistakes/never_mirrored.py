"""This is the result when no picture is mirrored."""

FAILS = [
    "hidden/test_regularise.py::test_augment_mirrors_and_shifts",
]


def augment(x, generator):
    n, _, height, width = x.shape
    down, right = (torch.randint(9, (n,), generator=generator) for _ in range(2))
    padded = F.pad(x, (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])
