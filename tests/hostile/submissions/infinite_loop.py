"""
title = "A loop that never ends and swallows every exception and signal"
slow = true
ends = {outputs = "time"}
"""

import signal


def answer(x, note):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
