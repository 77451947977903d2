"""
title = "A thread that goes on after the answer, and a parent-death signal taken off"
ends = {outputs = "passed"}
"""

import threading

from src import loot


def linger():
    loot.must_be_refused("prctl", 1, 0, 0, 0, 0)
    loot.must_be_refused("setsid")
    loot.must_be_refused("setpgid", 0, 0)
    loot.done()
    while True:
        pass


threading.Thread(target=linger).start()


def answer(x, note):
    return x * 2 + 1
