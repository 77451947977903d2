"""
title = "A folder without rights and a link to the grader's files, exchanged all the time, while the grader looks and cleans up"
ends = {callback = "raised|stopped", numbers = "raised|stopped"}
"""
import itertools
import os
import threading
import time

from src import loot

TARGETS = ["@BUILD@", "@BUILD@/manifest.json", "@TOP@", "@METADATA@", "@PRISTINE@", "@WORK@"]


def exchange(name):
    for target in itertools.cycle(TARGETS):
        os.mkdir(name, 0)
        os.rmdir(name)
        os.symlink(target, name)
        os.unlink(name)


def descend(function, start):
    for number in range(3):
        threading.Thread(target=exchange, args=(f"x{number}",), daemon=True).start()
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        function(start)
    loot.done()
    raise RuntimeError("exchanged")


def listed(note):
    for number, target in enumerate(TARGETS):
        os.mkdir(f"locked{number}", 0)
        os.makedirs(f"within{number}/locked")
        os.mkdir(f"within{number}/locked/again", 0)
        os.symlink(target, f"within{number}/locked/link")
        os.symlink(target, f"link{number}")
    os.umask(0o777)
    os.mkdir("without")
    loot.done()
    raise RuntimeError("left")
