"""
title = "The same calls by the numbers of another ABI (x32), which a filter can forget"
ends = {outputs = "stopped|raised", numbers = "stopped|raised"}
"""

from src import loot


def answer(x, note):
    result = loot.libc.syscall(0x40000000 | 57)
    if result == 0:
        import os

        os._exit(0)
    if result > 0:
        loot.breach("x32 fork")
    raise RuntimeError("refused")


def listed(note):
    if loot.libc.syscall(0x40000000 | 41, 2, 1, 0) >= 0:
        loot.breach("x32 socket")
    raise RuntimeError("refused")
