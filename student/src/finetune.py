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
        return self  # TODO: what of a frozen body?


# Layers of your own can go here.


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
    # TODO (Fine-tuning a pretrained network): write build_transfer_model.
    raise NotImplementedError("write build_transfer_model")


def freeze_body(model: TransferModel) -> None:
    """Freeze the body: no gradient reaches its parameters, and its batch normalisation stays as it is."""
    # TODO (Fine-tuning a pretrained network): write freeze_body.
    raise NotImplementedError("write freeze_body")


def unfreeze(model: TransferModel) -> None:
    """Let the body learn again, and set the mode that the head has."""
    # TODO (Fine-tuning a pretrained network): write unfreeze.
    raise NotImplementedError("write unfreeze")


def layer_groups(model: TransferModel, learning_rates: Sequence[float]) -> list[dict[str, object]]:
    """Divide the parameters into three groups for an optimizer, each with its own learning rate.

    Args:
        model: of ``build_transfer_model``.
        learning_rates: of the body before ``layer3``, of the body from ``layer3`` on, and of the head.

    Returns:
        Three dicts with ``"params"``, a list, and ``"lr"``, as ``torch.optim`` takes them. Each parameter is in one of them.
    """
    # TODO (Fine-tuning a pretrained network): write layer_groups.
    raise NotImplementedError("write layer_groups")


def layer_table(model: nn.Module, pictures: Tensor) -> list[tuple[str, tuple[int, ...], int]]:
    """List the layers that a forward pass in evaluation mode reaches, in its order.

    Args:
        model: any network. It has its mode and no hook more than before afterwards.
        pictures: a batch that it takes.

    Returns:
        For each call of a module without children: the name of its class, the shape of its output without the batch, the number of its
        own trainable weights (0 for a layer without any).
    """
    # TODO (Fine-tuning a pretrained network): write layer_table.
    raise NotImplementedError("write layer_table")


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
    # TODO (Fine-tuning a pretrained network): write split.
    raise NotImplementedError("write split")
