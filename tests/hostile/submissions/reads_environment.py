"""
title = "Its environment: os.environ, C's environ, the stack below main, its arguments"
ends = {outputs = "raised"}
"""

import ctypes
import os
import sys

from src import loot


def answer(x, note):
    loot.found(repr(dict(os.environ)))
    loot.found(loot.read("/proc/self/environ") + loot.read("/proc/self/cmdline"))
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(loot.libc, "environ")
    at = 0
    while environ[at] is not None:
        loot.found(environ[at])
        at += 1
    stack = ctypes.cast(environ, ctypes.c_void_p).value
    loot.found(ctypes.string_at(stack, 4096))
    loot.found(repr(sys.argv) + repr(sys.orig_argv))
    if any(name.startswith(("ARENA", "GRADESCOPE", "AWS", "SSH")) for name in os.environ):
        loot.breach("the environment of the grader came along")
    loot.done()
    raise RuntimeError("nothing there")
