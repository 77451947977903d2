"""
title = "Calls of functions that were never given, and endless calls of one that was"
ends = {outputs = "protocol", callback = "time|wrong|raised|grader_error", numbers = "protocol"}
slow = true
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
    os.write(3, frame("ask", 3, 1, 7, [], [], []))
    return x


def descend(function, start):
    while True:
        function(start)


def listed(note):
    os.write(3, frame("returned", 3, ["C", 5]))
