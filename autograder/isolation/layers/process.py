"""What a process does to itself through prctl(2) and friends; the few calls that no library binds."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_GET_DUMPABLE = 3
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(name: str, *arguments: object) -> int:
    if _libc is None:
        raise OSError(f"{name} needs Linux")
    result = int(getattr(_libc, name)(*arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def _prctl(option: int, *arguments: int) -> int:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return _call("prctl", ctypes.c_int(option), *padded)


def hide_from_same_user() -> None:
    """Make this process non-dumpable: another process of the same user may neither trace it nor read its memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def is_hidden() -> bool:
    """Whether this process is non-dumpable."""
    return _prctl(_PR_GET_DUMPABLE) == 0


def die_with_parent(parent: int, *, politely: bool = False) -> None:
    """Have the kernel kill this process when its parent ends; to be called after the last change of uid.

    Args:
        politely: with SIGTERM, so that it can still put away what it has.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM if politely else signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(1)


def forbid_new_privileges() -> None:
    """No set-uid program gives this process more rights from here on."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_calls(program: bytes) -> None:
    """Have every system call from here on judged by a seccomp filter, in the kernel's own form: 8 bytes an instruction.

    Raises:
        OSError: the kernel refuses it.
    """
    given = _Program(len(program) // 8, program)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(given))


def become(uid: int, group: int | None = None) -> None:
    """Give up root for the user and group ``uid``, with at most one other group."""
    os.setgroups([group] if group else [])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability, also those that root would get back: uid 0 becomes a user without rights of its own."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            _prctl(_PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last one that this kernel knows, or not held
    with contextlib.suppress(OSError):  # kernels before 4.3 have none
        _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def prefer_oom_kill() -> None:
    """When memory runs out, the kernel should end this process and not the grader."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as file:
        file.write(b"1000")


def limit(*, cpu_seconds: float, memory_mb: int | None, disk_mb: int, files: int, tasks: int | None) -> None:
    """Kernel limits on CPU time, address space above what is mapped now, file size, descriptors and tasks of the user."""
    seconds = max(1, round(cpu_seconds + 0.499))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk_mb * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_STACK, (8 * 2**20, 8 * 2**20))
    if hasattr(resource, "RLIMIT_MEMLOCK"):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    if tasks is not None and hasattr(resource, "RLIMIT_NPROC"):
        resource.setrlimit(resource.RLIMIT_NPROC, (tasks, tasks))
    for name in ("RLIMIT_MSGQUEUE", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (0, 0))
    if memory_mb is not None:
        bound = mapped_bytes() + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def mapped_bytes() -> int:
    """Address space of this process. Where it cannot be told (macOS) a terabyte, so that the limit above it limits nothing."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**40
