"""
title = "Recursion, polite and native"
ends = {outputs = "raised|stopped|memory", numbers = "stopped|raised|memory"}
"""

import sys


def answer(x, note):
    return answer(x, note)


def listed(note):
    sys.setrecursionlimit(10**9)
    value = []
    for _ in range(300_000):  # far more than the C stack has room for
        value = [value]
    return repr(value)
