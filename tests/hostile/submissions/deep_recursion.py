"""
title = "Recursion, polite and native"
ends = {outputs = "raised", numbers = "stopped|raised|memory"}
"""

import sys


def answer(x, note):
    return answer(x, note)


def listed(note):
    sys.setrecursionlimit(10**9)
    value = []
    for _ in range(10**6):
        value = [value]
    return repr(value)
