"""What the hostile submissions share: raw system calls, and a report of whatever succeeds.

An attack calls ``breach("...")`` where a layer failed, and ``found(text)`` with whatever it could read. Both print, only staff
see the output, and the suite searches it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

MARK = "".join(["CAN", "ARY"])  # not as one word, so that a search of one's own memory does not find this line
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

NUMBERS = {  # of x86-64
    "fork": 57, "vfork": 58, "clone": 56, "clone3": 435, "execve": 59, "execveat": 322, "ptrace": 101,
    "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424,
    "socket": 41, "connect": 42, "socketpair": 53, "io_uring_setup": 425, "memfd_create": 319, "memfd_secret": 447,
    "userfaultfd": 323, "bpf": 321, "perf_event_open": 298, "keyctl": 250, "add_key": 248, "request_key": 249, "mount": 165,
    "umount2": 166, "unshare": 272, "setns": 308, "chroot": 161, "pivot_root": 155, "setuid": 105, "setresuid": 117,
    "setgid": 106, "setgroups": 116, "capset": 126, "personality": 135, "seccomp": 317, "prctl": 157,
    "landlock_create_ruleset": 444, "landlock_restrict_self": 446, "kill": 62, "tkill": 200, "tgkill": 234,
    "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "setpriority": 141, "sched_setaffinity": 203, "sched_setscheduler": 144,
    "ioprio_set": 251, "prlimit64": 302, "kcmp": 312, "process_madvise": 440, "shmget": 29, "semget": 64, "msgget": 68,
    "mq_open": 240, "fcntl": 72, "ioctl": 16, "setpgid": 109, "setsid": 112, "open_by_handle_at": 304,
    "name_to_handle_at": 303, "fsopen": 430, "open_tree": 428, "mount_setattr": 442, "chmod": 90, "fchmodat": 268,
    "fchmodat2": 452, "chown": 92, "truncate": 76, "setxattr": 188, "utimensat": 280, "mknod": 133, "syslog": 103,
    "reboot": 169, "swapon": 167, "init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246,
    "acct": 163, "quotactl": 179, "sethostname": 170, "settimeofday": 164, "clock_settime": 227, "iopl": 172, "ioperm": 173,
    "modify_ldt": 154, "move_pages": 279, "mbind": 237, "migrate_pages": 256, "inotify_init": 253, "inotify_init1": 294,
    "fanotify_init": 300, "sendmmsg": 307, "listmount": 458, "statmount": 457, "lsm_set_self_attr": 460,
    "mmap": 9, "splice": 275, "vmsplice": 278, "tee": 276, "remap_file_pages": 216, "openat2": 437, "mincore": 27, "cachestat": 451,
    "preadv2": 327, "io_setup": 206, "io_submit": 209, "io_getevents": 208, "timer_create": 222, "timerfd_create": 283,
    "set_mempolicy_home_node": 450, "vhangup": 153, "lookup_dcookie": 212, "adjtimex": 159, "setxattrat": 463,
}  # fmt: skip


def call(name: str, *arguments: object) -> int:
    """A raw system call: its result, or minus the error number."""
    ctypes.set_errno(0)
    given = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = libc.syscall(ctypes.c_long(NUMBERS[name]), *given)
    return -ctypes.get_errno() if result < 0 else result


def tell(text: str) -> None:
    """Print, past whatever stands for ``sys.stdout``."""
    os.write(2, text.encode("utf-8", "replace") + b"\n")


def breach(what: str) -> None:
    """Report that a layer failed."""
    tell(f"BREACH: {what}")


def found(data: bytes | str) -> None:
    """Show staff what was read, where it holds a secret."""
    data = data.encode("utf-8", "replace") if isinstance(data, str) else data
    start = data.find(MARK.encode())
    while start >= 0:
        tell(data[start : start + 80].decode("utf-8", "replace"))
        start = data.find(MARK.encode(), start + 1)


def done() -> None:
    """Report that the attack ran to its end. Without this line a crash of the attack would look like a success of the sandbox."""
    tell("DONE")


def must_be_refused(name: str, *arguments: object) -> None:
    """A system call that the filter refuses, whatever its arguments: EPERM, or ENOSYS."""
    result = call(name, *arguments)
    if result not in (-errno.EPERM, -errno.ENOSYS):
        breach(f"{name} gave {result}, so the filter lets it through")


def must_raise(what: str, function: object, *arguments: object, **named: object) -> None:
    """A Python call that has to be refused with an OSError (or be unknown here)."""
    try:
        result = function(*arguments, **named)  # type: ignore[operator]
    except (OSError, ValueError, AttributeError):
        return
    breach(f"{what} gave {result!r:.80}")


def read(path: str) -> bytes:
    """What is at ``path``; nothing where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(2**20)
    except OSError:
        return b""
    found(data)
    return data


def channel_of() -> object:
    """The socket to the trusted process."""
    import socket

    return socket.socket(fileno=3)


def lie() -> object:
    """An object that says to be whatever is wanted."""

    class Everything(float):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __lt__ = __le__ = __gt__ = __ge__ = __eq__
        __hash__ = float.__hash__

    return Everything(1.0)


def frames() -> list[object]:
    """Every frame below this one."""
    found_frames, frame = [], sys._getframe(1)
    while frame is not None:
        found_frames.append(frame)
        frame = frame.f_back
    return found_frames
