"""
title = "Every system call that could give rights, namespaces, kernel objects or code that the filter does not see"
ends = {outputs = "raised"}
"""
import ctypes
import os

from src import loot

REFUSED = {
    "setuid": (0,), "setgid": (0,), "setresuid": (0, 0, 0), "setgroups": (0, 0), "capset": (0, 0), "unshare": (0x10000000,),
    "setns": (3, 0), "mount": (0, 0, 0, 0, 0), "umount2": (0, 0), "chroot": (b"/\0",), "pivot_root": (0, 0), "fsopen": (0, 0),
    "open_tree": (0, 0, 0), "mount_setattr": (0, 0, 0, 0, 0), "io_uring_setup": (8, 0), "memfd_create": (b"x\0", 0),
    "memfd_secret": (0,), "userfaultfd": (0,), "bpf": (0, 0, 0), "perf_event_open": (0, 0, 0, 0, 0), "keyctl": (0, 0, 0, 0, 0),
    "add_key": (0, 0, 0, 0, 0), "request_key": (0, 0, 0, 0), "personality": (0x40000,), "mknod": (b"d\0", 0o20666, 259),
    "open_by_handle_at": (0, 0, 0), "name_to_handle_at": (0, 0, 0, 0, 0), "syslog": (3, 0, 0), "reboot": (0, 0, 0, 0),
    "swapon": (0, 0), "init_module": (0, 0, 0), "finit_module": (0, 0, 0), "delete_module": (0, 0), "kexec_load": (0, 0, 0, 0),
    "acct": (0,), "quotactl": (0, 0, 0, 0), "sethostname": (b"x\0", 1), "settimeofday": (0, 0), "clock_settime": (0, 0),
    "iopl": (3,), "ioperm": (0, 0, 0), "modify_ldt": (0, 0, 0), "vhangup": (), "lookup_dcookie": (0, 0, 0), "adjtimex": (0,),
    "fanotify_init": (0, 0), "inotify_init": (), "inotify_init1": (0,), "move_pages": (0, 0, 0, 0, 0, 0), "mbind": (0, 0, 0, 0, 0, 0),
    "migrate_pages": (0, 0, 0, 0), "set_mempolicy_home_node": (0, 0, 0, 0), "listmount": (0, 0, 0, 0), "statmount": (0, 0, 0, 0),
    "lsm_set_self_attr": (0, 0, 0, 0),
}


def answer(x, note):
    for name, arguments in REFUSED.items():
        loot.must_be_refused(name, *arguments)
    if "@TIER@" == "root" and 0 in (*os.getresuid(), *os.getresgid(), *os.getgroups()):
        loot.breach(f"ids of root: {os.getresuid()} {os.getresgid()} {os.getgroups()}")
    held = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    loot.libc.capget(header, held)
    if any(held):
        loot.breach(f"capabilities: {list(held)}")
    if loot.libc.prctl(39, 0, 0, 0, 0) != 1:
        loot.breach("new privileges can be had")
    loot.done()
    raise RuntimeError("no rights")
