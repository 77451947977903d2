"""The seccomp filter: calls that a worker never needs, or that could reach another process, the network or the kernel, are denied.

Threads may be started, processes may not. Without fork and exec nothing outlives a worker: killing one pid ends everything that a
submission started.

Calls that take room on a disk are asked for: the kernel holds the worker until the fork server has counted the call
(``notifications``).
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

from autograder.isolation.layers.prctl import call_libc, prctl
from autograder.isolation.layers.privileges import forbid_new_privileges

CLONE_THREAD = 0x00010000
# Commands of fcntl and requests of ioctl that exist in a worker. All others fail: by file flags, leases, notifications, owners,
# sizes of pipes and hints a worker could reach other processes, or leave something with a file for the next worker.
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW = LOCK_COMMANDS = 6, 7, 37, 38
FCNTL_COMMANDS = (F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, *LOCK_COMMANDS)
F_ADD_SEALS, F_GET_SEALS = GPU_FCNTL_COMMANDS = 1033, 1034  # of memory that the driver shares with the device
TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS2 = IOCTL_REQUESTS = (
    0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A
)  # fmt: skip
# NVIDIA's driver has requests without number, so on a GPU the known ways are denied: those four, and every request of file systems.
FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX = 0x8901, 0x8902, 0x5412, 0x541C
FILE_SYSTEM_REQUESTS = (0x58, 0x66, 0x76, 0x94)  # the second byte: XFS and freezing, flags, versions, clones
MAP_SHARED, MAP_SHARED_VALIDATE, MAP_TYPE, MAP_ANONYMOUS = 1, 3, 0xF, 0x20
MADV_COLD, MADV_PAGEOUT = 20, 21
O_CREAT, O_TMPFILE = 0o100, 0o20000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
AF_UNIX, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET = 1, 2, 3, 5

# Stands for the worker's pid in the filter. No pid is that large, and no other number in the filter is the same.
PID_PLACEHOLDER = 0x5EED0FAB
# Descriptors that no worker can close or replace, so that what is written to them is known to be no file: input, output, channel.
LAST_FIXED_DESCRIPTOR = 3
_FIXED_MASK = 0xFFFFFFFF ^ LAST_FIXED_DESCRIPTOR
_SET_MODE_FILTER, _NEW_LISTENER = 1, 8
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
io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents
timer_create timer_settime timer_gettime timer_getoverrun timer_delete timerfd_create timerfd_settime timerfd_gettime
sendfile copy_file_range splice tee vmsplice remap_file_pages mincore cachestat
memfd_create memfd_secret
setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr
migrate_pages move_pages mbind set_mempolicy set_mempolicy_home_node
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setpgid setsid
mknod mknodat chown fchown lchown fchownat truncate fallocate
setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat file_setattr
landlock_create_ruleset landlock_add_rule landlock_restrict_self lsm_set_self_attr
""".split()  # noqa: SIM905

# Landlock does not restrict these, so under the grader's own user id they would reach every file of that user, and another worker
# would see locks and what is in the page cache. Honest code calls them on its own copies, where nothing depends on them, and a lock
# between processes means nothing to a single one: they succeed and do nothing.
IGNORED = """
chmod fchmod fchmodat fchmodat2 utime utimes futimesat utimensat sync syncfs sync_file_range
flock fadvise64 readahead
""".split()  # noqa: SIM905

# Calls whose arguments a filter cannot see, or that the C library replaces by others when they are missing.
MISSING = "clone3 openat2 preadv2 pwritev2".split()  # noqa: SIM905

# What takes room on a disk. A call that writes costs its bytes; the number of bytes of a ``writev`` is not in its arguments.
COUNTED_WRITES = "write pwrite64".split()  # noqa: SIM905
UNCOUNTABLE_WRITES = "writev pwritev".split()  # noqa: SIM905
COUNTED_ENTRIES = "creat mkdir mkdirat symlink symlinkat link linkat rename renameat renameat2".split()  # noqa: SIM905
OPENING_FLAGS = {"open": 1, "openat": 2}  # the argument that says whether a file is made

