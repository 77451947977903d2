"""Grade the same tests in other ways: plain pytest, gradescope-utils' runner, and Otter-Grader's ``otter run``.

All of them call the very same test functions on the student's real modules, in the student's process. They differ in
what surrounds the calls.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from autograder.isolation.workspace import TESTKIT
from autograder.model import manifest
from scripts.bench.measure import Cost, run_measured
from scripts.coursespec.course import ROOT

_LOADER = '''
import importlib.util, sys, zlib
from pathlib import Path
import torch
from testkit.student_plugin import NativeStudent

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

def tests():
    """(name, function) of every graded test, in order."""
    for file in sorted((HERE / "suites").glob("*/*/test_*.py")):
        name = "graded_" + "_".join(file.relative_to(HERE).with_suffix("").parts)
        spec = importlib.util.spec_from_file_location(name, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for key, function in sorted(vars(module).items()):
            if key.startswith("test_") and hasattr(function, "__number__"):
                yield key, function

def call(function):
    wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
    seed = zlib.crc32(function.__name__.encode())
    torch.manual_seed(seed)
    given = {"student": NativeStudent(), "seed": seed, "rng": torch.Generator().manual_seed(seed), "device": "cpu"}
    function(**{name: given[name] for name in wanted})
'''

_GRADESCOPE = """
import sys, unittest
sys.path.insert(0, ".")
from loader import call, tests
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

def method(function):
    def test(self):
        call(function)
    test.__doc__, test.__number__ = function.__doc__, function.__number__
    test.__weight__ = getattr(function, "__weight__", 1)
    return test

Graded = type("Graded", (unittest.TestCase,), {name: method(function) for name, function in tests()})
with open("results.json", "w") as file:
    JSONTestRunner(visibility="visible", stream=file).run(unittest.defaultTestLoader.loadTestsFromTestCase(Graded))
"""


def lay_out(folder: Path, build: Path, submission: dict[str, bytes]) -> Path:
    """Make a folder in which the CPU tests of a build can be run on a submission in one process.

    Args:
        folder: does not exist yet.
        build: what ``write_build`` wrote.
        submission: contents by path.

    Returns:
        The folder.
    """
    shutil.copytree(TESTKIT, folder / "testkit")
    shutil.copytree(build / "tree", folder, dirs_exist_ok=True)
    shutil.copytree(build / "tests", folder / "suites", dirs_exist_ok=True)
    ours = {test.id.partition("::")[0] for test in manifest.read(build).tests if test.device == "cpu"}
    for suite in (folder / "suites").glob("*/*/test_*.py"):
        if suite.relative_to(folder / "suites").as_posix() not in ours:
            suite.unlink()
    for name, content in submission.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "conftest.py").write_text('pytest_plugins = ["testkit.student_plugin"]\n', encoding="utf-8")
    (folder / "loader").mkdir()  # a folder, because Otter takes any script at the top for the submission
    (folder / "loader" / "__init__.py").write_text(_LOADER, encoding="utf-8")
    (folder / "run_gradescope.py").write_text(_GRADESCOPE, encoding="utf-8")
    return folder


def run_pytest(folder: Path, *more: str) -> Cost:
    """Run all tests in one plain pytest process, which loads no plugins that these tests do not use, as in the grader."""
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "--rootdir", ".", "-c", "/dev/null", *more]
    environment = {"OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return run_measured([sys.executable, "-m", "pytest", *options, "suites"], cwd=folder, environment=environment)


def run_gradescope_utils(folder: Path) -> Cost:
    """Run gradescope-utils' JSONTestRunner, in a process for this submission alone."""
    return run_measured([sys.executable, "run_gradescope.py"], cwd=folder, environment={"OMP_NUM_THREADS": "1"})


_AS_MODULE = """
import sys as _sys, types as _types
_module = _types.ModuleType({name!r})
_module.__dict__.update({{key: value for key, value in globals().items() if not key.startswith("__")}})
_sys.modules.setdefault({package!r}, _types.ModuleType({package!r}))
_sys.modules[{name!r}] = _module
"""


class Otter:
    """Otter-Grader in an environment of its own, which uses the torch of this one."""

    def __init__(self, place: Path) -> None:
        self.place, self.python = place, place / "bin" / "python"

    def install(self) -> None:
        """Make the environment where it does not exist yet.

        Raises:
            RuntimeError: it cannot be installed from here.
        """
        if (self.place / ".ready").exists():
            return
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.place)], check=True)
        run_measured([self.python, "-m", "pip", "install", "--quiet", "otter-grader", "ipykernel"], cwd=ROOT)
        lend = next(Path(path) for path in sys.path if path.endswith("site-packages"))
        site = next(self.place.glob("lib/python*/site-packages"))
        (site / "borrowed.pth").write_text(f"{lend}\n", encoding="utf-8")
        (self.place / ".ready").touch()

    def generate(self, folder: Path) -> Path:
        """Make Otter's autograder zip of the tests in ``folder``: a test file for each graded test.

        All of ``folder`` except the submission goes into the zip, as support files.
        """
        names = subprocess.run(
            [sys.executable, "-c", "from loader import tests; print(*[name for name, _ in tests()])"],
            cwd=folder, check=True, capture_output=True, text=True,
        ).stdout.split()  # fmt: skip
        cases = folder / "otter_tests"
        cases.mkdir(exist_ok=True)
        for name in names:
            code = f">>> from loader import call, tests\n>>> call(dict(tests())[{name!r}])"
            case = {"code": code, "hidden": False, "locked": False}
            suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
            text = f"OK_FORMAT = True\ntest = {{'name': {name!r}, 'points': 1, 'suites': [{suite!r}]}}\n"
            (cases / f"{name}.py").write_text(text, encoding="utf-8")
        (folder / "otter_config.json").write_text('{"lang": "python", "show_stdout": true}\n', encoding="utf-8")
        support = [
            entry.name for entry in folder.iterdir() if entry.name in ("testkit", "suites", "loader", "src", "data")
        ]
        run_measured(
            [self.python, "-m", "otter", "generate", "-t", "otter_tests", "-o", "autograder.zip", "--no-environment",
             "--no-requirements", "-c", "otter_config.json", *support],
            cwd=folder,
        )  # fmt: skip
        return folder / "autograder.zip"

    def write_submission(self, source: bytes, path: str, out: Path) -> Path:
        """Write the script that Otter is given: the student's one file, which the tests find under its module's name.

        Args:
            source: the student's file.
            path: where the file is in a submission.
            out: folder for the script.
        """
        name = path.removesuffix(".py").replace("/", ".")
        out.mkdir(parents=True, exist_ok=True)
        script = out / "submission.py"
        script.write_bytes(source + _AS_MODULE.format(name=name, package=name.partition(".")[0]).encode())
        return script

    def grade(self, zip_path: Path, submission: Path, out: Path) -> Cost:
        """Run ``otter run`` on one submission.

        Args:
            zip_path: what ``generate`` made.
            submission: what ``write_submission`` wrote.
            out: folder for the results.
        """
        command = [self.python, "-m", "otter", "run", "--no-logo", "-a", zip_path, "-o", out, submission]
        return run_measured(command, cwd=out, environment={"OMP_NUM_THREADS": "1"})
