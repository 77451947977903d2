"""Make the weights that the solution hands in.

    python -m scripts.render && (cd solution && python -m experiments.train_robust)
    python spec/problems/adversarial_training/weights/make.py solution/models/best_robust.pt

The first line trains, half an hour on one core; the second stores the weights in float16 and attacks them as the hidden test does, on
250 drawn pictures under each of 30 seeds, beside weights that were trained on clean pictures where they lie next to the run's record.
"""

import sys
from pathlib import Path
from runpy import run_path

import torch

from testkit import pictures

HERE = Path(__file__).resolve().parent
RobustNet = run_path(str(HERE.parent / "probes.py"))["RobustNet"]
network = run_path(str(HERE.parent / "hidden" / "network.py"))
SEEDS = 30


def percentages(weights):
    """Return the percentage of pictures that resist under each seed."""
    model = RobustNet()
    model.load_state_dict(weights)
    found = []
    for seed in range(SEEDS):
        rng = torch.Generator().manual_seed(seed)
        _, (x, y) = pictures.draw_pictures(rng, 0, 25)
        found.append(100 * network["resisting"](model.eval(), x, y, rng, epsilon=0.0313, steps=10, starts=2))
    return found


def main() -> None:
    """Store the weights of the file that the command line names."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    weights = torch.load(source, weights_only=True)
    half = {name: value.half() if value.is_floating_point() else value for name, value in weights.items()}
    torch.save(half, HERE / "best_robust.pt")
    plain = source.parents[1] / "report" / "runs" / "train_robust" / "plain.pt"
    for name, state in (("robust", half), ("plain", torch.load(plain, weights_only=True) if plain.is_file() else None)):
        if state is not None:
            found = percentages(state)
            print(f"{name}: {min(found):.1f} to {max(found):.1f} %, mean {sum(found) / SEEDS:.1f} %")


if __name__ == "__main__":
    main()
