"""The quick try grades over the same wire as the proof, so the two never contradict each other; both also try what students run."""

from __future__ import annotations

import textwrap
from pathlib import Path

from scripts.coursespec.loader import load_assignment, load_problem
from scripts.proof.proof import prove
from scripts.proof.quick_try import Trial, try_all
from tests.tiny import course_in, edit

PUBLIC = "public/test_examples.py"

GIVEN = '''


def draw(generator):
    """Three random numbers."""
    return torch.rand(3, generator=generator)


def total(x):
    """The sum of the squares."""
    return (x * x).sum()


def double(x):
    """Double x in place, and return it."""
    x *= 2
    return x


def third():
    """One third, in single precision."""
    return torch.tensor(1.0) / 3
'''

# Of each test: whether it fails where students run it, whether it fails in the grader, its marks, arguments and body.
CASES: dict[str, tuple[bool, bool, str, str, str]] = {
    "fresh_generators": (False, False, "@weight(1)", "student", """
        given = student.module("src.shared").draw(torch.Generator().manual_seed(3))
        check.close(given, torch.rand(3, generator=torch.Generator().manual_seed(3)))
    """),
    "one_generator_twice": (False, True, "@weight(1)", "student", """
        own, same = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
        draw = student.module("src.shared").draw
        check.close(torch.stack([draw(own), draw(own)]), torch.stack([torch.rand(3, generator=same) for _ in range(2)]))
    """),
    "gradient_of_argument": (False, True, "@weight(1)", "student", """
        x = torch.ones(3, requires_grad=True)
        student.module("src.shared").total(x).backward()
        check.close(x.grad, torch.full((3,), 2.0))
    """),
    "gradient_by_probe": (False, False, "@weight(1)", "student", """
        (given,) = student.tools.gradients(student.module("src.shared").total, torch.ones(3).requires_grad_())
        check.close(given, torch.full((3,), 2.0))
    """),
    "changed_argument": (False, True, "@weight(1)", "student", """
        x = torch.ones(3)
        student.module("src.shared").double(x)
        check.close(x, torch.full((3,), 2.0))
    """),
    "unchanged_argument": (True, False, "@weight(1)", "student", """
        x = torch.ones(3)
        student.module("src.shared").double(x)
        check.close(x, torch.ones(3))
    """),
    "changed_by_recipe": (False, False, "@weight(1)", "student, rng", """
        _, changed = controls.call_keeping_inputs(student, rng, student.module("src.shared").double, torch.ones(3))
        check.equal(len(changed), 1)
    """),
    "half_of_the_points": (True, True, "@partial_credit(2)", "student, set_score", """
        student.module("src.shared").third()
        set_score(1)
    """),
    "all_of_the_points": (False, False, "@partial_credit(2)", "student, set_score", """
        student.module("src.shared").third()
        set_score(2)
    """),
    "exact_third": (True, True, "@weight(1)", "student", """
        check.close(student.module("src.shared").third(), torch.tensor(1 / 3), rtol=0, atol=0, what="a third")
        check.close(float(student.module("src.shared").third()), 1 / 3, rtol=0, atol=1e-12, what="a third")
    """),
    "close_third": (False, False, "@weight(1)", "student", """
        check.close(float(student.module("src.shared").third()), 1 / 3, rtol=0, atol=1e-7, what="a third")
    """),
}  # fmt: skip


def write_cases(spec: Path) -> dict[str, int]:
    """Add the cases to the problem's public tests; return the line of each."""
    imports = "import torch\nfrom testkit import controls, partial_credit,"
    edit(spec, f"spec/problems/sums/{PUBLIC}", "from testkit import", imports)
    edit(spec, "spec/problems/sums/src/shared.py", "import math\n", "import math\n\nimport torch\n")
    source, tests = (spec / "spec/problems/sums" / file for file in ("src/shared.py", PUBLIC))
    source.write_text(source.read_text().rstrip() + GIVEN)
    text, lines = tests.read_text(), {}
    for place, (name, (_, _, marks, arguments, body)) in enumerate(CASES.items()):
        text += f'\n\n@number("{place + 20}")\n{marks}\ndef test_{name}({arguments}):\n    """It is so."""\n'
        lines[name] = text.count("\n") - 1
        text += textwrap.indent(textwrap.dedent(body).strip("\n"), "    ").rstrip() + "\n"
    tests.write_text(text)
    return lines


def cases_in(sentences: list[str]) -> set[str]:
    """Return the cases that some sentence is about."""
    return {name for name in CASES if any(f"test_{name}" in sentence.split(" (")[0] for sentence in sentences)}


def test_quick_try_and_proof_agree(spec: Path) -> None:
    """Of every kind of test that could come out differently, both say the same, natively and in the grader."""
    lines, course = write_cases(spec), course_in(spec)
    found: dict[str, Trial] = {}
    try_all(load_problem("sums", course), course, lambda trial: found.update({trial.label: trial}))
    complaints = prove(load_assignment("tiny", course), only=["sums"], seeds=["ab" * 16]).complaints
    natively = {name for name, case in CASES.items() if case[0]}
    graded = {name for name, case in CASES.items() if case[1]}
    students = [sentence for sentence in complaints if "where students run it" in sentence]

    assert cases_in(found["solution, as students run it"].complaints) == cases_in(students) == natively
    assert cases_in(found["solution"].complaints) == graded
    assert cases_in([sentence for sentence in complaints if "the solution loses points in" in sentence]) == graded
    for name in natively:
        where = f"spec/problems/sums/{PUBLIC}:{lines[name]}: test_{name} fails"
        assert any(where in sentence for sentence in students), (where, students)
    twice = next(sentence for sentence in found["solution"].complaints if "one_generator_twice" in sentence)
    assert "make one for each call" in twice
