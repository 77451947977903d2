"""
title = "A little more on the disk with every call of the test's own function, always quicker than a look at it"
ends = {callback = "stopped"}
"""
import itertools


def descend(function, start):
    block = b"x" * 2**20
    for number in itertools.count():
        with open(f"file{number}", "wb") as file:
            file.write(block)
        function(start)
