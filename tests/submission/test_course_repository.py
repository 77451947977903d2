"""A whole repository of the Northwestern course, with all that students leave in it, is graded unchanged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.api import Grader
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.coursespec.files import write_tree
from tests.kit import kit_assignment

# What published repositories have besides the files to grade. None of it may count or do harm.
LEFT_OVER = {
    "src/__init__.py": "from .models import *\nfrom .run_model import *\nraise RuntimeError('edited')\n",
    "data/__init__.py": "from .my_dataset import *\nfrom .dogs import *\n",
    "data/load_data.py": "raise RuntimeError('my own loader')\n",
    "data/dogs.py": "import pandas as pd\n",
    "tests/test_run_model.py": "def test_mine():\n    assert False\n",
    "conftest.py": "raise SystemExit\n",
    "pytest.ini": "[pytest]\naddopts = --maxfail=1\n",
    "sitecustomize.py": "import os; os._exit(0)\n",
    "torch.py": "raise RuntimeError('not torch')\n",
    "experiments/example.py": "print('an experiment')\n",
    "experiments/colab_mnist.ipynb": "{}",
    "README.md": "# HW4\n",
    ".git/config": "[core]\n",
    "__MACOSX/._src": "junk",
    "environment.yml": "name: cs349\n",
}


@pytest.mark.timeout(600)
def test_published_repository_gets_full_marks(tmp_path: Path) -> None:
    assignment = kit_assignment("northwestern")
    write_tree(tmp_path / "build", build_tree(assignment, "c3" * 16), EXECUTABLE)
    files = {path: text.encode() for path, text in assignment.solution().items()}
    del files["report/answers.toml"]  # which that course does not have
    files["src/run_model.py"] = b"import numpy as np\nimport matplotlib.pyplot as plt\n" + files["src/run_model.py"]
    repository = tmp_path / "hand-in" / "hw4-deep-learning-someone-main"
    write_tree(repository, {**files, **{path: text.encode() for path, text in LEFT_OVER.items()}})
    shutil.make_archive(str(tmp_path / "hand-in"), "zip", tmp_path / "hand-in")
    with Grader(tmp_path / "build") as grader:
        grading = grader.grade(tmp_path / "hand-in.zip")
    lost = [outcome for outcome in grading.counted if outcome.status != "passed"]
    assert [outcome.test.id for outcome in lost] == ["dogset/hidden/test_numbers.py::test_fc_weights"]
    assert lost[0].message.startswith("report/answers.toml: fc_weights in [dogset]")
    assert grading.score == pytest.approx(grading.maximum - lost[0].test.points) and lost[0].test.points <= 0.5
