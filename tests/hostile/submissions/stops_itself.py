"""
title = "SIGSTOP of itself: it never answers and never ends"
slow = true
ends = {outputs = "time"}
"""

import os
import signal


def answer(x, note):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x
