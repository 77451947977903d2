"""
title = "The answer to the next question, sent before it was asked"
ends = {outputs = "protocol", labels = "protocol"}
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
    for seq in range(1, 60):
        os.write(3, frame("returned", seq, tensor(torch.zeros(5))))
    loot.done()
    return x * 2 + 1


def predict(pictures):
    for seq in range(1, 60):
        os.write(3, frame("returned", seq, True))
    return pictures.argmax(1)
