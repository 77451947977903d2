"""All accuracies kept in a list, and the place of the best one; the order of the batch by sampling."""


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience = patience
        self.accuracies = []

    def should_stop(self, accuracy):
        self.accuracies.append(float(accuracy))
        best = self.accuracies.index(max(self.accuracies))
        return len(self.accuracies) - 1 - best >= self.patience


def mixup(x, y, alpha, generator):
    seed = torch.randint(0, 10**6, (1,), generator=generator).item()
    lam = np.random.default_rng(seed).beta(alpha, alpha)
    others = torch.multinomial(torch.ones(len(x)), len(x), generator=generator)
    x_a, x_b = x.clone(), x[others].clone()
    return (lam * x_a + (1 - lam) * x_b).to(x.dtype), y.clone(), y[others], float(lam)
