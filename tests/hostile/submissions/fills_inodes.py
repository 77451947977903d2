"""
title = "Empty files and folders without end"
ends = {outputs = "stopped"}
"""
import itertools
import os


def answer(x, note):
    for number in itertools.count():
        os.close(os.open(f"file{number}", os.O_CREAT | os.O_WRONLY))
