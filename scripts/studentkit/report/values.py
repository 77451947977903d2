"""The numbers of ``report/answers.toml``, read for the tests that judge them."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = Path(__file__).with_name("answers.toml")
SHOWN = "report/answers.toml"


def answers(path: Path = FILE) -> dict[str, dict[str, Any]]:
    """What is filled in, by problem and key; what still says "?" is left out.

    Raises:
        ValueError: the file is not there, is not TOML, or holds something that is neither a number nor a list of them.
    """
    found: dict[str, dict[str, Any]] = {}
    for problem, table in _tables(path).items():
        if not isinstance(table, dict):
            raise ValueError(f"{SHOWN}: {problem} stands outside its [problem]; put the [problem] line back above it.")
        found[problem] = {key: _number(value, f"{problem}.{key}") for key, value in table.items() if not _open(value)}
    return found


def answer(problem: str, key: str, path: Path = FILE) -> Any:
    """One of the numbers, or list of numbers, whatever the others are.

    None where it is still open; where it cannot be read, the sentence that says why. ``testkit.check.answer`` tells both from
    a number.
    """
    try:
        table = _tables(path).get(problem, {})
        value = table.get(key, "?") if isinstance(table, dict) else "?"
        return None if _open(value) else _number(value, f"{problem}.{key}")
    except ValueError as error:
        return str(error)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ValueError(f"{SHOWN} is missing; take it from the assignment again and fill it in.") from None
    except UnicodeDecodeError:
        raise ValueError(f"{SHOWN} is not UTF-8 text; save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"{SHOWN} is not valid TOML ({error}); mend that line.") from None


def _open(value: object) -> bool:
    if isinstance(value, list):
        return not value or any(_open(item) for item in value)
    return isinstance(value, str) and value.strip() in ("", "?")


def _number(value: object, name: str) -> Any:
    if isinstance(value, list):
        return [_number(item, name) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{SHOWN}: {name} is not a number; write it without quotes, unit and thousands separators.")
    return value
