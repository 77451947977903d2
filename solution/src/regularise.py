"""What keeps a network from learning its training pictures by heart: augmentation, early stopping, mixup."""

import numpy as np
import torch
from torch.nn import functional as F


def augment(x, generator):
    """Mirror and shift each picture of a batch at random.

    Every picture is mirrored left to right with probability 1/2. Then it is moved by -4 to 4 pixels up or down, and by -4 to 4
    pixels left or right, each number equally likely. Zeros come in at the edges.

    Args:
        x: pictures; shape (N, C, H, W). They stay as they are.
        generator: a ``torch.Generator``, the source of all randomness here.

    Returns:
        New pictures of the same shape and dtype.
    """
    n, _, height, width = x.shape
    mirrored = torch.rand(n, generator=generator) < 0.5
    down, right = (torch.randint(9, (n,), generator=generator) for _ in range(2))
    padded = F.pad(torch.where(mirrored[:, None, None, None], x.flip(3), x), (4, 4, 4, 4))
    return torch.stack([padded[i, :, down[i] : down[i] + height, right[i] : right[i] + width] for i in range(n)])


class EarlyStopping:
    """Says when to stop: when the validation accuracy has not risen above its best for some epochs in a row.

    Args:
        patience: how many epochs in a row without a new best accuracy end the training.
    """

    def __init__(self, patience=3):
        self.patience = patience
        self.best, self.waited = None, 0

    def should_stop(self, accuracy):
        """Take the validation accuracy of the next epoch, and return True if training should stop after this epoch."""
        if self.best is None or accuracy > self.best:
            self.best, self.waited = accuracy, 0
        else:
            self.waited += 1
        return self.waited >= self.patience


def mixup(x, y, alpha, generator):
    """Mix each picture of a batch with another one (Zhang et al., 2018).

    The share is drawn once for the batch, from the beta distribution Beta(alpha, alpha). A random order of the batch says which
    picture is mixed in.

    Args:
        x: pictures; shape (N, ...). They stay as they are.
        y: their classes, int64; shape (N,).
        alpha: parameter of the beta distribution, above 0.
        generator: a ``torch.Generator``, the source of all randomness here.

    Returns:
        ``(mixed, y_a, y_b, share)``: the pictures share * x + (1 - share) * (x in the random order), the classes of both, and the
        share as a float in [0, 1].
    """
    seed = int(torch.randint(2**31, (), generator=generator))
    share = float(np.random.default_rng(seed).beta(alpha, alpha))
    partners = torch.randperm(len(x), generator=generator)
    return share * x + (1 - share) * x[partners], y, y[partners], share


def mixup_loss(logits, y_a, y_b, share):
    """The loss of mixed pictures: the mean cross-entropies with both classes, weighted like the pictures.

    Args:
        logits: of the mixed pictures; shape (N, K).
        y_a: classes of the pictures that make up ``share``; shape (N,).
        y_b: classes of the pictures that make up the rest; shape (N,).
        share: as ``mixup`` returned it.
    """
    return share * F.cross_entropy(logits, y_a) + (1 - share) * F.cross_entropy(logits, y_b)
