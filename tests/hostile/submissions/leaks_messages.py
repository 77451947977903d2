"""
title = "Hidden inputs in an exception's message: plainly, as hexadecimal, as a shape, as names"
ends = {outputs = "raised", labels = "raised", numbers = "raised", refusal = "raised|wrong"}
"""
import torch

KEPT = {}


def answer(x, note):
    KEPT["note"] = note
    if len(x) == 5:
        raise ValueError(f"{note} {note.encode().hex()} {x.tolist()}")


def predict(pictures):
    raise RuntimeError(f"shape '{[ord(c) for c in '0123456789abcdef' * 2]}' is invalid for input of size 12")


def listed(note):
    dims = ", ".join(str(ord(c)) for c in note.rpartition("-")[2])
    raise RuntimeError(f"shape '[{dims}]' is invalid for input of size 7")


def refuse(note):
    dims = " x ".join(str(ord(c)) for c in note.rpartition("-")[2])
    raise RuntimeError(f"Calculated padded input size per channel: ({dims}). Kernel size: (3 x 3). Kernel size can't be greater than actual input size")
