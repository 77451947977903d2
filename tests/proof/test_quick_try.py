"""The quick try grades over the same wire as the proof, so the two never contradict each other."""

from __future__ import annotations

from pathlib import Path

from scripts.coursespec.loader import load_problem
from scripts.proof.quick_try import Trial, try_all
from tests.tiny import course_in, edit

# Natively the second call goes on where the first ended; across the wire student code has a copy.
NATIVE_ONLY = '''

@number("12")
@weight(1)
def test_two_draws(student):
    """One generator is given twice."""
    own = torch.Generator()
    mean = student.module("src.shared").mean
    check.raises(Exception, mean, own)
    check.raises(Exception, mean, own)
'''


def test_finds_what_works_only_natively(spec: Path) -> None:
    """A public test that needs one object in both calls passes as students run it, and fails in the grader."""
    edit(spec, "spec/problems/sums/public/test_examples.py", "from testkit import", "import torch\nfrom testkit import")
    path = spec / "spec/problems/sums/public/test_examples.py"
    path.write_text(path.read_text() + NATIVE_ONLY)
    found: dict[str, Trial] = {}
    course = course_in(spec)
    try_all(load_problem("sums", course), course, lambda trial: found.update({trial.label: trial}))
    assert found["solution, as students run it"].complaints == []
    assert [sentence.split(" ")[0] for sentence in found["solution"].complaints] == [
        "public/test_examples.py::test_two_draws",
    ]
    assert "make one for each call" in found["solution"].complaints[0]