# What NVIDIA's driver library may call while it sets a device up; none of it reaches another user's process.
GPU_CALLS = {
    "memfd_create", "mbind", "set_mempolicy", "move_pages", "sched_setscheduler", "sched_setparam", "mincore", "timer_create",
    "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete", "timerfd_create", "timerfd_settime", "timerfd_gettime",
}  # fmt: skip

# Calls newer than libseccomp, by the number that all architectures share.
RECENT_CALLS = {
    "fchmodat2": 452, "statmount": 457, "listmount": 458, "lsm_set_self_attr": 460, "setxattrat": 463, "removexattrat": 466,
    "open_tree_attr": 467, "file_setattr": 469, "cachestat": 451,
}  # fmt: skip
# Calls that were not reviewed do not exist in a worker. On x86-64 the range ends with the second entries of exec, ptrace and
# process_vm_readv at 512 to 547, which kernels before 5.4 let 64-bit code call.
FIRST_UNKNOWN, LAST_UNKNOWN = 470, 560


@functools.cache
def compile_filter(gpu: bool, counted: bool) -> bytes:
    """Return the filter in the kernel's form, with ``PID_PLACEHOLDER`` for the pid. Compiled once, before the first fork.

    Args:
        gpu: whether the calls of NVIDIA's driver library are allowed.
        counted: whether calls that take room on a disk are asked for; otherwise nothing can be written.

    Raises:
        OSError: libseccomp or the kernel does not know such a filter.
    """
    import pyseccomp as seccomp

    rules = _make_rules(gpu)
    _add_disk_rules(rules, seccomp.NOTIFY if counted else seccomp.ERRNO(errno.EROFS))
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
    if gpu:
        return _closed_list("fcntl", FCNTL_COMMANDS + GPU_FCNTL_COMMANDS) + found
    return _closed_list("fcntl", FCNTL_COMMANDS) + _closed_list("ioctl", IOCTL_REQUESTS) + found


def prepare_filter(gpu: bool) -> None:
    """Compile the filter that ``install_filter`` will load, where this libseccomp can."""
    try:
        compile_filter(gpu, counted=True)
    except OSError:
        compile_filter(gpu, counted=False)


def find_number(name: str) -> int:
    """Return the number of a system call, -1 where this architecture or this libseccomp does not have it."""
    import pyseccomp as seccomp

    try:
        number = int(seccomp.resolve_syscall(seccomp.Arch.NATIVE, name))
    except OSError:
        number = -1
    return number if number >= 0 else RECENT_CALLS.get(name, -1)


