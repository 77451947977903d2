"""Helper modules that are graded too, and notices about imports that will fail."""

from __future__ import annotations

import pytest

from autograder.submission import collect
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files


def test_takes_imported_helpers_transitively(tmp_path, tree):
    """Helpers are taken with the files that import them, and so is what they import."""
    files = {
        **complete(),
        "src/models.py": "from src.layers import Block\nfrom . import shapes\n",
        "src/layers.py": "from .deeper import x\n",
        "src/deeper.py": "x = 1\n",
        "src/shapes.py": "",
        "src/other.py": "",
    }
    submission = collect(write_files(tmp_path / "s", files), manifest(), tree)
    assert set(submission.files) - set(EDITABLE) == {"src/layers.py", "src/deeper.py", "src/shapes.py"}
    assert submission.notices == []


@pytest.mark.parametrize(
    "name",
    [
        "src/random.py",
        "src/numpy.py",
        "src/sklearn.py",
        "src/conftest.py",
        "src/test_x.py",
        "src/__init__.py",
        "data/load_data.py",
        "src/testkit.py",
    ],
)
def test_helper_never_shadows_a_library(tmp_path, tree, name):
    """A helper hides neither a library nor a provided file."""
    module = name.removesuffix(".py").replace("/", ".")
    files = {**complete(), "src/models.py": f"import {module}\n", name: "evil = 1\n"}
    assert name not in collect(write_files(tmp_path / "s", files), manifest(), tree).files


def test_names_helpers_outside_edited_folders(tmp_path, tree):
    """Helpers outside the edited folders are named and not used."""
    files = {
        **complete(),
        "src/models.py": "import helper\nfrom src.deep import x\nimport lib.y\n",
        "helper.py": "",
        "src/deep/__init__.py": "",
        "lib/y.py": "",
    }
    submission = collect(write_files(tmp_path / "s", files), manifest(), tree)
    assert sorted(submission.files) == sorted(EDITABLE)
    assert has_notice(submission, "line 1 imports helper", "not beside")
    assert has_notice(submission, "line 2 imports src.deep", "only modules directly beside")
    assert has_notice(submission, "line 3 imports lib", "not beside")


def test_names_line_of_unlisted_package(tmp_path, tree):
    source = "import torch\nimport os\nimport pandas as pd\nfrom sklearn import svm\n"
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest(), tree)
    assert len(submission.notices) == 1 and has_notice(submission, "src/models.py line 3 imports pandas")


def test_ignores_imports_that_may_fail(tmp_path, tree):
    """Imports that may fail or never run earn no notice."""
    source = (
        "try:\n    import tqdm\nexcept ImportError:\n    import fallback\n"
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n"
        "if __name__ == '__main__':\n    import wandb\n"
    )
    assert collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest(), tree).notices == []


def test_explains_import_without_its_folder(tmp_path, tree):
    files = {**complete(), "src/models.py": "from run_model import run_model\n"}
    assert has_notice(collect(write_files(tmp_path / "s", files), manifest(), tree), "write `from src.run_model import")


@pytest.mark.parametrize(
    ("imports", "why"),
    [
        (f"from src.{'a' * 300} import x\n", "is not in your submission"),
        ("from src.statistics import mean\n", "because of its name"),
        ("import src.test_helper\n", "because of its name"),
        ("import src.deep.helper\n", "directly beside"),
        ("x = 1  # long\n" * 20_000, "longer than"),
    ],
)
def test_explains_why_import_will_fail(tmp_path, tree, imports, why):
    helpers = {f"src/{name}.py": "" for name in ("statistics", "test_helper", "deep/helper")}
    folder = write_files(tmp_path / "s", {**complete(), **helpers, "src/models.py": imports})
    assert has_notice(collect(folder, manifest(), tree), "src/models.py", why)
