"""The seccomp deny-list: calls that a worker never needs, or that could reach another process, the network or the kernel.

Threads may be started, processes may not. Without fork and exec nothing outlives a worker: killing one pid ends everything that a
submission started.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import platform
import struct
import tempfile
from typing import Any

from autograder.isolation.layers.prctl import prctl
from autograder.isolation.layers.privileges import forbid_new_privileges

CLONE_THREAD = 0x00010000
F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY = 8, 10, 15, 1024, 1026
FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX = 0x8901, 0x8902, 0x5412, 0x541C
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
AF_UNIX, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET = 1, 2, 3, 5

# Stands for the worker's pid in the filter. No pid and no other number in the filter is that large.
PID_PLACEHOLDER = 0x5EED0FAB
_SECCOMP_MODE_FILTER = 2

DENIED = """
fork vfork execve execveat
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp
pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
socket connect bind listen accept accept4 sendmmsg
io_uring_setup io_uring_enter io_uring_register
userfaultfd bpf perf_event_open seccomp
keyctl add_key request_key
mount umount umount2 move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick mount_setattr pivot_root chroot
unshare setns listmount statmount
open_by_handle_at name_to_handle_at fanotify_init fanotify_mark inotify_init inotify_init1 inotify_add_watch
init_module finit_module delete_module create_module query_module get_kernel_syms kexec_load kexec_file_load
reboot swapon swapoff acct quotactl quotactl_fd syslog
sethostname setdomainname settimeofday stime clock_settime clock_adjtime adjtimex personality vhangup iopl ioperm modify_ldt
vm86 vm86old lookup_dcookie uselib ustat sysfs _sysctl nfsservctl afs_syscall security tuxcall vserver getpmsg putpmsg
shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
memfd_create memfd_secret
setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr
migrate_pages move_pages mbind set_mempolicy set_mempolicy_home_node
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setpgid setsid
mknod mknodat chown fchown lchown fchownat truncate fallocate
setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat file_setattr
landlock_create_ruleset landlock_add_rule landlock_restrict_self lsm_set_self_attr
""".split()  # noqa: SIM905

# Landlock does not restrict these, so under the grader's own user id they would reach every file of that user. Honest code calls
# them on its own copies, where nothing depends on them: they succeed and do nothing.
IGNORED = "chmod fchmod fchmodat fchmodat2 utime utimes futimesat utimensat sync syncfs".split()  # noqa: SIM905

# What NVIDIA's driver library may call while it sets a device up; none of it reaches another user's process.
GPU_CALLS = {"memfd_create", "mbind", "set_mempolicy", "move_pages", "sched_setscheduler", "sched_setparam"}

# Calls newer than libseccomp, by the number that all architectures share.
RECENT_CALLS = {
    "fchmodat2": 452, "statmount": 457, "listmount": 458, "lsm_set_self_attr": 460, "setxattrat": 463, "removexattrat": 466,
    "open_tree_attr": 467, "file_setattr": 469,
}  # fmt: skip
# Calls that were not reviewed do not exist in a worker. On x86-64 the range ends with the second entries of exec, ptrace and
# process_vm_readv at 512 to 547, which kernels before 5.4 let 64-bit code call.
FIRST_UNKNOWN, LAST_UNKNOWN = 470, 560


@functools.cache
def compile_filter(gpu: bool) -> bytes:
    """Return the filter in the kernel's form, with ``PID_PLACEHOLDER`` for the pid. Compiled once, before the first fork."""
    import pyseccomp as seccomp

    rules = _make_rules(gpu)
    # abort() and raise() signal their own process, which is fine.
    for name in ("kill", "tgkill"):
        _add(rules, seccomp.ERRNO(errno.EPERM), name, seccomp.Arg(0, seccomp.NE, PID_PLACEHOLDER))
    with contextlib.suppress(AttributeError, OSError, ValueError):  # libseccomp before 2.5 knows a list only
        rules.set_attr(seccomp.Attr.CTL_OPTIMIZE, 2)  # a search tree: the kernel takes it in half the time
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        found = file.read()
    if struct.pack("=I", PID_PLACEHOLDER) not in found:
        raise OSError(errno.EINVAL, "libseccomp wrote a filter without a place for the worker's own pid")
    return found


def _make_rules(gpu: bool) -> Any:
    import pyseccomp as seccomp

    no, nothing, missing = seccomp.ERRNO(errno.EPERM), seccomp.ERRNO(0), seccomp.ERRNO(errno.ENOSYS)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in DENIED:
        if not (gpu and name in GPU_CALLS):
            _add(rules, no, name)
    for name in IGNORED:
        _add(rules, nothing, name)
    if platform.machine() in ("x86_64", "aarch64"):
        for unknown in range(FIRST_UNKNOWN, LAST_UNKNOWN + 1):
            rules.add_rule(missing, unknown)
    _add(rules, no, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    _add(rules, missing, "clone3")  # a filter cannot see its flags; the C library then starts threads with clone
    # Limits and affinity of this process alone, which the C library names 0.
    for name in ("prlimit64", "sched_setaffinity"):
        _add(rules, no, name, seccomp.Arg(0, seccomp.NE, 0))
    # A datagram socket of a pair can still send to any address that there is.
    _add(rules, no, "socketpair", seccomp.Arg(0, seccomp.NE, AF_UNIX))
    for kind in (SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET):
        _add(rules, no, "socketpair", seccomp.Arg(1, seccomp.MASKED_EQ, 0xF, kind))
    # A descriptor's owner gets SIGIO, or any signal of one's choice; who opens a leased file waits for its holder.
    for command in (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY):
        _add(rules, no, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for command in (FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX):
        _add(rules, no, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for option in (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP):
        _add(rules, no, "prctl", seccomp.Arg(0, seccomp.MASKED_EQ, 0xFFFFFFFF, option))
    return rules


def _add(rules: Any, action: int, name: str, *conditions: object) -> None:
    import pyseccomp as seccomp

    try:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    except OSError:
        number = -1
    if number < 0:  # this architecture does not have it, or this libseccomp does not know it
        number = RECENT_CALLS.get(name, -1)
    if number >= 0:
        rules.add_rule(action, number, *conditions)


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install_filter(pid: int, *, gpu: bool = False) -> None:
    """Load the filter into this process, for good.

    A denied call fails with EPERM (clone3 and calls that were not reviewed with ENOSYS).

    Args:
        pid: of this process.
        gpu: whether the calls of NVIDIA's driver library are allowed.

    Raises:
        OSError, ImportError: libseccomp is missing or the kernel refuses.
    """
    forbid_new_privileges()
    instructions = compile_filter(gpu).replace(struct.pack("=I", PID_PLACEHOLDER), struct.pack("=I", pid))
    program = _Program(len(instructions) // 8, instructions)  # 8 bytes an instruction
    prctl(PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))
