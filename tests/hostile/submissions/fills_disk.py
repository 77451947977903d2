"""
title = "Many files of a megabyte, written until something gives way"
ends = {outputs = "stopped"}
"""
import itertools


def answer(x, note):
    block = b"x" * 2**20
    for number in itertools.count():
        with open(f"file{number}", "wb") as file:
            file.write(block)
