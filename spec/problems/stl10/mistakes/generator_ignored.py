"""This is the result when the random numbers do not come from the generator that is passed. A training can then not
be repeated."""

FAILS = [
    "hidden/test_regularise.py::test_augment_follows_its_generator",
    "hidden/test_fit.py::test_fit_follows_its_seed",
]


def augment(x, generator):
    n, _, height, width = x.shape
    mirrored = torch.rand(n) < 0.5
    down, right = (torch.randint(9, (n,)) for _ in range(2))
    padded = F.pad(torch.where(mirrored[:, None, None, None], x.flip(3), x), (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])
