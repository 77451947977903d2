"""
title = "A reply that arrives a byte at a time and never ends"
slow = true
ends = {outputs = "time"}
"""
import time

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
    os.write(3, struct.pack("<Q", 10**6))
    while True:
        os.write(3, b"\x01")
        time.sleep(0.01)
