"""Pictures changed one by one, shifted by slices; a share from two gamma numbers; losses of single examples."""


def augment(x, generator):
    out = []
    for picture in x:
        if torch.randint(2, (1,), generator=generator).item() == 1:
            picture = torch.flip(picture, dims=(-1,))
        dy, dx = torch.randint(-4, 5, (2,), generator=generator).tolist()
        moved = torch.zeros_like(picture)
        h, w = picture.shape[1:]
        moved[:, max(dy, 0) : h + min(dy, 0), max(dx, 0) : w + min(dx, 0)] = (
            picture[:, max(-dy, 0) : h + min(-dy, 0), max(-dx, 0) : w + min(-dx, 0)]
        )
        out.append(moved)
    return torch.stack(out)


def mixup(x, y, alpha, generator):
    numbers = np.random.RandomState(torch.randint(2**31, (1,), generator=generator).item())
    a, b = numbers.gamma(alpha), numbers.gamma(alpha)
    lam = a / (a + b) if a + b > 0 else 0.5
    index = torch.argsort(torch.rand(x.size(0), generator=generator))
    mixed = torch.lerp(x[index], x, lam)
    return mixed, y, y[index], lam


def mixup_loss(logits, y_a, y_b, share):
    criterion = torch.nn.CrossEntropyLoss(reduction="none")
    return (share * criterion(logits, y_a) + (1.0 - share) * criterion(logits, y_b)).mean()
