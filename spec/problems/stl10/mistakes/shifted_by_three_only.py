"""This is the result when shifts end one pixel early on one side. torch.randint leaves its upper end out."""

FAILS = [
    "hidden/test_regularise.py::test_augment_mirrors_and_shifts",
]


def augment(x, generator):
    n, _, height, width = x.shape
    mirrored = torch.rand(n, generator=generator) < 0.5
    down, right = (torch.randint(-4, 4, (n,), generator=generator) + 4 for _ in range(2))
    padded = F.pad(torch.where(mirrored[:, None, None, None], x.flip(3), x), (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])
