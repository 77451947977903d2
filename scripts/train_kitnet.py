"""Train kitnet on drawn pictures and write its weights and its accuracy beside spec/provided/data/kitnet.py.

Two runs on one machine give the same file: one thread, one seed, pictures drawn anew.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import make_parser, user_path


def main(arguments: Sequence[str]) -> int:
    """Train, and write kitnet.npz and kitnet.json."""
    from scripts.coursespec.course import ROOT
    from scripts.proof.kitnet_training import Recipe, train

    folder = ROOT / "spec/provided/data"
    parser = make_parser("train_kitnet", __doc__, has_assignment=False)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--pictures", type=int, default=Recipe().pictures, help="drawn to train on")
    parser.add_argument("--out", type=user_path, default=folder, help="folder for the two files")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    weights, facts = train(Recipe(options.epochs, options.pictures), folder / "kitnet.py", print)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "kitnet.npz").write_bytes(weights)
    (options.out / "kitnet.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    print(f"{options.out / 'kitnet.npz'}: {len(weights) / 1000:.0f} kB, in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    run_command(main)
