"""This is the result when one number is the shift in rows and the shift in columns. Pictures then move along a diagonal."""

FAILS = [
    "hidden/test_regularise.py::test_augment_mirrors_and_shifts",
]


def augment(x, generator):
    n, _, height, width = x.shape
    mirrored = torch.rand(n, generator=generator) < 0.5
    down = right = torch.randint(9, (n,), generator=generator)
    padded = F.pad(torch.where(mirrored[:, None, None, None], x.flip(3), x), (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])
