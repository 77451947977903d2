"""
title = "Folders a thousand deep, without rights, with files below any path's length"
ends = {outputs = "raised|time", numbers = "raised"}
"""
import os

from src import loot


def answer(x, note):
    for _ in range(1050):
        os.mkdir("d")
        with open("file", "w") as file:
            file.write("x" * 100)
        os.chdir("d")
    loot.done()
    raise RuntimeError("deep enough")


def listed(note):
    os.makedirs("a/b/c")
    for path in ("a/b/c", "a/b", "a"):
        loot.call("chmod", path.encode() + b"\0", 0)
        os.mkdir(path.replace("/", "-"), 0)
    os.symlink("/", "root")
    os.symlink("loop", "loop")
    loot.done()
    raise RuntimeError("locked")
