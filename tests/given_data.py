"""The given data modules, imported as a student's programs do."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

PROVIDED = Path(__file__).resolve().parents[1] / "spec" / "provided"


@contextlib.contextmanager
def import_given(**modules: str) -> Iterator[SimpleNamespace]:
    """Import modules of ``data`` without ``$COURSE_DATA``, and forget them afterwards.

    Args:
        **modules: the module's name in ``data`` by the name under which it is given.
    """
    _forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_DATA", raising=False)
        patch.syspath_prepend(str(PROVIDED))
        yield SimpleNamespace(**{name: importlib.import_module(f"data.{module}") for name, module in modules.items()})
    _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "data"]:
        del sys.modules[name]
