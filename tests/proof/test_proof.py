"""``make check`` finds what is unsound by grading it."""

from __future__ import annotations

from pathlib import Path

from scripts.coursespec.loader import load_assignment
from scripts.proof.proof import prove
from tests.tiny import course_in, edit


def complaints(root: Path) -> list[str]:
    return prove(load_assignment("tiny", course_in(root)), seeds=["ab" * 16]).complaints


def test_sound_spec_passes(spec: Path) -> None:
    findings = prove(load_assignment("tiny", course_in(spec)))
    assert findings.complaints == []
    assert findings.gradings == 8  # two solutions under two seeds each, two skeletons, a mistake, an alternative


def test_faults_are_named(spec: Path) -> None:
    sums = "spec/problems/sums"
    edit(spec, f"{sums}/mistakes/unweighted.py", ', "public/*::test_mean"', "")
    edit(spec, f"{sums}/alternatives/a_loop.py", "accumulated = 0.0", "accumulated = 0.5")
    edit(spec, f"{sums}/src/shared.py", "# result = None", "# result = 1.5")
    edit(spec, "spec/problems/steps/src/shared.py", "1.0, x), 0.0", "1.0, x), 1.0")
    edit(spec, "spec/problems/steps/public/test_step.py", "(2.0), 1.0", "(2.0), 0.5")
    found = complaints(spec)
    expected = [
        ("sums: the untouched skeleton earns points in sums/public/", "test_mean"),
        (f"{sums}/alternatives/a_loop.py: this right answer loses points", "test_worked_example"),
        (f"{sums}/mistakes/unweighted.py:3: this mistake also loses points in", "test_examples.py::test_mean"),
        ("steps: the solution loses points in steps/public/test_step.py::test_step", ""),
    ]
    for begins, says in expected:
        assert any(sentence.startswith(begins) and says in sentence for sentence in found), (begins, found)


def test_undetected_mistake_is_named(spec: Path) -> None:
    edit(
        spec,
        "spec/problems/sums/mistakes/unweighted.py",
        "    return running_total_of_values",
        "    return sum(value * weight for value, weight in zip(values, weights, strict=True))",
    )
    found = complaints(spec)
    assert any("and this mistake passes it" in sentence and "test_outputs" in sentence for sentence in found), found
