"""
title = "A null pointer, abort(), and SIGKILL of itself"
ends = {outputs = "stopped", labels = "stopped", numbers = "stopped"}
"""

import ctypes
import os
import signal


def answer(x, note):
    ctypes.string_at(0)


def predict(pictures):
    os.abort()


def listed(note):
    os.kill(os.getpid(), signal.SIGKILL)
