"""
title = "A little more on the disk with every call of the test's own function, always quicker than a look at it"
slow = true
ends = {callback = "stopped|time"}
"""
import itertools
import os


def descend(function, start):
    block = b"x" * 2**20
    for number in itertools.count():
        with open(f"file{number}", "wb") as file:
            file.write(block)
        if number > 200:
            with open("huge", "ab") as file:
                os.posix_fallocate(file.fileno(), 0, 2**22)
        function(start)
