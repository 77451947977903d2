"""
title = "The 32-bit entry (int 0x80) of the kernel, whose numbers are others"
ends = {outputs = "stopped"}
"""

import ctypes
import mmap

from src import loot


def answer(x, note):
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(
        bytes([0x53, 0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0x5B, 0xC3])
    )  # push rbx; mov eax, getpid; int 0x80; pop rbx; ret
    run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    result = run()
    loot.breach(f"int 0x80 gave {result}")
    raise RuntimeError("alive")
