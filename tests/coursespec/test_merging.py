"""Several problems' parts of one file become one file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.merging import Fragment, defined_names, join
from scripts.errors import SpecError
from tests.tiny import course_in, edit

IMPORTS = (
    "import math",
    "import numpy as np",
    "from torch import nn",
    "from src.a import b, c",
    "from collections import abc",
)


def test_joins_in_assignment_order(spec: Path) -> None:
    text = load_assignment("tiny", course_in(spec)).solution()["src/shared.py"]
    assert text.startswith(
        '"""Sums.\n\nSteps.\n"""\n\nfrom __future__ import annotations\n\nimport math\n'
        "from collections.abc import Iterable, Sequence\n\nimport numpy as np\n\n\ndef weighted_sum("
    )
    assert list(defined_names(ast.parse(text))) == ["weighted_sum", "mean", "step"]


def test_single_part_stays_unchanged() -> None:
    text = "import b\nimport a   # why\n\nX = 1\n"
    assert join([Fragment("x.py", text)]) == text


def test_form_feed_ends_no_line() -> None:
    """Python counts lines by their line ends alone; ``str.splitlines`` also splits at a form feed or a separator of Unicode."""
    one = "# One part\x0c of two\nimport math\n\n\ndef one():\n    return math.pi\n"
    joined = join([Fragment("a.py", one), Fragment("b.py", "import math\n\n\ndef two():\n    return 2\n")])
    assert joined == (
        "import math\n\n\n# One part\x0c of two\n\n\ndef one():\n    return math.pi\n\n\ndef two():\n    return 2\n"
    )


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(IMPORTS), max_size=5), st.integers(0, 3)),
        min_size=2, max_size=4,
    )
)  # fmt: skip
@settings(max_examples=60)
def test_keeps_definitions_and_imports_once(parts: list[tuple[list[str], int]]) -> None:
    fragments = [
        Fragment(f"{index}.py", "\n".join(["from __future__ import annotations", *imports, "", ""])
                 + "\n\n".join(f"def f{index}_{n}():\n    return {n}\n" for n in range(count)))
        for index, (imports, count) in enumerate(parts)
    ]  # fmt: skip
    text = join(fragments)
    tree = ast.parse(text)
    assert list(defined_names(tree)) == [f"f{i}_{n}" for i, (_, count) in enumerate(parts) for n in range(count)]
    found = [ast.unparse(node) for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert sorted(found) == sorted(
        {"from __future__ import annotations", *(i for imports, _ in parts for i in imports)}
    )
    assert join([Fragment("x.py", text), Fragment("y.py", "")]) == text


def test_refuses_name_defined_twice(spec: Path) -> None:
    edit(spec, "spec/problems/steps/src/shared.py", "def step(", "def mean(")
    with pytest.raises(SpecError, match=r"steps/src/shared\.py:\d+: mean is also defined at .*sums/src/shared\.py:\d+"):
        load_assignment("tiny", course_in(spec))


def test_refuses_import_with_two_meanings(spec: Path) -> None:
    edit(spec, "spec/problems/steps/src/shared.py", "import numpy as np", "import torch as math\nimport numpy as np")
    with pytest.raises(SpecError, match="math is torch here and math at"):
        load_assignment("tiny", course_in(spec))


def test_refuses_name_defined_and_imported(spec: Path) -> None:
    edit(spec, "spec/problems/steps/src/shared.py", "import numpy as np", "import numpy as np\nfrom numpy import mean")
    with pytest.raises(SpecError, match=r"mean is defined here and imported as numpy\.mean"):
        load_assignment("tiny", course_in(spec))
