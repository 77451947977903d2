"""
title = "Hidden inputs on stdout, stderr, in warnings, in logging and in files"
ends = {outputs = "wrong", numbers = "wrong"}
"""
import logging
import os
import sys
import warnings


def say(note):
    print(note)
    print(note, file=sys.stderr)
    os.write(1, note.encode())
    warnings.warn(note, stacklevel=1)
    logging.getLogger().error(note)
    with open("note", "w") as file:
        file.write(note)


def answer(x, note):
    say(note)
    return x


def listed(note):
    say(note)
    return note
