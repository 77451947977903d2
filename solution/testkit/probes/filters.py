"""Probes of the filters problem: both functions may answer with a tensor or with a NumPy array."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


def as_tensor(answer: Any) -> Any:
    """Return an array as a tensor of the same values, and anything else, which the test's check describes, as it is."""
    return torch.from_numpy(answer) if isinstance(answer, np.ndarray) and answer.dtype.kind in "fiub" else answer