def _closed_list(name: str, allowed: tuple[int, ...]) -> bytes:
    """Return the beginning of a filter: the call fails unless its second argument is one of ``allowed``.

    libseccomp can list what is denied, but not deny whatever is not listed. What is allowed here goes on to its own rules.
    """
    load, equal, end, errno_result = 0x20, 0x15, 0x06, 0x00050000
    number_at, second_argument_at = 0, 24
    steps = [(load, 0, 0, number_at), (equal, 0, len(allowed) + 2, find_number(name)), (load, 0, 0, second_argument_at)]
    steps += [(equal, len(allowed) - index, 0, value) for index, value in enumerate(allowed)]
    steps += [(end, 0, 0, errno_result | errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _make_rules(gpu: bool) -> Any:
    import pyseccomp as seccomp

    no, nothing, missing = seccomp.ERRNO(errno.EPERM), seccomp.ERRNO(0), seccomp.ERRNO(errno.ENOSYS)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in DENIED:
        if not (gpu and name in GPU_CALLS):
            _add(rules, no, name)
    for name in IGNORED:
        _add(rules, nothing, name)
    for name in MISSING:
        _add(rules, missing, name)
    if platform.machine() in ("x86_64", "aarch64"):
        for unknown in range(FIRST_UNKNOWN, LAST_UNKNOWN + 1):
            rules.add_rule(missing, unknown)
    # A filter cannot see the flags of clone3, which is missing; the C library then starts threads with clone.
    _add(rules, no, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    # Limits and affinity of this process alone, which the C library names 0.
    for name in ("prlimit64", "sched_setaffinity"):
        _add(rules, no, name, seccomp.Arg(0, seccomp.NE, 0))
    # A datagram socket of a pair can still send to any address that there is.
    _add(rules, no, "socketpair", seccomp.Arg(0, seccomp.NE, AF_UNIX))
    for kind in (SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET):
        _add(rules, no, "socketpair", seccomp.Arg(1, seccomp.MASKED_EQ, 0xF, kind))
    for command in LOCK_COMMANDS:
        _add(rules, nothing, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    if gpu:
        for request in (FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX):
            _add(rules, no, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, request))
        for second_byte in FILE_SYSTEM_REQUESTS:
            _add(rules, no, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFF00, second_byte << 8))
    for advice in (
        MADV_COLD,
        MADV_PAGEOUT,
    ):  # they take a file's pages out of memory, which another worker could measure
        _add(rules, no, "madvise", seccomp.Arg(2, seccomp.MASKED_EQ, 0xFFFFFFFF, advice))
    for option in (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP):
        _add(rules, no, "prctl", seccomp.Arg(0, seccomp.MASKED_EQ, 0xFFFFFFFF, option))
    for name, argument in (("close", 0), ("close_range", 0), ("dup2", 1), ("dup3", 1)):
        _add(rules, nothing, name, seccomp.Arg(argument, seccomp.MASKED_EQ, _FIXED_MASK, 0))
    if not gpu:  # what is written through a shared mapping of a file passes no call; a GPU is driven by such mappings
        for kind in (MAP_SHARED, MAP_SHARED_VALIDATE):
            _add(rules, no, "mmap", seccomp.Arg(3, seccomp.MASKED_EQ, MAP_TYPE | MAP_ANONYMOUS, kind))
    return rules


def _add_disk_rules(rules: Any, action: int) -> None:
    """Add the rules for calls that take room on a disk, except to the fixed descriptors, which are no files."""
    import pyseccomp as seccomp

    is_file = seccomp.Arg(0, seccomp.GT, LAST_FIXED_DESCRIPTOR)
    for name in UNCOUNTABLE_WRITES:
        _add(rules, seccomp.ERRNO(errno.EPERM), name, is_file)
    if action == seccomp.NOTIFY:  # where no file can be made, only /dev/null can be written
        for name in COUNTED_WRITES:
            _add(rules, action, name, is_file)
    for name in COUNTED_ENTRIES:
        _add(rules, action, name)
    for name, argument in OPENING_FLAGS.items():
        for flag in (O_CREAT, O_TMPFILE):
            _add(rules, action, name, seccomp.Arg(argument, seccomp.MASKED_EQ, flag, flag))


def _add(rules: Any, action: int, name: str, *conditions: object) -> None:
    number = find_number(name)
    if number >= 0:
        rules.add_rule(action, number, *conditions)


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install_filter(pid: int, *, gpu: bool = False) -> int | None:
    """Load the filter into this process, for good.

    A denied call fails with EPERM (clone3 and calls that were not reviewed with ENOSYS).

    Args:
        pid: of this process.
        gpu: whether the calls of NVIDIA's driver library are allowed.

    Returns:
        The descriptor at which calls that take room on a disk are asked for; they wait until somebody answers (``notifications``).
        None where the kernel offers no such descriptor: then nothing can be written.

    Raises:
        OSError, ImportError: libseccomp is missing or the kernel refuses.
    """
    forbid_new_privileges()
    try:
        program = _make_program(compile_filter(gpu, counted=True), pid)
        return call_libc("syscall", find_number("seccomp"), _SET_MODE_FILTER, _NEW_LISTENER, ctypes.byref(program))
    except OSError:  # a kernel before 5.5, or a container whose own filter already has such a descriptor
        program = _make_program(compile_filter(gpu, counted=False), pid)
        prctl(PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))
        return None


def _make_program(filled: bytes, pid: int) -> _Program:
    instructions = filled.replace(struct.pack("=I", PID_PLACEHOLDER), struct.pack("=I", pid))
    return _Program(len(instructions) // 8, instructions)  # 8 bytes an instruction
