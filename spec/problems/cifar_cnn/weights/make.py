"""Make the weights that the solution hands in, and those of the alternatives, whose layers have other names.

    python -m scripts.render && (cd solution && python -m experiments.train_drawn)
    python spec/problems/cifar_cnn/weights/make.py solution/models/best_cifar.pt

The first line trains, half a minute on one core; the second stores the weights in float16 under the names of each network.
"""

import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
LAYERS = ("conv1", "conv2", "fc1", "fc2", "fc3")
NAMES = {
    ".": LAYERS,
    "one_sequential": ("0", "3", "7", "9", "11"),
    "functional": ("c1", "c2", "l1", "l2", "out"),
}


def main() -> None:
    """Store the weights of the file that the command line names."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    weights = torch.load(sys.argv[1], weights_only=True)
    for folder, names in NAMES.items():
        named = {
            f"{new}.{part}": weights[f"{old}.{part}"].half()
            for old, new in zip(LAYERS, names, strict=True)
            for part in ("weight", "bias")
        }
        (HERE / folder).mkdir(exist_ok=True)
        torch.save(named, HERE / folder / "best_cifar.pt")


if __name__ == "__main__":
    main()
