"""Tiers of the sandbox: which layers this machine offers, and the minimum below which grading is refused.

The layers are probed once at the start, written into every report, and compared with the minimum of the tier and of the
assignment, so that no hidden test runs with less protection than the instructor asked for.
"""

from __future__ import annotations

import importlib.util
import os
import stat
import sys
from pathlib import Path
from typing import Literal

import msgspec

from autograder.isolation.layers import landlock

Tier = Literal["root", "user", "practice"]

# Names as they stand in reports and in an assignment's minimum.
PROCESS_SPLIT = "process split"
RESOURCE_LIMITS = "resource limits"
FRESH_UID = "fresh user id"
NON_DUMPABLE = "non-dumpable grader"
LANDLOCK = "Landlock"
SECCOMP = "seccomp"
NO_NEW_PRIVILEGES = "no new privileges"
LAYERS = (PROCESS_SPLIT, RESOURCE_LIMITS, FRESH_UID, NON_DUMPABLE, LANDLOCK, SECCOMP, NO_NEW_PRIVILEGES)

MINIMUM_LAYERS: dict[Tier, list[str]] = {
    "root": [PROCESS_SPLIT, RESOURCE_LIMITS, FRESH_UID, SECCOMP, NO_NEW_PRIVILEGES],
    "user": [PROCESS_SPLIT, RESOURCE_LIMITS, LANDLOCK, SECCOMP, NON_DUMPABLE, NO_NEW_PRIVILEGES],
    "practice": [PROCESS_SPLIT],
}
FIXES = {
    FRESH_UID: "grade as root with an interpreter that other users can read",
    LANDLOCK: "use a Linux kernel of 5.13 or later with Landlock switched on",
    SECCOMP: "install libseccomp (Debian and Ubuntu: apt-get install libseccomp2) and the package pyseccomp",
    NON_DUMPABLE: "grade on Linux",
    NO_NEW_PRIVILEGES: "grade on Linux",
    RESOURCE_LIMITS: "grade on Linux or macOS",
}


class Plan(msgspec.Struct, frozen=True):
    """The tier and the layers that every worker gets. ``note`` says why a weaker tier than expected was chosen."""

    tier: Tier
    layers: list[str]
    note: str = ""

    def refusal(self, minimum: list[str] | None) -> str:
        """Return why hidden tests may not run under this plan, in one sentence; empty when they may.

        Args:
            minimum: layers that the assignment requires besides those of the tier.
        """
        required = [*MINIMUM_LAYERS[self.tier], *(minimum or [])]
        missing = [layer for layer in dict.fromkeys(required) if layer not in self.layers]
        if not missing:
            return ""
        fixes = "; ".join(f"{layer}: {FIXES.get(layer, 'not available here')}" for layer in missing)
        return f"The sandbox lacks what this assignment requires, so hidden tests were not run ({fixes})."


def find_unreadable_parent(path: Path) -> Path | None:
    """Return the first folder on the way to ``path`` that users other than root cannot enter, or None."""
    for folder in reversed([path, *path.parents]):
        try:
            mode = folder.stat().st_mode
        except OSError:
            return folder
        needed = stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH
        if not mode & needed:
            return folder
    return None


def find_interpreter_obstacle() -> Path | None:
    """Return the folder that keeps other users from running this interpreter and reading its packages, or None."""
    torch = importlib.util.find_spec("torch")  # importing it would take seconds
    for path in (sys.executable, os.__file__, *([torch.origin] if torch and torch.origin else [])):
        obstacle = find_unreadable_parent(Path(path).resolve())
        if obstacle is not None:
            return obstacle
    return None


def has_libseccomp() -> bool:
    """Return whether libseccomp can be loaded; whether the kernel takes the filter shows in the first worker."""
    try:
        import pyseccomp

        return bool(pyseccomp.SyscallFilter(pyseccomp.ALLOW))
    except Exception:
        return False


def choose_plan(wanted: Tier | None = None) -> Plan:
    """Return the plan of the strongest tier that this machine offers, or of the tier ``wanted``.

    Raises:
        ValueError: this machine does not offer ``wanted``; the message gives the reason.
    """
    if sys.platform != "linux":
        if wanted not in (None, "practice"):
            raise ValueError(f"The tier {wanted!r} needs Linux; this machine offers only 'practice'.")
        return Plan("practice", [PROCESS_SPLIT, RESOURCE_LIMITS], "not Linux")
    common = [PROCESS_SPLIT, RESOURCE_LIMITS, NO_NEW_PRIVILEGES, NON_DUMPABLE]
    common += [LANDLOCK] if landlock.detect_abi() else []
    common += [SECCOMP] if has_libseccomp() else []
    obstacle = find_interpreter_obstacle() if os.geteuid() == 0 else None
    if wanted == "root" or (wanted is None and os.geteuid() == 0 and obstacle is None):
        if os.geteuid() != 0:
            raise ValueError("The tier 'root' needs root: it gives every test its own user id.")
        if obstacle is not None:
            raise ValueError(
                f"Users other than root cannot enter {obstacle}, where this interpreter is, so a test cannot run under a "
                f"user id of its own: make the environment with an interpreter outside it, such as /usr/bin/python3."
            )
        return Plan("root", [FRESH_UID, *common])
    if wanted == "practice":
        return Plan("practice", [PROCESS_SPLIT, RESOURCE_LIMITS], "asked for")
    note = ""
    if obstacle is not None:
        note = f"Users other than root cannot enter {obstacle}, where this interpreter is, so tests share the grader's user id."
    return Plan("user", common, note)
