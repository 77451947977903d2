"""
title = "Memory of the grader, of the fork server and of everyone else: /proc/PID/mem, process_vm_readv, ptrace, pidfd, kcmp"
ends = {outputs = "raised"}
"""

import ctypes
import os

from src import loot

PIDS = [int("@TRUSTED@"), int("@SERVER@"), os.getppid(), 1]


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def answer(x, note):
    for pid in PIDS:
        for name in (
            "mem",
            "environ",
            "maps",
            "auxv",
            "stack",
            "syscall",
            "fd/0",
            "cwd",
            "exe",
            "root",
            "io",
            "pagemap",
            "numa_maps",
        ):
            if loot.read(f"/proc/{pid}/{name}"):
                loot.breach(f"read /proc/{pid}/{name}")
            loot.must_raise(f"link /proc/{pid}/{name}", os.readlink, f"/proc/{pid}/{name}")
        loot.must_raise(f"writing the memory of {pid}", os.open, f"/proc/{pid}/mem", os.O_RDWR)
        loot.must_raise(f"the descriptors of {pid}", os.listdir, f"/proc/{pid}/fd")
        buffer = ctypes.create_string_buffer(4096)
        here, there = Vector(ctypes.addressof(buffer), 4096), Vector(id(x), 4096)
        for name in ("process_vm_readv", "process_vm_writev"):
            loot.must_be_refused(name, pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
        for request in (16, 0x4206, 0):  # attach, seize, trace me
            loot.must_be_refused("ptrace", request, pid, 0, 0)
        loot.must_be_refused("pidfd_open", pid, 0)
        loot.must_be_refused("kcmp", pid, os.getpid(), 0, 0, 0)
    for number in range(3, 20):
        loot.must_be_refused("pidfd_getfd", number, 0, 0)
        loot.must_be_refused("process_madvise", number, 0, 0, 0, 0)
    loot.done()
    raise RuntimeError("nothing there")
