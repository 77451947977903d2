"""Clear errors for the calls of torch that need other processes, which the sandbox forbids.

Without them student code fails with an error of the system that says nothing of the cause. The sandbox does not rely on them.
"""

from __future__ import annotations

from typing import Any

NO_WORKERS = "the grader starts no processes, so a DataLoader must have num_workers=0 here"
NO_COMPILE = "the grader cannot compile, so call the model without torch.compile here"


def patch_unsupported_apis() -> None:
    """Make ``DataLoader`` with workers and ``torch.compile`` raise an error that says what to do."""
    import torch
    import torch.utils.data

    loader = torch.utils.data.DataLoader
    original = loader.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        workers = kwargs.get("num_workers", args[5] if len(args) > 5 else 0)
        if workers:
            raise ValueError(NO_WORKERS)
        original(self, *args, **kwargs)

    loader.__init__ = init  # type: ignore[method-assign]

    def compile_(model: Any = None, *args: Any, **kwargs: Any) -> Any:
        # A plain function raises only when it is called: parts of torch decorate functions when they are imported.
        if isinstance(model, torch.nn.Module):
            raise RuntimeError(NO_COMPILE)

        def refuse(*_: Any, **__: Any) -> Any:
            raise RuntimeError(NO_COMPILE)

        return refuse if callable(model) else lambda function: compile_(function)

    torch.compile = compile_  # type: ignore[assignment]
