"""Experiments: they resume, they save, and as notebooks they run from the first cell to the last."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.build.notebooks import make_notebooks
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.studentkit.experiments.running import Experiment
from tests.kit import kit_assignment

SOURCES = {
    path: source.staff()
    for problem in kit_assignment("complete").problems
    for path, source in problem.experiments.items()
}
EXPERIMENTS = list(SOURCES)
# ``make test`` runs two, drawn by a digest of all: a change of any draws anew, and the time does not grow with their number.
DRAWN = sorted(EXPERIMENTS, key=lambda path: hashlib.sha256("".join([path, *SOURCES.values()]).encode()).digest())[:2]


def experiment(root: Path, *arguments: str) -> Experiment:
    return Experiment("trial", "About it.", [*arguments, "--root", str(root)])


@pytest.fixture(scope="module")
def solution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staff's tree of all problems, with notebooks."""
    assignment = kit_assignment("complete")
    tree = tmp_path_factory.mktemp("notebooks") / "tree"
    write_tree(tree, render(assignment, solved=True) | make_notebooks(assignment, solved=True))
    return tree


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    """One kernel for all notebooks, emptied before each: most of a quick run is importing torch."""
    from jupyter_client.manager import KernelManager

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")  # tests run beside each other, and threads would wait for each other
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "drawn" in metafunc.fixturenames:
        metafunc.parametrize("drawn", EXPERIMENTS if metafunc.config.getoption("--all") else DRAWN)


def test_notebook_runs_to_the_end(solution: Path, kernel: Any, drawn: str) -> None:
    import nbclient
    import nbformat

    file = solution / "notebooks" / f"{Path(drawn).stem}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    emptied = f"%reset -f\nimport os\nos.chdir({str(file.parent)!r})"  # where Jupyter begins
    notebook.cells.insert(0, nbformat.v4.new_code_cell(emptied))
    nbclient.NotebookClient(notebook, timeout=120, km=kernel).execute()
    written = list((solution / "report" / "figures").glob(f"{Path(drawn).stem}_*.svg"))
    recorded = (
        json.loads((solution / "report" / "metrics.json").read_text())
        if (solution / "report" / "metrics.json").exists()
        else {}
    )
    assert written or Path(drawn).stem in recorded, "an experiment leaves a figure or a number"


@pytest.mark.parametrize("path", EXPERIMENTS)
def test_experiment_explains_itself(path: str) -> None:
    source = SOURCES[path]
    assert ast.get_docstring(ast.parse(source)) or source.startswith("# %% [markdown]\n# # ")
    assert source.count("# %%") >= 2
    assert f'Experiment("{Path(path).stem}"' in source


def test_student_notebooks_repeat_byte_for_byte() -> None:
    """They hold the stubs, no solution and no output."""
    assignment = kit_assignment("complete")
    first = make_notebooks(assignment, solved=False)
    assert first == make_notebooks(assignment, solved=False)
    assert set(first) == {f"notebooks/{Path(path).stem}.ipynb" for path in EXPERIMENTS}
    for data in first.values():
        cells = json.loads(data)["cells"]
        assert cells[0]["cell_type"] == "markdown" and cells[0]["source"][0].startswith("# ")
        assert not any(cell.get("outputs") for cell in cells)
        assert "BEGIN SOLUTION" not in data.decode()


@pytest.mark.parametrize("path", EXPERIMENTS)
def test_cells_agree_with_jupytext(path: str) -> None:
    import jupytext

    assignment = kit_assignment("complete")
    problem = next(p for p in assignment.problems if path in p.experiments)
    code = problem.experiments[path].staff()
    if docstring := ast.get_docstring(ast.parse(code), clean=False):
        code = code.replace(f'"""{docstring}"""', "", 1)
    made = json.loads(make_notebooks(assignment, solved=True)[f"notebooks/{Path(path).stem}.ipynb"])["cells"]
    read = [(cell.cell_type, cell.source) for cell in jupytext.reads(code.lstrip("\n"), fmt="py:percent").cells]
    rest = [(cell["cell_type"], "".join(cell["source"])) for cell in made]
    assert [cell for cell in read if cell[1].strip()] == [*([] if docstring else rest[:1]), *rest[2:]]


def test_stopped_experiment_continues(tmp_path: Path) -> None:
    made: list[int] = []

    def make(size: int) -> float:
        if size == 3 and len(made) == 2:
            raise KeyboardInterrupt
        made.append(size)
        return size / 2

    def go(*arguments: str) -> list[float]:
        run = experiment(tmp_path, *arguments)
        return [run.remember(f"size {size}", lambda size=size: make(size)) for size in run.progress([1, 2, 3], "sizes")]

    with pytest.raises(KeyboardInterrupt):
        go()
    assert made == [1, 2]
    made.append(0)
    assert go() == [0.5, 1.0, 1.5] and made == [1, 2, 0, 3]
    assert go("--quick") == [0.5, 1.0, 1.5] and made == [1, 2, 0, 3, 1, 2, 3]
    assert go("--fresh") == [0.5, 1.0, 1.5] and made[-3:] == [1, 2, 3] and len(made) == 10


def test_experiments_record_numbers_side_by_side(tmp_path: Path) -> None:
    import numpy as np
    import torch

    experiment(tmp_path).record(accuracy={500: np.float32(0.5)}, sizes=torch.tensor([1, 2]))
    Experiment("other", None, ["--quick", "--root", str(tmp_path)]).record(loss=1.5)
    experiment(tmp_path).record(seconds=2)
    assert json.loads((tmp_path / "report" / "metrics.json").read_text()) == {
        "trial": {"accuracy": {"500": 0.5}, "sizes": [1, 2], "seconds": 2, "quick": False},
        "other": {"loss": 1.5, "quick": True},
    }
    with pytest.raises(TypeError, match="numbers, texts, lists"):
        experiment(tmp_path).record(model=object())


def test_figure_repeats_byte_for_byte(tmp_path: Path) -> None:
    """The figure of a quick run differs: it says that the run was quick."""
    from matplotlib.figure import Figure

    def draw(*arguments: str) -> bytes:
        figure = Figure()
        figure.subplots().plot([1, 2])
        return experiment(tmp_path, *arguments).figure(figure, "line").read_bytes()

    assert draw() == draw() != draw("--quick")
    assert not list(tmp_path.rglob("*.new*"))


def test_experiment_runs_as_module(solution: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "experiments.plot_activations", "--quick"],
        cwd=solution, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "wrote report/figures/plot_activations_curves.svg" in done.stdout
