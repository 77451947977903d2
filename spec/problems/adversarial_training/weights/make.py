"""Make the weights that the solution hands in, and those of the network that the hidden test makes its transfer attack on.

    python -m scripts.render && (cd solution && python -m experiments.train_robust)
    python spec/problems/adversarial_training/weights/make.py solution/models/best_robust.pt
    python spec/problems/adversarial_training/weights/make.py --surrogate

The first line trains, half an hour on one core; the second stores the weights in float16 and attacks them as the hidden test does, on
250 drawn pictures under each of 6 seeds. The third trains a RobustNet on clean drawn pictures, a minute on one core, and stores it as
``hidden/surrogate.pt``.
"""

import sys
from pathlib import Path
from runpy import run_path

import torch
from torch.nn import functional as F

from testkit import pictures

HERE = Path(__file__).resolve().parent
HIDDEN = HERE.parent / "hidden"
RobustNet = run_path(str(HERE.parent / "probes.py"))["RobustNet"]
network = run_path(str(HIDDEN / "network.py"))
SEEDS = 6


def load(weights):
    """Return a RobustNet with these weights in evaluation mode."""
    model = RobustNet()
    model.load_state_dict(weights)
    return model.eval()


def store(weights, place):
    """Store weights in float16, and return them as stored."""
    half = {name: value.half() if value.is_floating_point() else value for name, value in weights.items()}
    torch.save(half, place)
    return half


def train_plain(seed, each=300, epochs=10):
    """Train a RobustNet on `each` clean drawn pictures of every class; return its weights."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    (x, y), _ = pictures.draw_pictures(torch.Generator().manual_seed(seed), each, 0)
    model = RobustNet()
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
    return model.state_dict()


def attack(weights, seeds=SEEDS):
    """Attack as the hidden test does; return, for each seed, the percentage of pictures that resist and the two that are for staff."""
    found = []
    for seed in range(seeds):
        rng = torch.Generator().manual_seed(seed)
        _, (x, y) = pictures.draw_pictures(rng, 0, 25)
        surrogate = load(torch.load(HIDDEN / "surrogate.pt", weights_only=True))
        resists = network["resisting"](load(weights), x, y, rng, surrogate=surrogate, epsilon=0.0313, steps=10)
        shares = [resists["loss"] & resists["margin"], *(resists["loss"] & ~resists[name] for name in ("margin", "transfer"))]
        found.append([100 * float(share.double().mean()) for share in shares])
    return found


def report(label, found):
    """Print the range of each percentage."""
    for name, values in zip(("resist", "hidden from the loss, by margin", "by transfer"), zip(*found, strict=True), strict=True):
        print(f"{label}, {name}: {min(values):.1f} to {max(values):.1f} %, mean {sum(values) / len(values):.1f} %")


def main() -> None:
    """Make what the command line names."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--surrogate":
        store(train_plain(0), HIDDEN / "surrogate.pt")
        return
    report("robust", attack(store(torch.load(sys.argv[1], weights_only=True), HERE / "best_robust.pt")))
    report("plain", attack(train_plain(1)))


if __name__ == "__main__":
    main()
