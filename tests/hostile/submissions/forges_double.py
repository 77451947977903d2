"""
title = "Two answers to one question, the second from a thread while the next question is on its way"
ends = {outputs = "protocol|wrong"}
"""
import threading
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


def later():
    for seq in range(3, 12):
        time.sleep(0.002)
        os.write(3, frame("returned", seq, 3.0))


def answer(x, note):
    loot.done()  # before the thread, whose answer may come first and end the test
    threading.Thread(target=later, daemon=True).start()
    return x
