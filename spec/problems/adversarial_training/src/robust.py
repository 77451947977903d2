"""Training on adversarial examples: the network learns from the pictures that fool it, as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Attack = Callable[[nn.Module, Tensor, Tensor], Tensor]
History = dict[str, list[float]]


class RobustNet(nn.Module):
    """The network whose weights you hand in, for pictures of 32 x 32 in [0, 1].

    It is given, and stays as it is: the grader puts your weights into a copy of its own, and attacks that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.conv2, self.norm2 = nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.conv3, self.norm3 = nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.linear = nn.Linear(32 * 4 * 4, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return logits of shape (N, 10) for a batch of shape (N, 3, 32, 32)."""
        for conv, norm in ((self.conv1, self.norm1), (self.conv2, self.norm2), (self.conv3, self.norm3)):
            pictures = F.max_pool2d(norm(conv(pictures)).relu(), 2)
        return self.linear(pictures.flatten(1))


def adversarial_epoch(
    model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], attack: Attack, optimizer: torch.optim.Optimizer
) -> float:
    """Train for one epoch: for each batch one attack on the model as it is now, and one step on the attacked batch alone.

    Args:
        model: a classifier that returns logits of shape (N, classes).
        loader: yields batches (x, y) of clean samples and their classes, int64 of shape (N,).
        attack: ``attack(model, x, y)`` returns the attacked batch, of the shape of x. It meets the model in evaluation mode and may
            leave gradients in its parameters.
        optimizer: holds the model's parameters.

    Returns:
        The cross-entropy of the attacked samples before each step, averaged over all samples of the epoch.

    Madry and others, "Towards deep learning models resistant to adversarial attacks", 2018.
    """
    # BEGIN SOLUTION
    total, count = 0.0, 0
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
    # END SOLUTION


def adversarial_training(
    model: nn.Module,
    train_loader: Iterable[tuple[Tensor, Tensor]],
    valid_loader: Iterable[tuple[Tensor, Tensor]],
    attack: Attack,
    optimizer: torch.optim.Optimizer,
    n_epochs: int,
    file: str = "models/best_robust.pt",
) -> History:
    """Train for ``n_epochs`` adversarial epochs, and keep the epoch whose robust validation accuracy is the highest.

    After each epoch the validation batches are attacked and classified, both in evaluation mode, and nothing is learnt from them. The
    first of several best epochs counts. At the end the model has that epoch's parameters and buffers again and is in evaluation mode,
    and ``file`` holds its ``state_dict()``.

    Args:
        model, attack, optimizer: as for ``adversarial_epoch``.
        train_loader: yields the batches to train on.
        valid_loader: yields the batches to choose the epoch by.
        n_epochs: at least 1.
        file: where the weights are stored; folders that are missing are made.

    Returns:
        A dict of two lists with one number per epoch: ``"loss"``, what ``adversarial_epoch`` returned, and ``"robust"``, the
        percentage of all attacked validation samples that are classified correctly.
    """
    # BEGIN SOLUTION
    history: History = {"loss": [], "robust": []}
    best = -1.0
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        percent = attacked_accuracy(model, attack, valid_loader)
        history["robust"].append(percent)
        if percent > best:
            best = percent
            torch.save(model.state_dict(), file)
    load_best(model, file)
    return history
    # END SOLUTION


# BEGIN SOLUTION
def attacked_accuracy(model: nn.Module, attack: Attack, loader: Iterable[tuple[Tensor, Tensor]]) -> float:
    """Return the percentage of attacked samples that the model, in evaluation mode, classifies correctly."""
    model.eval()
    right, count = 0, 0
    for x, y in loader:
        attacked = attack(model, x, y)
        with torch.no_grad():
            right += int((model(attacked).argmax(1) == y).sum())
        count += len(y)
    return 100 * right / count


# STUB
# # Helper functions can go here.
#
#
# END SOLUTION
def load_best(model: nn.Module, file: str = "models/best_robust.pt") -> nn.Module:
    """Put stored weights into a model of the same architecture, wherever they were trained.

    Args:
        model: has its parameters and buffers replaced.
        file: holds a ``state_dict()``; it is read without running code (``weights_only=True``), and onto the CPU.

    Returns:
        ``model`` itself, in evaluation mode.
    """
    # BEGIN SOLUTION
    model.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    return model.eval()
    # END SOLUTION
