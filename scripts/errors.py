"""The one error that the instructor's commands show: sentences with file, line or key, and mend."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any


class SpecError(Exception):
    """Something in the spec is wrong. Each sentence names the file, the line or key, and the mend."""

    def __init__(self, sentences: str | Iterable[str]) -> None:
        self.sentences = [sentences] if isinstance(sentences, str) else list(sentences)
        super().__init__("\n".join(self.sentences))


def run_command(main: Callable[..., int | None], *args: Any, **kwargs: Any) -> None:
    """Call ``main`` and end the process with its code; what a user can cause is printed as sentences, without a traceback."""
    try:
        sys.exit(main(*args, **kwargs) or 0)
    except SpecError as error:
        for sentence in error.sentences:
            print(f"error: {sentence}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # What a user can cause: a folder where a file goes, no right to write, a full disk.
        place = f"{error.filename}: " if error.filename is not None else ""
        reason = error.strerror or str(error)
        print(
            f"error: {place}{reason[:1].lower()}{reason[1:]}; see that it can be read or written there.",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
