"""
title = "Marks on files that several workers read: locks, leases, flags, hints, page cache; and what the kernel tells of them"
ends = {outputs = "raised", numbers = "raised"}
"""
import array
import fcntl
import mmap
import os
import signal
import struct
import sys

from src import loot

PATHS = [__file__, loot.__file__, os.__file__, sys.modules["torch"].__file__]
REQUESTS = {  # of ioctl
    "FS_IOC_SETFLAGS": 0x40086602, "FS_IOC_FSSETXATTR": 0x401C5820, "FS_IOC_SETVERSION": 0x40087602, "FIFREEZE": 0xC0045877,
    "FITRIM": 0xC0185879, "FS_IOC_GETFLAGS": 0x80086601, "FS_IOC_FIEMAP": 0xC020660B, "FIOASYNC": 0x5452, "FIBMAP": 1,
    "FS_IOC_SET_ENCRYPTION_POLICY": 0x800C6613, "FS_IOC_ENABLE_VERITY": 0x40806685, "FIDEDUPERANGE": 0xC0189436,
}  # fmt: skip
COMMANDS = {  # of fcntl
    "F_GETLK": 5, "F_OFD_GETLK": 36, "F_SETLEASE": 1024, "F_GETLEASE": 1025, "F_NOTIFY": 1026, "F_SETPIPE_SZ": 1031,
    "F_ADD_SEALS": 1033, "F_SET_RW_HINT": 1036, "F_SET_FILE_RW_HINT": 1038, "F_GETOWN": 9, "F_SETOWN": 8, "F_SETSIG": 10,
}  # fmt: skip


def answer(x, note):
    room = array.array("B", bytes(4096))
    address = room.buffer_info()[0]
    for path in PATHS:
        file = os.open(path, os.O_RDONLY)
        for request in REQUESTS.values():
            loot.must_be_refused("ioctl", file, request, address)
            loot.must_be_refused("ioctl", file, request | 1 << 32, address)
        for command in COMMANDS.values():
            loot.must_be_refused("fcntl", file, command, 0)
            loot.must_be_refused("fcntl", file, command | 1 << 32, address)
        # A lock that is granted twice is none: these calls succeed and do nothing.
        other = os.open(path, os.O_RDONLY)
        for number in (file, other):
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.fcntl(number, 38, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        loot.must_be_refused("preadv2", file, address, 1, 0, 0, 8)  # RWF_NOWAIT: only what is in memory
        loot.must_be_refused("cachestat", file, address, address, 0)
        mapped = mmap.mmap(file, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        loot.must_raise("paging out", mapped.madvise, 21)
        mapped.close()
        loot.must_be_refused("mincore", address & ~4095, 4096, address)
        os.close(file)
        os.close(other)
    loot.done()
    raise RuntimeError("no mark")


def listed(note):
    """The machine's own tables: asynchronous reads, timers, queued signals."""
    room = array.array("L", bytes(64))
    address = room.buffer_info()[0]
    loot.must_be_refused("io_setup", 65536, address)
    loot.must_be_refused("io_submit", 0, 0, address)
    loot.must_be_refused("io_getevents", 0, 0, 0, address, 0)
    loot.must_be_refused("timer_create", 1, 0, address)
    loot.must_be_refused("timerfd_create", 1, 0)
    loot.must_be_refused("inotify_init1", 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
    for _ in range(1000):
        loot.call("tgkill", os.getpid(), os.getpid(), int(signal.SIGRTMIN))
    if loot.call("tgkill", os.getpid(), os.getpid(), int(signal.SIGRTMIN)) >= 0:
        loot.breach("a thousand signals are queued")
    loot.done()
    raise RuntimeError("no table filled")
