"""
title = "Ways to fill a disk without a call that writes: mappings, copies inside the kernel, reservations, two buffers at once"
ends = {outputs = "raised"}
"""
import mmap
import os

from src import loot


def answer(x, note):
    size = 2**20
    file = os.open("file", os.O_CREAT | os.O_RDWR)
    other = os.open("other", os.O_CREAT | os.O_RDWR)
    os.write(file, b"x" * size)
    os.ftruncate(other, size)
    read, write = os.pipe()
    os.write(write, b"x")
    for flags in (mmap.MAP_SHARED, 3):  # MAP_SHARED_VALIDATE
        for protection in (mmap.PROT_READ, mmap.PROT_READ | mmap.PROT_WRITE):
            loot.must_raise("a shared mapping", mmap.mmap, other, size, flags=flags, prot=protection)
            loot.must_be_refused("mmap", 0, size, protection, flags, other, 0)
    loot.must_raise("a mapping to write", mmap.mmap, other, size, access=mmap.ACCESS_WRITE)
    loot.must_raise("sendfile", os.sendfile, other, file, 0, size)
    loot.must_raise("copy_file_range", os.copy_file_range, file, other, size)
    loot.must_raise("fallocate", os.posix_fallocate, other, 0, size)
    loot.must_raise("writev", os.writev, other, [b"x", b"y"])
    loot.must_raise("pwritev", os.pwritev, other, [b"x"], 0)
    loot.must_be_refused("splice", read, 0, other, 0, 1, 0)
    loot.must_be_refused("vmsplice", write, 0, 0, 0)
    loot.must_be_refused("tee", read, write, 1, 0)
    loot.must_be_refused("remap_file_pages", 0, size, 0, 0, 0)
    loot.must_be_refused("openat2", -100, b"new\0", 0, 24)
    for request in (0x40049409, 0x4020940D):  # FICLONE, FICLONERANGE
        loot.must_be_refused("ioctl", other, request, file)
    # Descriptors that are known to be no files stay what they are.
    for number in range(4):
        before = os.fstat(number)
        os.dup2(other, number)
        os.close(number)
        if not os.path.samestat(before, os.fstat(number)):
            loot.breach(f"descriptor {number} is another one")
    loot.done()
    raise RuntimeError("nothing written")
