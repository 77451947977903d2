"""Fine-tuning: a pretrained body, a new head, and training that does not spoil what the body knows."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class TransferModel(nn.Module):
    """A body that was trained before and a head that was not.

    Attributes:
        body: gives feature maps of shape (N, F, H, W).
        head: gives logits of shape (N, n_classes) for them.
        frozen: whether the body is frozen; a new model's is not.
    """

    def __init__(self, body: nn.Sequential, head: nn.Sequential) -> None:
        super().__init__()
        self.body, self.head, self.frozen = body, head, False

    def forward(self, pictures: Tensor) -> Tensor:
        """Return logits for pictures of shape (N, 3, H, W)."""
        return self.head(self.body(pictures))

    def train(self, mode: bool = True) -> TransferModel:
        """Set training mode, or evaluation mode; a frozen body is in evaluation mode whatever ``mode`` is.

        Otherwise its batch normalisation would go on averaging over new pictures, and the body would change without a single step.
        """
        super().train(mode)
        if self.frozen:
            self.body.eval()
        return self


class ConcatPool(nn.Module):
    """The maximum and the average of each map, one behind the other."""

    def forward(self, stack: Tensor) -> Tensor:
        """Map (N, F, H, W) to (N, 2 F)."""
        return torch.cat([stack.amax((2, 3)), stack.mean((2, 3))], 1)


def build_transfer_model(backbone: nn.Module, n_classes: int, hidden: int = 512, dropout: float = 0.5) -> TransferModel:
    """Cut a pretrained network before its pooling and put a new head on it.

    The body is a Sequential of the backbone's own children, in their order and with their names, up to the last one before ``avgpool``.
    The head is, in this order: the maximum of each of the F maps behind each other, then the average of each, so 2 F numbers;
    BatchNorm1d; Dropout with half of ``dropout``; Linear to ``hidden``; ReLU; BatchNorm1d; Dropout with ``dropout``; Linear to
    ``n_classes``.

    Args:
        backbone: a network whose children have the names of torchvision's ResNets and are called one after the other.
        n_classes: of the new problem.
        hidden: numbers between the two linear layers.
        dropout: of the second dropout.

    Howard and Gugger, "fastai: a layered API for deep learning", 2020: the head of its vision learner.
    """
    body = nn.Sequential()
    for name, child in backbone.named_children():
        if name == "avgpool":
            break
        body.add_module(name, child)
    with torch.no_grad():
        was = body.training
        features = body.eval()(torch.zeros(1, 3, 64, 64)).shape[1]
        body.train(was)
    head = nn.Sequential(
        ConcatPool(),
        nn.BatchNorm1d(2 * features),
        nn.Dropout(dropout / 2),
        nn.Linear(2 * features, hidden),
        nn.ReLU(),
        nn.BatchNorm1d(hidden),
        nn.Dropout(dropout),
        nn.Linear(hidden, n_classes),
    )
    return TransferModel(body, head)


def freeze_body(model: TransferModel) -> None:
    """Freeze the body: no gradient reaches its parameters, and its batch normalisation stays as it is."""
    model.frozen = True
    model.body.requires_grad_(False)
    model.body.eval()


def unfreeze(model: TransferModel) -> None:
    """Let the body learn again, and set the mode that the head has."""
    model.frozen = False
    model.body.requires_grad_(True)
    model.body.train(model.head.training)


def layer_groups(model: TransferModel, learning_rates: Sequence[float]) -> list[dict[str, object]]:
    """Divide the parameters into three groups for an optimizer, each with its own learning rate.

    Args:
        model: of ``build_transfer_model``.
        learning_rates: of the body before ``layer3``, of the body from ``layer3`` on, and of the head.

    Returns:
        Three dicts with ``"params"``, a list, and ``"lr"``, as ``torch.optim`` takes them. Each parameter is in one of them.
    """
    early, late, is_late = [], [], False
    for name, child in model.body.named_children():
        is_late = is_late or name == "layer3"
        (late if is_late else early).extend(child.parameters())
    parts = (early, late, list(model.head.parameters()))
    return [{"params": part, "lr": rate} for part, rate in zip(parts, learning_rates, strict=True)]


def layer_table(model: nn.Module, pictures: Tensor) -> list[tuple[str, tuple[int, ...], int]]:
    """List the layers that a forward pass in evaluation mode reaches, in its order.

    Args:
        model: any network. It has its mode and no hook more than before afterwards.
        pictures: a batch that it takes.

    Returns:
        For each call of a module without children: the name of its class, the shape of its output without the batch, the number of its
        own trainable weights (0 for a layer without any).
    """
    rows: list[tuple[str, tuple[int, ...], int]] = []

    def note(module: nn.Module, inputs: object, output: Tensor) -> None:
        weights = sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)
        rows.append((type(module).__name__, tuple(output.shape[1:]), weights))

    modes = [(module, module.training) for module in model.modules()]
    hooks = [module.register_forward_hook(note) for module, _ in modes if not list(module.children())]
    try:
        for module, _ in modes:
            module.training = False
        with torch.no_grad():
            model(pictures)
    finally:
        for hook in hooks:
            hook.remove()
        for module, mode in modes:
            module.training = mode
    return rows


def split(copies: Sequence[int], valid_share: float, generator: torch.Generator) -> tuple[list[int], list[int]]:
    """Split pictures into training and validation, with near-copies of a picture on one side.

    Groups come to the validation part in random order until it has at least ``valid_share`` of all pictures.

    Args:
        copies: for each picture the number of its group; near-copies, such as frames of one film, have the same.
        valid_share: between 0 and 1.
        generator: decides the order of the groups.

    Returns:
        Two sorted lists of indices, of training and of validation.
    """
    groups = sorted(set(copies))
    valid: list[int] = []
    for place in torch.randperm(len(groups), generator=generator).tolist():
        if len(valid) >= valid_share * len(copies):
            break
        valid += [index for index, group in enumerate(copies) if group == groups[place]]
    return sorted(set(range(len(copies))) - set(valid)), sorted(valid)
