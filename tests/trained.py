"""The small spec with a third problem, whose students hand in the weights of a network."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

import torch
from torch import nn

from tests.tiny import write_spec

FILE = "models/best_signs.pt"
FOLDER = "spec/problems/signs"
TOML = f"{FOLDER}/problem.toml"
FILES = {
    TOML: """
        title = "Signs of sums"
        files = ["src/signs.py"]

        [[weights]]
        file = "models/best_signs.pt"
        module = "src.signs"
        class = "SignNet"
        max_mb = 1
    """,
    f"{FOLDER}/handout.md": """
        # Signs of sums

        Write `SignNet` and train it: class 1 where the sum of the four inputs is positive.
    """,
    f"{FOLDER}/src/signs.py": '''
        """A network that names the sign of a sum."""

        import torch
        from torch import nn


        class SignNet(nn.Module):
            """From shape (N, 4) to logits of shape (N, 2)."""

            def __init__(self):
                super().__init__()
                # BEGIN SOLUTION
                self.only = nn.Linear(4, 2)
                # END SOLUTION

            def forward(self, x: torch.Tensor) -> torch.Tensor:
                """The logits."""
                # BEGIN SOLUTION
                return self.only(x)
                # END SOLUTION
    ''',
    f"{FOLDER}/public/test_load.py": '''
        """The weights fit the class."""

        from testkit import handed_in, number


        @number("1")
        def test_weights_fit(student):
            """models/best_signs.pt fits SignNet."""
            handed_in.load(student, "models/best_signs.pt", student.module("src.signs").SignNet())
    ''',
    f"{FOLDER}/hidden/test_accuracy.py": '''
        """What the handed-in weights name."""

        import torch
        from testkit import check, handed_in, leaderboard, number


        @number("2")
        @leaderboard("Signs named rightly")
        def test_handed_in_weights(student, rng, set_leaderboard_value):
            """The weights in models/best_signs.pt name new sums."""
            model = student.module("src.signs").SignNet()
            handed_in.load(student, "models/best_signs.pt", model)
            x = torch.randn(200, 4, generator=rng)
            logits = check.tensor(student.tools.evaluate(model, x))
            percent = 100 * (logits.argmax(1) == (x.sum(1) > 0)).double().mean().item()
            check.that(percent >= 90, f"The weights should name 90 % of new sums; they name {percent:.0f} %.")
            set_leaderboard_value(percent)
    ''',
    f"{FOLDER}/mistakes/swapped.py": '''
        """This is the result when the two classes are swapped. Which of the logits is that of a positive sum?"""

        FAILS = ["hidden/test_accuracy.py::*"]


        class SignNet(SignNet):
            def forward(self, x):
                return self.only(x).flip(1)
    ''',
    f"{FOLDER}/alternatives/other_names.py": '''
        """A sequence, whose weights have other names."""


        class SignNet(nn.Sequential):
            def __init__(self):
                super().__init__(nn.Linear(4, 2))
    ''',
    f"{FOLDER}/weights/make.py": '''
        """Made by ``python weights/make.py``."""

        weights_of_the_positive_class = [0.731, 0.729, 0.733, 0.727]
    ''',
}
ENTRY = """
[[problems]]
name = "signs"
points = 4
"""


def write_trained_course(root: Path) -> Path:
    """Write the spec below ``root``; returns ``root``."""
    write_spec(root)
    for path, text in FILES.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    toml = root / "spec/assignments/tiny.toml"
    toml.write_text(toml.read_text() + ENTRY)
    (root / FOLDER / "weights" / "best_signs.pt").write_bytes(make_weights("only."))
    (root / FOLDER / "weights" / "other_names").mkdir()
    (root / FOLDER / "weights" / "other_names" / "best_signs.pt").write_bytes(make_weights("0."))
    return root


def make_weights(prefix: str) -> bytes:
    """Weights of a network that names signs, in float16; ``prefix`` is that of their names."""
    layer = nn.Linear(4, 2)
    positive = torch.tensor([0.731, 0.729, 0.733, 0.727])
    state = {"weight": torch.stack([-positive, positive]), "bias": torch.zeros(2)}
    assert {name: value.shape for name, value in state.items()} == {n: p.shape for n, p in layer.named_parameters()}
    stream = io.BytesIO()
    torch.save({prefix + name: value.half() for name, value in state.items()}, stream)
    return stream.getvalue()
