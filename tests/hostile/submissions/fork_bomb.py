"""
title = "fork, vfork, clone, clone3, exec, subprocess, multiprocessing, posix_spawn"
ends = {outputs = "raised"}
"""

import multiprocessing
import os
import subprocess
import sys

from src import loot


def answer(x, note):
    loot.must_raise("fork", os.fork)
    loot.must_raise("forkpty", os.forkpty)
    for name, arguments in {
        "fork": (),
        "vfork": (),
        "clone": (17, 0, 0, 0, 0),
        "clone3": (0, 0),
        "execve": (0, 0, 0),
        "execveat": (-100, 0, 0, 0, 0),
    }.items():
        loot.must_be_refused(name, *arguments)
    loot.must_be_refused("clone", 0x10000000 | 17, 0, 0, 0, 0)  # with a user namespace
    loot.must_be_refused("clone", 0x00000100 | 17, 0, 0, 0, 0)  # sharing memory, but no thread
    for path in ("/bin/true", sys.executable, "/bin/sh"):
        loot.must_raise(f"exec {path}", os.execv, path, [path])
        loot.must_raise(f"spawn {path}", os.posix_spawn, path, [path], {})
        loot.must_raise(f"subprocess {path}", subprocess.run, [path])
    loot.must_raise("multiprocessing", multiprocessing.get_context("fork").Process(target=print).start)
    if os.system("true") == 0:
        loot.breach("os.system")
    loot.done()
    while True:
        os.fork()
