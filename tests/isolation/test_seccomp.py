"""The seccomp filter: what it denies, and that honest code does not notice it."""

from __future__ import annotations

import errno
import platform
from pathlib import Path

import pytest

from autograder.isolation.layers import seccomp
from tests.isolation.child_process import linux, run_in_child

# What Docker's default profile withholds from a container without capabilities.
DOCKER_WITHHOLDS = """
acct add_key bpf clock_adjtime clock_settime create_module delete_module fanotify_init finit_module fsconfig fsmount fsopen
fspick get_kernel_syms init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load
keyctl lookup_dcookie mbind mount mount_setattr move_mount move_pages nfsservctl open_by_handle_at open_tree perf_event_open
personality pivot_root process_vm_readv process_vm_writev ptrace query_module quotactl quotactl_fd reboot request_key
set_mempolicy setdomainname sethostname setns settimeofday stime swapoff swapon sysfs syslog _sysctl umount umount2 unshare
uselib userfaultfd ustat vhangup vm86 vm86old
""".split()  # noqa: SIM905


def test_filter_covers_dockers_profile() -> None:
    assert set(DOCKER_WITHHOLDS) <= set(seccomp.DENIED)


def test_denied_and_ignored_calls_differ() -> None:
    assert not set(seccomp.DENIED) & set(seccomp.IGNORED)
    assert len(set(seccomp.DENIED)) == len(seccomp.DENIED)
    assert set(seccomp.RECENT_CALLS) <= {*seccomp.DENIED, *seccomp.IGNORED}


@linux
def test_unreviewed_calls_do_not_exist() -> None:
    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("the numbers of this architecture were not looked up")
    output = run_in_child("""
        import ctypes, os
        from autograder.isolation.layers import seccomp
        seccomp.install_filter(os.getpid())
        libc = ctypes.CDLL(None, use_errno=True)
        numbers = [*range(seccomp.FIRST_UNKNOWN, seccomp.LAST_UNKNOWN + 1), *seccomp.RECENT_CALLS.values()]
        for number in numbers:
            ctypes.set_errno(0)
            print(number, libc.syscall(number, -1, 0, 0, 0, 0, 0), ctypes.get_errno())
    """)
    rows = [tuple(map(int, line.split())) for line in output.splitlines()]
    assert rows
    for number, result, error in rows:
        if number == seccomp.RECENT_CALLS["fchmodat2"]:
            assert result == 0  # ignored, as chmod is
        else:
            assert (result, error) in ((-1, errno.ENOSYS), (-1, errno.EPERM)), number


@linux
def test_honest_work_passes_filter(tmp_path: Path) -> None:
    output = run_in_child(f"""
        import os, shutil, socket, tempfile, threading
        import numpy, torch
        from autograder.isolation.layers import notifications, seccomp
        from autograder.isolation.worker.unsupported_apis import patch_unsupported_apis
        patch_unsupported_apis()
        installed = threading.Event()

        def answer():  # as the fork server does; a thread that is older than the filter is not filtered
            installed.wait()
            while True:
                call = notifications.receive(listener)
                if call is not None:
                    notifications.allow(listener, call)

        threading.Thread(target=answer, daemon=True).start()
        listener = seccomp.install_filter(os.getpid())
        installed.set()
        os.chdir({str(tmp_path)!r})
        thread = threading.Thread(target=print, args=("thread",))
        thread.start()
        thread.join()
        torch.save(torch.ones(3), "x.pt")
        shutil.copy("x.pt", "y.pt")
        shutil.copytree(".", "../copied", dirs_exist_ok=True)
        os.chmod("y.pt", 0)
        print(torch.load("y.pt").sum().item())
        tempfile.NamedTemporaryFile(dir=".").write(b"x")
        one, other = socket.socketpair()
        one.send(b"pair")
        print(other.recv(9).decode())
        print(float((torch.rand(200, 200) @ torch.rand(200, 200)).sum()) > 0, numpy.linalg.eigvals(numpy.eye(3)).sum())
    """)
    assert output.split() == ["thread", "3.0", "pair", "True", "3.0"]
