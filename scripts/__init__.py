"""The instructor's commands: they read ``spec/`` and write everything else."""

import sys
import types


def _without_traceback(kind: type[BaseException], error: BaseException, trace: types.TracebackType | None) -> None:
    """Ctrl-C while a command still imports what it needs."""
    if issubclass(kind, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _without_traceback
