"""
title = "Priority, processors, scheduling and I/O class of others; signals by F_SETOWN; keystrokes by TIOCSTI"
ends = {outputs = "raised"}
"""
import array
import ctypes
import os
import socket

from src import loot


def answer(x, note):
    mask = array.array("L", [1])
    address = mask.buffer_info()[0]
    pair = socket.socketpair()
    for pid in (int("@TRUSTED@"), int("@SERVER@"), os.getppid(), 1):
        loot.must_be_refused("setpriority", 0, pid, 19)
        loot.must_be_refused("setpriority", 2, 0, 19)
        loot.must_be_refused("sched_setaffinity", pid, 8, address)
        loot.must_be_refused("sched_setscheduler", pid, 3, address)
        loot.must_be_refused("ioprio_set", 1, pid, 3 << 13)
        loot.must_be_refused("prlimit64", pid, 0, address, 0)
        for number in (3, pair[0].fileno()):
            loot.must_be_refused("fcntl", number, 8, pid)  # F_SETOWN
            loot.must_be_refused("fcntl", number, 8, -pid)
            loot.must_be_refused("fcntl", number, 10, 9)  # F_SETSIG
            loot.must_be_refused("fcntl", number, 15, address)  # F_SETOWN_EX
            loot.must_be_refused("ioctl", number, 0x8901, address)  # FIOSETOWN
            loot.must_be_refused("ioctl", number, 0x8902, address)  # SIOCSPGRP
            loot.must_be_refused("ioctl", number, 0x5412, b"x")  # TIOCSTI
            loot.must_be_refused("ioctl", number, 0x5412 | 1 << 32, b"x")
    for path in ("@PRISTINE@/src/loot.py", "@TOP@/x", __file__):
        try:
            number = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        for kind in (0, 1):
            loot.must_be_refused("fcntl", number, 1024, kind)  # F_SETLEASE: whoever opens it waits for 45 seconds
        loot.must_be_refused("fcntl", number, 1026, 0x8000003F)  # F_NOTIFY
    loot.done()
    raise RuntimeError("nobody hurt")
