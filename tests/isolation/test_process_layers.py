"""Limits, privileges and the settings of a process, each applied to a process of its own."""

from __future__ import annotations

import pytest

from autograder.isolation.layers import prctl
from tests.isolation.child_process import linux, root, run_in_child


@linux
def test_process_becomes_non_dumpable() -> None:
    output = run_in_child("""
        from autograder.isolation.layers import prctl
        print(prctl.is_non_dumpable())
        prctl.make_non_dumpable()
        print(prctl.is_non_dumpable())
    """)
    assert output.split() == ["False", "True"]


@root
def test_switching_user_drops_other_groups() -> None:
    output = run_in_child("""
        import os
        from autograder.isolation.layers import privileges
        privileges.switch_user(23456, 60123)
        print(os.getresuid(), os.getresgid(), os.getgroups())
    """)
    assert output == "(23456, 23456, 23456) (23456, 23456, 23456) [60123]"


@root
def test_dropped_capabilities_stay_dropped() -> None:
    output = run_in_child("""
        import subprocess
        from autograder.isolation.layers import privileges
        privileges.drop_capabilities()
        privileges.forbid_new_privileges()
        status = subprocess.run(["cat", "/proc/self/status"], capture_output=True, text=True).stdout
        print(*[line.split()[1] for line in status.splitlines() if line.startswith("Cap")])
    """)
    assert {int(mask, 16) for mask in output.split()} == {0}


@linux
def test_limits_hold_and_cannot_rise() -> None:
    output = run_in_child("""
        import resource
        from autograder.isolation.layers import limits
        limits.apply_limits(cpu_seconds=1.2, memory_mb=64, disk_mb=1, files=32, tasks=16)
        for name in ("CPU", "CORE", "FSIZE", "NOFILE", "MEMLOCK", "NPROC", "MSGQUEUE", "SIGPENDING"):
            print(name, *resource.getrlimit(getattr(resource, f"RLIMIT_{name}")))
        try:
            bytearray(128 * 2**20)
        except MemoryError:
            print("memory")
    """)
    assert output.splitlines() == [
        "CPU 2 3", "CORE 0 0", "FSIZE 1048576 1048576", "NOFILE 32 32", "MEMLOCK 0 0", "NPROC 16 16", "MSGQUEUE 0 0",
        "SIGPENDING 64 64", "memory",
    ]  # fmt: skip


def test_non_dumpable_needs_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prctl, "_libc", None)  # as it is on other systems
    with pytest.raises(OSError, match="needs Linux"):
        prctl.is_non_dumpable()
