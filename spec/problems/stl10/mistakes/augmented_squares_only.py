"""This is the result when height and width are exchanged, or taken to be equal. Pictures have the shape (N, C, H, W)."""

FAILS = [
    "hidden/test_regularise.py::test_augment_mirrors_and_shifts",
    "hidden/test_regularise.py::test_augment_follows_its_generator",
]


def augment(x, generator):
    n, _, width, height = x.shape
    mirrored = torch.rand(n, generator=generator) < 0.5
    down, right = (torch.randint(9, (n,), generator=generator) for _ in range(2))
    padded = F.pad(torch.where(mirrored[:, None, None, None], x.flip(3), x), (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])
