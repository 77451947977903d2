"""Rights of a worker: its user id, its groups, its capabilities, and no way to gain any of them back."""

from __future__ import annotations

import contextlib
import ctypes
import os

from autograder.isolation.layers.prctl import call_libc, prctl

_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63


def switch_user(uid: int, group: int | None = None) -> None:
    """Give up root for the user and group ``uid``, with at most one other group."""
    os.setgroups([group] if group else [])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability, including those that uid 0 regains: root becomes a user without special rights."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(_PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last capability that this kernel knows, or not held
    with contextlib.suppress(OSError):  # kernels before 4.3 have no ambient capabilities
        prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    call_libc("capset", header, (ctypes.c_uint32 * 6)())


def forbid_new_privileges() -> None:
    """Forbid set-uid programs to give this process more rights."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
