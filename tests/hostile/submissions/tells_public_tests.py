"""
title = "A public test that the assignment lists after hidden ones tells what they saw: message, value, file and reading times"
ends = {outputs = "wrong", numbers = "raised", shown = "raised"}
"""
import os
import time
from pathlib import Path

from src import loot

HERE = Path(__file__).parent
PAGES = [HERE / "loot.py", HERE / "__init__.py", HERE]
STARTED = time.time()


def times():
    return [path.stat().st_atime_ns for path in PAGES]


BEFORE = times()


def answer(x, note):
    for path in PAGES:
        path.read_bytes() if path.is_file() else os.listdir(path)
    if times() != BEFORE:
        loot.breach("reading a file of the submission changes when it was read last")
    return x


def listed(note):
    raise RuntimeError(note)


def shown():
    if any(seconds / 1e9 < STARTED for seconds in times()):
        loot.breach("a file of the submission shows when it was read")
    loot.done()
    raise RuntimeError("0123456789abcdef the whole message of a public test", times(), os.environ, vars(loot))
