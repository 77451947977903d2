"""Kitnet: a small residual network that is already trained, for what needs a pretrained network where none can be downloaded.

Use it as you use torchvision's: ``model = kitnet(weights="default")``. It knows the ten classes of STL-10, from the kit's drawn
pictures of them, so on photographs it is mostly wrong. ``data/kitnet.json`` says how often it is right, and on what.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

CLASSES = ("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck")
MEAN, STD = (0.45, 0.45, 0.45), (0.25, 0.25, 0.25)  # of red, green and blue, for values between 0 and 1
SIZE = 64  # pixels of a side: it was trained on 32 to 64, and on 96 it is nearly always wrong, so resize larger pictures
WEIGHTS = Path(__file__).with_name("kitnet.npz")  # plain arrays in float16


def kitnet(weights: str | None = None) -> KitNet:
    """Build kitnet.

    Args:
        weights: "default" for the trained weights, None for new random ones.

    Returns:
        The network, on the CPU, in training mode as torchvision's functions return theirs; its weights are float32.

    Raises:
        ValueError: there are no weights of this name, or their file is damaged.
    """
    model = KitNet()
    if weights is None:
        return model
    if weights.lower() != "default":
        raise ValueError(f'kitnet has no weights {weights!r}; use weights="default", or None for random ones.')
    try:
        with np.load(WEIGHTS, allow_pickle=False) as stored:
            model.load_state_dict({name: torch.from_numpy(stored[name]) for name in stored.files})
    except Exception as error:
        raise ValueError(f"{WEIGHTS} is missing or damaged: take the file from the assignment again.") from error
    return model


class Block(nn.Module):
    """Two 3 x 3 convolutions with batch norm, and a way past them.

    Args:
        channels_in: of the input.
        channels_out: of the output.
        stride: of the first convolution; 2 halves height and width.
    """

    def __init__(self, channels_in: int, channels_out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels_out)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or channels_in != channels_out:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride, bias=False), nn.BatchNorm2d(channels_out)
            )

    def forward(self, maps: Tensor) -> Tensor:
        """Map (N, channels_in, H, W) to (N, channels_out, H / stride, W / stride)."""
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(maps)))))
        return self.relu(out + self.downsample(maps))


class KitNet(nn.Module):
    """The architecture: a convolution, four residual blocks, the average of each map, one linear layer.

    Its parts have the names of torchvision's ``resnet18``, and it takes pictures of any size from 16 x 16.
    """

    def __init__(self, n_classes: int = len(CLASSES)) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = Block(16, 24, 2)
        self.layer2 = Block(24, 40, 1)
        self.layer3 = Block(40, 64, 2)
        self.layer4 = Block(64, 64, 1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, n_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Map pictures (N, 3, H, W), normalised by MEAN and STD, to logits (N, 10)."""
        maps = self.relu(self.bn1(self.conv1(pictures)))
        maps = self.layer4(self.layer3(self.layer2(self.layer1(maps))))
        return self.fc(self.avgpool(maps).flatten(1))
