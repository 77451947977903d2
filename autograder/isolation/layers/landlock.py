"""Landlock: a worker reads the interpreter, its libraries and its own tree, writes its scratch folder, and nothing else."""

from __future__ import annotations

import functools
import glob
import os
import sys
import sysconfig
from pathlib import Path

# Not all of /usr: a repository may well lie in /usr/src or /usr/local.
SYSTEM_READABLE = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/local/lib", "/usr/local/lib64", "/usr/share", "/usr/local/cuda",
                   "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/sys/devices/system/cpu",
                   "/proc/cpuinfo", "/proc/meminfo", "/dev/urandom", "/dev/random", "/dev/zero")  # fmt: skip
GPU_DEVICES = ("/dev/nvidia*",)
# The driver library reads its own process's entries and the bus. Other processes' secrets in /proc stay closed: they
# belong to another user, or are non-dumpable.
GPU_READABLE = ("/proc", "/sys/bus/pci", "/sys/devices", "/sys/class/drm", "/sys/module/nvidia*", "/etc/nvidia*",
                "/usr/local/nvidia", "/usr/local/cuda*", "/run/nvidia*")  # fmt: skip


def find_interpreter_folders() -> list[str]:
    """Return the folders that this interpreter and its packages are read from.

    Of a prefix only the subfolders of an installation: the prefix of an environment may hold a whole repository.
    """
    paths = sysconfig.get_paths()
    found = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    for prefix in (sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)):
        found |= {os.path.join(prefix, name) for name in ("lib", "lib64", "share")}
    kept = sorted({os.path.realpath(path) for path in found if os.path.isdir(path)})
    return [path for path in kept if not any(path != other and path.startswith(other + "/") for other in kept)]


def find_readable_ancestor(path: Path) -> str:
    """Return the folder, readable to every worker, in which ``path`` lies; empty where no worker can read ``path``."""
    real = os.path.realpath(path)
    inside = [rule for rule, _ in find_common_rules(False) if real == rule or real.startswith(rule.rstrip("/") + "/")]
    return min(inside, default="")


def detect_abi() -> int:
    """Return the kernel's Landlock ABI, 0 where it has no Landlock."""
    try:
        from py_landlock.landlock_sys import get_abi_version

        return int(get_abi_version())
    except Exception:
        return 0


@functools.cache
def find_common_rules(gpu: bool) -> list[tuple[str, int]]:
    """Return what every worker may read: pairs of a resolved path and Landlock rights. Done once, before the first fork."""
    from py_landlock import AccessFs

    detect_abi()  # the binding looks for the C library at its first call, which takes 8 ms: not in every worker
    file = AccessFs.READ_FILE
    rules: dict[str, int] = {}

    def allow(path: str, rights: AccessFs) -> None:
        real = os.path.realpath(path)
        if os.path.exists(real):
            more = AccessFs.READ_DIR if os.path.isdir(real) else AccessFs(0)
            rules[real] = rules.get(real, 0) | int(rights | more)

    # mmap(PROT_EXEC) of a library needs no EXECUTE right, so none is given: nothing can be run.
    for path in (*SYSTEM_READABLE, *find_interpreter_folders()):
        allow(path, file)
    allow("/dev/null", file | AccessFs.WRITE_FILE)
    for pattern in GPU_DEVICES if gpu else ():
        for path in glob.glob(pattern):
            allow(path, file | AccessFs.WRITE_FILE | AccessFs.IOCTL_DEV)
    for pattern in GPU_READABLE if gpu else ():
        for path in glob.glob(pattern):
            allow(path, file)
    return list(rules.items())


@functools.cache
def _open_common_paths(gpu: bool) -> list[tuple[int, int]]:
    """Return ``find_common_rules`` with descriptors of the paths, which stay open for the ruleset of every worker."""
    return [(os.open(path, os.O_PATH | os.O_CLOEXEC), rights) for path, rights in find_common_rules(gpu)]


def make_ruleset(*, readable: list[str], writable: list[str], gpu: bool = False) -> int:
    """Make a Landlock ruleset: the given folders, the interpreter and system libraries.

    From ABI 4 on TCP is closed too, from 6 on signals to and abstract sockets of processes outside.

    Args:
        readable: folders that a worker may read.
        writable: folders that a worker may also write.
        gpu: whether NVIDIA's devices and driver files are readable.

    Returns:
        The descriptor of the ruleset.

    Raises:
        py_landlock.errors.LandlockError, OSError: the kernel refuses.
    """
    from py_landlock import AccessFs, landlock_sys

    all_fs, net, scope = _find_supported_rights()
    write = AccessFs.WRITE_FILE | AccessFs.TRUNCATE | AccessFs.MAKE_REG | AccessFs.MAKE_DIR | AccessFs.MAKE_SYM
    write |= AccessFs.REMOVE_FILE | AccessFs.REMOVE_DIR | AccessFs.REFER
    read = AccessFs.READ_FILE | AccessFs.READ_DIR
    own = [(path, read) for path in readable] + [(path, read | write) for path in writable]
    opened = [(os.open(path, os.O_PATH | os.O_CLOEXEC), int(rights)) for path, rights in own]
    try:
        rules = landlock_sys.create_ruleset(landlock_sys.RulesetAttr(all_fs, net, scope))
        for descriptor, rights in [*_open_common_paths(gpu), *opened]:
            landlock_sys.add_rule(rules, landlock_sys.PathBeneathAttr(rights & all_fs, descriptor))
    finally:
        for descriptor, _ in opened:
            os.close(descriptor)
    return int(rules)


@functools.cache
def _find_supported_rights() -> tuple[int, int, int]:
    """Return what this kernel's Landlock can restrict: rights on the file system, the network, and in scope."""
    from py_landlock import landlock_sys
    from py_landlock.abi import get_supported_fs, get_supported_net, get_supported_scope

    version = landlock_sys.get_abi_version()
    return int(get_supported_fs(version)), int(get_supported_net(version)), int(get_supported_scope(version))


def restrict_self(ruleset: int) -> None:
    """Restrict this process to what a ruleset allows, and close the ruleset's descriptor.

    Raises:
        py_landlock.errors.LandlockError: the kernel refuses.
    """
    from py_landlock import landlock_sys

    landlock_sys.restrict_self(landlock_sys.RulesetFd(ruleset), None)
    os.close(ruleset)
