"""Which layers this machine offers, in which tier a grading runs, and the minimum below which it is refused."""

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
SPLIT = "process split"
LIMITS = "resource limits"
UID = "fresh user id"
HIDDEN = "non-dumpable grader"
LANDLOCK = "Landlock"
SECCOMP = "seccomp"
NO_PRIVILEGES = "no new privileges"
LAYERS = (SPLIT, LIMITS, UID, HIDDEN, LANDLOCK, SECCOMP, NO_PRIVILEGES)

MINIMUM: dict[Tier, list[str]] = {
    "root": [SPLIT, LIMITS, UID, SECCOMP, NO_PRIVILEGES],
    "user": [SPLIT, LIMITS, LANDLOCK, SECCOMP, HIDDEN, NO_PRIVILEGES],
    "practice": [SPLIT],
}
MEND = {
    UID: "grade as root with an interpreter that other users can read",
    LANDLOCK: "use a Linux kernel of 5.13 or later with Landlock switched on",
    SECCOMP: "install libseccomp (Debian and Ubuntu: apt-get install libseccomp2) and the package pyseccomp",
    HIDDEN: "grade on Linux",
    NO_PRIVILEGES: "grade on Linux",
    LIMITS: "grade on Linux or macOS",
}


class Plan(msgspec.Struct, frozen=True):
    """How workers are walled in. ``note`` says why a weaker tier than could be expected was chosen."""

    tier: Tier
    layers: list[str]
    note: str = ""

    def refusal(self, minimum: list[str] | None) -> str:
        """Why hidden tests may not run under this plan, in one sentence; empty when they may."""
        wanted = [*MINIMUM[self.tier], *(minimum or [])]
        missing = [layer for layer in dict.fromkeys(wanted) if layer not in self.layers]
        if not missing:
            return ""
        mends = "; ".join(f"{layer}: {MEND.get(layer, 'not available here')}" for layer in missing)
        return f"The sandbox lacks what this assignment requires, so hidden tests were not run ({mends})."


def unreadable_parent(path: Path) -> Path | None:
    """The first folder on the way to ``path`` that users other than root cannot enter, or None."""
    for folder in reversed([path, *path.parents]):
        try:
            mode = folder.stat().st_mode
        except OSError:
            return folder
        needed = stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH
        if not mode & needed:
            return folder
    return None


def interpreter_obstacle() -> Path | None:
    """The folder that keeps other users from running this interpreter and reading its packages, or None."""
    torch = importlib.util.find_spec("torch")  # importing it would take seconds
    for path in (sys.executable, os.__file__, *([torch.origin] if torch and torch.origin else [])):
        obstacle = unreadable_parent(Path(path).resolve())
        if obstacle is not None:
            return obstacle
    return None


def seccomp_works() -> bool:
    """Whether libseccomp can be loaded; whether the kernel takes the filter shows in the first worker."""
    try:
        import pyseccomp

        return bool(pyseccomp.SyscallFilter(pyseccomp.ALLOW))
    except Exception:
        return False


def plan(wanted: Tier | None = None) -> Plan:
    """The strongest tier that this machine offers, or ``wanted`` with what of its layers there is.

    Raises:
        ValueError: ``wanted`` cannot be had, with the reason.
    """
    if sys.platform != "linux":
        if wanted not in (None, "practice"):
            raise ValueError(f"The tier {wanted!r} needs Linux; on this machine only 'practice' can be had.")
        return Plan("practice", [SPLIT, LIMITS], "not Linux")
    common = [SPLIT, LIMITS, NO_PRIVILEGES, HIDDEN]
    common += [LANDLOCK] if landlock.abi() else []
    common += [SECCOMP] if seccomp_works() else []
    obstacle = interpreter_obstacle() if os.geteuid() == 0 else None
    if wanted == "root" or (wanted is None and os.geteuid() == 0 and obstacle is None):
        if os.geteuid() != 0:
            raise ValueError("The tier 'root' needs root: it gives every test a user id of its own.")
        if obstacle is not None:
            raise ValueError(
                f"Users other than root cannot enter {obstacle}, where this interpreter is, so a test cannot run under a "
                f"user id of its own: make the environment with an interpreter outside it, such as /usr/bin/python3."
            )
        return Plan("root", [UID, *common])
    if wanted == "practice":
        return Plan("practice", [SPLIT, LIMITS], "asked for")
    note = ""
    if obstacle is not None:
        note = f"Users other than root cannot enter {obstacle}, where this interpreter is, so tests share the grader's user id."
    return Plan("user", common, note)
