"""Landlock: a worker reads the interpreter, its libraries and its own tree, writes its scratch folder, and sees nothing else."""

from __future__ import annotations

import glob
import os
import sys
import sysconfig
from pathlib import Path

SYSTEM_READABLE = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/sys/devices/system/cpu",
                   "/proc/cpuinfo", "/proc/meminfo", "/dev/urandom", "/dev/random", "/dev/zero")  # fmt: skip
GPU_DEVICES = ("/dev/nvidia*", "/dev/nvidia-caps", "/proc/driver/nvidia", "/proc/devices", "/sys/bus/pci", "/sys/devices/pci*")


def interpreter_folders() -> list[str]:
    """Folders that this interpreter and its packages are read from."""
    found = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    found |= {str(Path(sys.executable).resolve().parent.parent)}
    kept = sorted(path for path in found if os.path.isdir(path) and path != "/")
    return [path for path in kept if not any(path != other and path.startswith(other + "/") for other in kept)]


def abi() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    try:
        from py_landlock.landlock_sys import get_abi_version

        return int(get_abi_version())
    except Exception:
        return 0


def restrict(*, readable: list[str], writable: list[str], gpu: bool = False) -> None:
    """Confine this process to ``readable`` and ``writable`` folders besides the interpreter and system libraries.

    From ABI 4 on TCP is closed too, from 6 on signals to and abstract sockets of processes outside.

    Raises:
        py_landlock.errors.LandlockError, OSError: the kernel refuses.
    """
    from py_landlock import AccessFs, Landlock

    rules = Landlock(strict=False)
    folder, file = AccessFs.READ_FILE | AccessFs.READ_DIR, AccessFs.READ_FILE
    # mmap(PROT_EXEC) of a library needs no EXECUTE right, so none is given: nothing can be run.
    for path in (*SYSTEM_READABLE, *interpreter_folders(), *readable):
        if os.path.exists(path):
            rules.add_path_rule(path, access=folder if os.path.isdir(path) else file)
    rules.add_path_rule("/dev/null", access=file | AccessFs.WRITE_FILE)
    for path in writable:
        rules.allow_read_write(path)
        rules.add_path_rule(path, access=AccessFs.REFER)
    if gpu:
        every = file | AccessFs.WRITE_FILE | AccessFs.IOCTL_DEV
        for pattern in GPU_DEVICES:
            for path in glob.glob(pattern):
                rules.add_path_rule(path, access=every | (AccessFs.READ_DIR if os.path.isdir(path) else AccessFs(0)))
    rules.apply()
