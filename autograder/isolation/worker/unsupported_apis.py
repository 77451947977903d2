"""Says kindly what the walls forbid, where the plain error would puzzle. Explanations only: the walls do not rely on them."""

from __future__ import annotations

from typing import Any

NO_WORKERS = "the grader starts no processes, so a DataLoader must have num_workers=0 here"
NO_COMPILE = "the grader cannot compile, so call the model without torch.compile here"


def patch_unsupported_apis() -> None:
    """Replace the two calls of torch that need other processes by a sentence."""
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
        # A plain function is let through until it is called: parts of torch decorate theirs when they are imported.
        if isinstance(model, torch.nn.Module):
            raise RuntimeError(NO_COMPILE)

        def refuse(*_: Any, **__: Any) -> Any:
            raise RuntimeError(NO_COMPILE)

        return refuse if callable(model) else lambda function: compile_(function)

    torch.compile = compile_  # type: ignore[assignment]
