"""
title = "An exception whose message, types and frames are megabytes long, and text that is not UTF-8"
ends = {outputs = "protocol|raised", numbers = "protocol|raised", labels = "protocol"}
"""

import os
import struct

import msgspec
import torch

from src import loot


def frame(*fields):
    body = msgspec.msgpack.encode(list(fields))
    return struct.pack("<Q", len(body)) + body


def tensor(value):
    return ["T", "float64", list(value.shape), value.numpy().tobytes(), False]


def answer(x, note):
    os.write(3, frame("raised", 3, ["ValueError", "Exception"], "x" * (50 * 2**20), [], ""))


def listed(note):
    os.write(3, frame("raised", 3, ["T" * 1000] * 10_000, note, [["F", "src/attack.py", 1, note]] * 10_000, note))


def refuse(note):
    os.write(3, frame("raised", 3, [note * 100, "Exception"], note, [["src/attack.py", 10**15, "f"], ["/etc/passwd", 1, "f"]], "x"))


def predict(pictures):
    body = b"\x93\xa8returned\x03\xa3\xed\xa0\x80"
    os.write(3, struct.pack("<Q", len(body)) + body)
