"""The seccomp deny-list: what a worker never needs, and what could reach another process, the network or the kernel.

Threads may be started, processes may not: with no fork and no exec nothing outlives a worker, and killing one pid ends
everything that a submission ever started.
"""

from __future__ import annotations

import errno

CLONE_THREAD = 0x00010000
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15
FIOSETOWN, SIOCSPGRP, TIOCSTI = 0x8901, 0x8902, 0x5412
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22

DENIED = """
fork vfork execve execveat
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp
pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
socket connect bind listen accept accept4 sendmmsg
io_uring_setup io_uring_enter io_uring_register
userfaultfd bpf perf_event_open seccomp
keyctl add_key request_key
mount umount umount2 move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr pivot_root chroot unshare setns
open_by_handle_at name_to_handle_at fanotify_init fanotify_mark
init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl quotactl_fd syslog
sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex personality vhangup iopl ioperm modify_ldt
lookup_dcookie uselib ustat sysfs _sysctl nfsservctl
shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
memfd_create memfd_secret
setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr
migrate_pages move_pages mbind set_mempolicy
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset
mknod mknodat chown fchown lchown fchownat
landlock_create_ruleset landlock_add_rule landlock_restrict_self
""".split()  # noqa: SIM905 - a list for people to read


# What NVIDIA's driver library may call while it sets a device up; none of it reaches another user's process.
GPU_NEEDS = {"memfd_create", "mbind", "set_mempolicy", "move_pages", "sched_setscheduler", "sched_setparam"}


def deny(pid: int, *, gpu: bool = False) -> None:
    """Load the filter into this process, whose pid is ``pid``. It cannot be taken off again.

    A denied call fails with EPERM (clone3 with ENOSYS, so that the C library starts threads with clone, whose flags a
    filter can read).

    Raises:
        OSError, ImportError: libseccomp is not there or the kernel refuses.
    """
    import pyseccomp as seccomp

    no = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)

    def add(action: int, name: str, *conditions: object) -> None:
        try:
            number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
        except OSError:
            return  # this libseccomp does not know the call
        if number >= 0:  # negative: this architecture does not have it
            rules.add_rule(action, number, *conditions)

    for name in DENIED:
        if not (gpu and name in GPU_NEEDS):
            add(no, name)
    add(no, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    add(seccomp.ERRNO(errno.ENOSYS), "clone3")
    # abort() and raise() signal their own process, which is fine.
    for name in ("kill", "tgkill"):
        add(no, name, seccomp.Arg(0, seccomp.NE, pid))
    # Limits and affinity of this process alone, which the C library names 0.
    for name in ("prlimit64", "sched_setaffinity"):
        add(no, name, seccomp.Arg(0, seccomp.NE, 0))
    for name in ("setpgid", "setsid"):
        add(no, name)
    # A descriptor's owner gets SIGIO, or any signal of one's choice.
    for command in (F_SETOWN, F_SETSIG, F_SETOWN_EX):
        add(no, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for command in (FIOSETOWN, SIOCSPGRP, TIOCSTI):
        add(no, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for option in (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP):
        add(no, "prctl", seccomp.Arg(0, seccomp.MASKED_EQ, 0xFFFFFFFF, option))
    rules.load()
