"""The one error that the instructor's commands show: a sentence with file, line or key, and mend."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


class SpecError(Exception):
    """Something in the spec is wrong. The message is one sentence that names the file, the line or key, and the mend."""


def run_command(main: Callable[..., int | None], *args: Any, **kwargs: Any) -> None:
    """Call ``main`` and end the process with its code; a SpecError is printed as its sentence, without a traceback."""
    try:
        sys.exit(main(*args, **kwargs) or 0)
    except SpecError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
