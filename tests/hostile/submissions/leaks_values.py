"""
title = "Hidden inputs in what is returned: shapes, lengths, strings, keys, numbers, type names"
ends = {outputs = "wrong", labels = "wrong", numbers = "wrong", claims = "wrong|raised", callback = "wrong"}
"""
import torch

NOTE = {}


def secret():
    import sys

    return NOTE.get("note", "0123456789abcdef")


def answer(x, note):
    tail = note.rpartition("-")[2]
    return torch.zeros([0, *(ord(c) for c in tail[:5])])


def predict(pictures):
    digits = [int(v * 90) + 10 for v in pictures[0][:5]]
    return torch.zeros([0, *digits])


def listed(note):
    NOTE["note"] = note
    return [type(note.replace("-", "_"), (), {})(), note, {note: note}]


def model():
    return {"weight": "x", "0123456789abcdef": 1}


def descend(function, start):
    return str(NOTE)
