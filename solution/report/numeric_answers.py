"""Read the numbers of ``report/answers.toml``, for the report and for the tests that judge them."""

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
DISPLAY_PATH = "report/answers.toml"


def read_answers(path: Path = FILE) -> dict[str, dict[str, Any]]:
    """Read what is filled in, by problem and key; what still says "?" is left out.

    Raises:
        ValueError: the file is not there, is not TOML, or holds something that is neither a number nor a list of them.
    """
    found: dict[str, dict[str, Any]] = {}
    for problem, table in _tables(path).items():
        if not isinstance(table, dict):
            raise ValueError(
                f"{DISPLAY_PATH}: {problem} stands outside its [problem]; put the [problem] line above it again."
            )
        found[problem] = {
            key: _number(value, f"{problem}.{key}") for key, value in table.items() if not _is_open(value)
        }
    return found


def read_answer(problem: str, key: str, path: Path = FILE) -> Any:
    """Read one number or list of numbers, whatever the others are.

    Args:
        problem: the table that it is in.
        key: its name there.
        path: the file.

    Returns:
        The number or list; None where it is still open; a sentence that says why where it cannot be read.
        ``testkit.check.answer`` tells these from each other.
    """
    try:
        table = _tables(path).get(problem, {})
        value = table.get(key, "?") if isinstance(table, dict) else "?"
        return None if _is_open(value) else _number(value, f"{problem}.{key}")
    except ValueError as error:
        return str(error)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ValueError(f"{DISPLAY_PATH} is missing; copy it from the assignment again and fill it in.") from None
    except UnicodeDecodeError:
        raise ValueError(f"{DISPLAY_PATH} is not UTF-8 text; save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"{DISPLAY_PATH} is not valid TOML ({error}); fix that line.") from None


def _is_open(value: object) -> bool:
    if isinstance(value, list):
        return not value or any(_is_open(item) for item in value)
    return isinstance(value, str) and value.strip() in ("", "?")


def _number(value: object, name: str) -> Any:
    if isinstance(value, list):
        return [_number(item, name) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(
            f"{DISPLAY_PATH}: {name} is not a number; write it without quotes, unit and thousands separators."
        )
    return value
