"""
title = "os._exit(0) in the middle of a test"
ends = {outputs = "stopped", labels = "stopped"}
"""

import os


def answer(x, note):
    os._exit(0)


def predict(pictures):
    os._exit(0)
