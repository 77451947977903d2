"""The modules of one build's tests and probes, in ``sys.modules`` only while its tests run."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from testkit import probes


class BuildModules:
    """Keeps the modules that come from one build.

    Two builds give their modules the same names, so each grader's are in place for the time of a run and are taken out after
    it. They are kept for the next run: tests need not be compiled again for every submission.

    Args:
        tests: the build's tests.
        tree: the pristine tree, whose ``testkit/probes`` holds the probes of the build's problems.
    """

    def __init__(self, tests: Path, tree: Path) -> None:
        self._probes = tree / "testkit" / "probes"
        self._folders = (f"{tests}{os.sep}", f"{self._probes}{os.sep}")
        self._modules: dict[str, ModuleType] = {}

    @contextlib.contextmanager
    def importable(self) -> Iterator[None]:
        """Let tests import the probes of their own build's problems, as ``testkit.probes.<problem>``."""
        sys.modules.update(self._modules)
        for name, module in self._modules.items():
            if name.startswith("testkit.probes."):
                setattr(probes, name.rpartition(".")[2], module)
        probes.__path__.append(str(self._probes))
        try:
            yield
        finally:
            probes.__path__.remove(str(self._probes))
            self._take_out()

    def _take_out(self) -> None:
        for name, module in list(sys.modules.items()):
            if self._is_own(module):
                self._modules[name] = sys.modules.pop(name)
                if name.startswith("testkit.probes."):
                    delattr(probes, name.rpartition(".")[2])

    def _is_own(self, module: ModuleType) -> bool:
        # Through the dictionary: some libraries import something when an attribute of their modules is asked for.
        file = getattr(module, "__dict__", {}).get("__file__")
        return isinstance(file, str) and file.startswith(self._folders)
