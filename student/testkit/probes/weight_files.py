"""Weights that a student trained at home and handed in, read beside the student's code and put into the student's own network.

Nothing of a file is run: it is unpickled with ``weights_only=True``, after its table of contents has been looked at. Why a file
cannot be used is said by a word of a closed list; ``testkit.handed_in`` has the sentences.
"""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from pathlib import Path
from typing import Literal

import torch
from torch import nn
from torch.nn.parameter import is_lazy

Trouble = Literal[
    "missing", "damaged", "foreign", "old", "script", "unpacked", "code", "no_weights", "wrapped", "names", "kinds", "shapes",
    "not_finite",
]  # fmt: skip
"""Why a file cannot be used."""

State = dict[str, torch.Tensor]

FLOATING = (torch.float16, torch.bfloat16, torch.float32, torch.float64)  # they are converted into one another
# What torch.save wrote before version 1.6 begins so: a pickle of its magic number; still older files are tars.
_OLD_PICKLE = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
_TAR_MAGIC = slice(257, 262)
_WRAPPERS = ("module.", "_orig_mod.")  # put before every name by DataParallel and by torch.compile


def load_weights(file: str, model: nn.Module) -> Trouble | Literal[""]:
    """Load a handed-in file of weights into a network of the same architecture, on whichever device that is.

    Args:
        file: its path from the root of the assignment's tree, such as "models/best_cifar.pt".
        model: has its weights replaced, unless something is wrong with the file.

    Returns:
        Why the file cannot be used; "" where it was.
    """
    # The import path begins with the tree, here as on a student's machine. (A worker's own folder is another one.)
    places = (Path(folder) / file for folder in sys.path if folder)
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return "missing"
    state = read_weights(path.read_bytes())
    if isinstance(state, str):
        return state
    expected = model.state_dict()
    if state.keys() != expected.keys():
        return "wrapped" if any(name.startswith(_WRAPPERS) for name in state) else "names"
    if not all(map(_is_of_kind, state.values(), (expected[name] for name in state))):
        return "kinds"
    # Shapes come before values: a shape may claim a size that its few bytes do not have.
    if any(not is_lazy(expected[name]) and value.shape != expected[name].shape for name, value in state.items()):
        return "shapes"
    if not all(bool(torch.isfinite(value.to(expected[name].dtype)).all()) for name, value in state.items()):
        return "not_finite"
    model.load_state_dict(state, strict=True)
    return ""


def read_weights(data: bytes) -> State | Trouble:
    """Read the content of a file that ``torch.save(model.state_dict(), ...)`` wrote.

    Args:
        data: the file's bytes.

    Returns:
        The weights by name, on the CPU; or why they cannot be read.
    """
    trouble = _find_container_trouble(data)
    if trouble is not None:
        return trouble
    try:
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        return "code"
    except MemoryError:
        raise
    except Exception as error:  # on crafted files torch raises many kinds of error
        if "allocate memory" in str(error):
            raise
        return "damaged"
    if (
        not isinstance(state, dict)
        or not state
        or not all(isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in state.items())
    ):
        return "no_weights"
    return dict(state)


def find_trouble(data: bytes) -> Trouble | Literal[""]:
    """Return what is wrong with a file of weights whatever network it is for; "" where nothing is.

    Args:
        data: the file's bytes.
    """
    state = read_weights(data)
    if isinstance(state, str):
        return state
    numbers = [value for value in state.values() if value.dtype in FLOATING and not value.is_meta]
    return "" if all(bool(torch.isfinite(value).all()) for value in numbers) else "not_finite"


def _find_container_trouble(data: bytes) -> Trouble | None:
    """Return what is wrong with a file as far as its table of contents tells; nothing is unpacked."""
    if data.startswith(_OLD_PICKLE) or data[_TAR_MAGIC] == b"ustar":
        return "old"
    if not data.startswith(b"PK\x03\x04"):
        return "foreign" if data else "damaged"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception:  # on a crafted table zipfile raises many kinds of error
        return "damaged"
    names = [entry.filename.partition("/")[2] for entry in entries]  # all are in one folder
    if "constants.pkl" in names or any(name.startswith("code/") for name in names):
        return "script"
    if "data.pkl" not in names:
        return "foreign"
    # torch.save compresses nothing. Entries that claim more together than the file has are packed, or overlap.
    is_packed = any(entry.compress_type != zipfile.ZIP_STORED for entry in entries)
    return "unpacked" if is_packed or sum(entry.file_size for entry in entries) > len(data) else None


def _is_of_kind(value: torch.Tensor, expected: object) -> bool:
    """Return whether a value can be put in the place of ``expected``: both of floating point, or both of one other dtype."""
    if not isinstance(expected, torch.Tensor) or value.layout != torch.strided or value.is_meta or value.is_quantized:
        return False
    return value.dtype == expected.dtype or (value.dtype in FLOATING and expected.dtype in FLOATING)
