"""Changes of a solution: made inside its regions only, named so that a list of them can be kept, and reported."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from scripts.coursespec.annotated import parse
from scripts.coursespec.model import Problem
from scripts.coursespec.settings import ProblemSettings
from scripts.errors import SpecError
from scripts.proof.mutants import Mutant, make_mutants
from scripts.proof.survivors import compare_survivors, read_survivors
from scripts.proof.verdicts import Verdict, append_verdicts, read_verdicts

SOURCE = '''"""Sums."""

SCALE = 2 + 3


def outside(n):
    return n + 1


def inside(n: int = 4) -> int:
    """Twice n, and one."""
    # BEGIN SOLUTION
    if n < 0:
        raise ValueError("n is negative")
    return 2 * n + 1
    # END SOLUTION
'''


def problem(folder: Path) -> Problem:
    sources = {"src/sums.py": parse(SOURCE, "spec/problems/sums/src/sums.py")}
    return Problem(
        "sums", folder, "spec/problems/sums", ProblemSettings(title="Sums"), sources, {}, (), "", "", (), (), ()
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "spec" / "problems" / "sums"
    place.mkdir(parents=True)
    return place


def made(folder: Path) -> list[Mutant]:
    return make_mutants(problem(folder), "src/sums.py")


def test_only_solution_lines_change(folder: Path) -> None:
    found = made(folder)
    assert {mutant.line for mutant in found} == {13, 15}
    assert {mutant.owner for mutant in found} == {"inside"}
    for mutant in found:
        changed = [a for a, b in zip(SOURCE.splitlines(), mutant.text.splitlines(), strict=True) if a != b]
        assert len(changed) == 1 and changed[0].strip() == mutant.before


def test_error_messages_do_not_change(folder: Path) -> None:
    after = [mutant.after for mutant in made(folder)]
    assert "return 2 / n + 1" in after and "return 2 * n - 1" in after and "if n <= 0:" in after
    assert not any("ValueError" in text for text in after)
    assert len(set(after)) == len(after)


def test_survivors_and_entries_agree(folder: Path) -> None:
    found = made(folder)
    first, second = found[:2]
    assert "no test notices" in " ".join(compare_survivors(problem(folder), found, [first]))
    entry = {"file": first.path, "owner": first.owner, "before": first.before, "after": first.after}
    entry["why"] = "zero has no other half"
    lines = [f"{key} = '{value}'" for key, value in entry.items()]
    (folder / "survivors.toml").write_text("\n".join(["[[survivor]]", *lines]))
    assert compare_survivors(problem(folder), found, [first]) == []
    assert "a test notices" in " ".join(compare_survivors(problem(folder), found, []))
    assert "not among the changes" in " ".join(compare_survivors(problem(folder), [second], []))


def test_entry_without_reason_is_refused(folder: Path) -> None:
    text = '[[survivor]]\nfile = "src/sums.py"\nowner = "inside"\nbefore = "a"\nafter = "b"\nwhy = ""\n'
    (folder / "survivors.toml").write_text(text)
    with pytest.raises(SpecError, match=r"spec/problems/sums/survivors\.toml.*no reason"):
        read_survivors(problem(folder))


def test_verdicts_survive_interruption(tmp_path: Path) -> None:
    path = tmp_path / "sums.jsonl"
    whole = Verdict("a" * 32, "sums/hidden/test_outputs.py::test_sum", "wrong", 0.5)
    path.write_bytes(msgspec.json.encode(whole) + b"\n" + msgspec.json.encode(whole)[:20])
    assert read_verdicts(path) == {whole.key: whole}
    append_verdicts(path, [Verdict("b" * 32, "", "", 0.5)])
    assert set(read_verdicts(path)) == {"a" * 32, "b" * 32}
