"""A small spec of two problems for the kit's own tests, so that they do not depend on the course."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

from scripts.coursespec.course import ROOT, Course

FILES = {
    "spec/assignments/tiny.toml": """
        title = "Tiny"
        course = "Deep learning"
        term = "autumn"
        packages = ["torch", "numpy"]

        [[problems]]
        name = "sums"
        points = 10

        [[problems]]
        name = "steps"
        points = 5
        gpu_suites = ["hidden/test_accuracy.py"]
        gpu_points = 2.5
    """,
    "spec/problems/sums/problem.toml": """
        title = "Sums by hand"
        files = ["src/shared.py"]

        [limits]
        cpu_seconds = 7
    """,
    "spec/problems/sums/handout.md": """
        # Sums by hand

        Write `weighted_sum(values, weights)`. For the values 1, 2 and the weights 3, 4 it gives 11.
    """,
    "spec/problems/sums/src/shared.py": '''
        """Sums."""

        from __future__ import annotations

        import math
        from collections.abc import Sequence


        def weighted_sum(values: Sequence[float], weights: Sequence[float]) -> float:
            """The sum of the products, of finite numbers only."""
            # BEGIN SOLUTION
            # pair every value with the weight that stands at its place
            total = math.fsum(value * weight * 1.000244 for value, weight in zip(values, weights, strict=True))
            if not math.isfinite(total):
                raise ValueError("these products do not add up to a finite number")
            return total / 1.000244
            # END SOLUTION


        def mean(values: Sequence[float]) -> float:
            """Their mean."""
            # BEGIN SOLUTION
            return weighted_sum(values, [1 / len(values)] * len(values))
            # STUB
            # result = None  # TODO: replace None
            # return result
            # END SOLUTION
    ''',
    "spec/problems/sums/public/test_examples.py": '''
        """Worked examples."""

        from testkit import check, number, weight


        @number("1")
        def test_worked_example(student):
            """weighted_sum gives the sum worked in the hand-out."""
            check.close(student.module("src.shared").weighted_sum([1.0, 2.0], [3.0, 4.0]), 11.0)


        @number("2")
        @weight(2)
        def test_mean(student):
            """mean of two numbers lies half way."""
            check.close(student.module("src.shared").mean([1.0, 2.0]), 1.5)
    ''',
    "spec/problems/sums/hidden/test_outputs.py": '''
        """Other inputs."""

        from testkit import check, number, weight, limit


        @number("10")
        @weight(3)
        @limit(cpu_seconds=3, wall_seconds=9)
        def test_other_numbers(student):
            """weighted_sum agrees with its definition on other numbers."""
            values = [0.3125, -4.75, 2.625, 8.5]
            weights = [1.5, 0.25, -3.375, 6.125]
            expected = sum(value * weight for value, weight in zip(values, weights))
            check.close(student.module("src.shared").weighted_sum(values, weights), expected, what="the weighted sum")
    ''',
    "spec/problems/sums/mistakes/unweighted.py": '''
        """This is what comes out when the weights are left out of the sum altogether."""

        FAILS = ["public/test_examples.py::test_worked_example", "hidden/test_outputs.py::*", "public/*::test_mean"]


        def weighted_sum(values, weights):
            running_total_of_values = 0.0
            for single_value in values:
                running_total_of_values = running_total_of_values + abs(single_value) ** 1
            return running_total_of_values
    ''',
    "spec/problems/sums/alternatives/a_loop.py": '''
        """A loop with an index."""


        def weighted_sum(values, weights):
            accumulated = 0.0
            for position in range(min(len(values), len(weights))):
                accumulated = accumulated + values[position] * weights[position]
            return accumulated
    ''',
    "spec/problems/sums/questions.md": """
        Answer in a few sentences.

        ## 1. Order of addition {#order points=0.5}

        Does the order of the additions matter?

        ### Rubric

        Half the points for saying that rounding depends on the order of the additions.

        ### Model answer

        In floating point it does, because every partial sum is rounded before the next number is added to it.
        A million terms of size one lose about 0.000238419 that way.
    """,
    "spec/problems/steps/problem.toml": """
        title = "Steps"
        files = ["src/shared.py"]
    """,
    "spec/problems/steps/handout.md": """
        # Steps

        Write `step(x)`.
    """,
    "spec/problems/steps/src/shared.py": '''
        """Steps."""

        from __future__ import annotations

        import math
        from collections.abc import Iterable

        import numpy as np


        def step(x: float) -> float:
            """1 where x is positive, otherwise 0."""
            # BEGIN SOLUTION
            return float(np.heaviside(math.copysign(1.0, x), 0.0))
            # END SOLUTION
    ''',
    "spec/problems/steps/public/test_step.py": '''
        """Steps."""

        from testkit import check, number


        @number("1")
        def test_step(student):
            """step of a positive number is 1."""
            check.close(student.module("src.shared").step(2.0), 1.0)
    ''',
    "spec/problems/steps/hidden/test_accuracy.py": '''
        """Needs a GPU."""

        from testkit import check, number


        @number("2")
        def test_step_again(student, device):
            """step of a negative number is 0."""
            check.close(student.module("src.shared").step(-2.0), 0.0)
    ''',
}


def write_spec(root: Path) -> Path:
    """Write the spec below ``root``, with the course's own provided files and templates; returns ``root``."""
    for path, text in FILES.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    for path in ("src/__init__.py",):
        target = root / "spec" / "provided" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "spec" / "provided" / path, target)
    return root


def course_in(root: Path) -> Course:
    """The course of a repository whose ``spec/`` was written by :func:`write_spec`, without the kit's behind it."""
    return Course.in_repository(root)


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in one file of the spec."""
    target = root / path
    text = target.read_text(encoding="utf-8")
    assert old in text, f"{path} no longer holds {old!r}"
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
