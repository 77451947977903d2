"""The one error that the instructor's commands show, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it
FULL = (errno.ENOSPC, errno.EDQUOT)  # which a write reports without the file's name


class SpecError(Exception):
    """Something in the spec is wrong. Each sentence names the file, the line or key, and the fix."""

    def __init__(self, sentences: str | Iterable[str]) -> None:
        self.sentences = [sentences] if isinstance(sentences, str) else list(sentences)
        super().__init__("\n".join(self.sentences))


def run_command(
    main: Callable[[Sequence[str]], int | None], *, error_code: int = 1, stopped: str = "stopped"
) -> NoReturn:
    """Call ``main`` with the process's arguments and end the process with its exit code.

    What a user can cause is printed as sentences, without a traceback. A command imports its rooms inside ``main``, so that
    Ctrl-C during those imports, which take longer than many a command, arrives here too.

    Args:
        main: takes the arguments and returns the exit code; None means 0.
        error_code: the exit code for an error in the spec or of the file system.
        stopped: what to print after Ctrl-C.
    """
    try:
        sys.exit(main(sys.argv[1:]) or 0)
    except SpecError as error:
        sentences = error.sentences
    except OSError as error:
        # What a user can cause: a folder where a file goes, no right to write, a full disk.
        place = f"{error.filename}: " if error.filename is not None else ""
        reason = error.strerror or str(error)
        fix = (
            "free some and run the command again" if error.errno in FULL else "see that it can be read or written there"
        )
        sentences = [f"{place}{reason[:1].lower()}{reason[1:]}; {fix}."]
    except UnicodeEncodeError as error:
        # Python keeps bytes that are not UTF-8, of a file's name or of what was typed, in a form that nothing else can write.
        if error.reason != "surrogates not allowed":
            raise
        sentences = [
            f"{error.object!a}: is not UTF-8; rename the file, or set the terminal to UTF-8 and type it again."
        ]
    except KeyboardInterrupt:
        print(stopped, file=sys.stderr)
        sys.exit(INTERRUPTED)
    for sentence in sentences:
        print(f"error: {sentence}", file=sys.stderr)
    sys.exit(error_code)
