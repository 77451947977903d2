"""
title = "sleep(): no processor time at all"
slow = true
ends = {outputs = "time"}
"""

import time


def answer(x, note):
    time.sleep(3600)
