"""
title = "The layers themselves: Landlock, seccomp, dumpability, limits, parent-death signal"
ends = {outputs = "raised"}
"""
import os
import resource

from src import loot


def answer(x, note):
    loot.must_be_refused("seccomp", 0, 0, 0)
    loot.must_be_refused("seccomp", 1, 0, 0)
    loot.must_be_refused("landlock_create_ruleset", 0, 0, 1)
    loot.must_be_refused("landlock_restrict_self", 3, 0)
    for option, value in ((1, 0), (1, 9), (4, 1), (22, 1), (22, 2)):
        loot.must_be_refused("prctl", option, value, 0, 0, 0)
        loot.must_be_refused("prctl", option | 1 << 32, value, 0, 0, 0)
    for which in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_CORE):
        soft, hard = resource.getrlimit(which)
        if hard == resource.RLIM_INFINITY:
            loot.breach(f"no limit {which}")
        try:
            resource.setrlimit(which, (hard + 1, hard + 1))
            loot.breach(f"a higher limit {which}")
        except (OSError, ValueError):
            pass
    for number in (0, 1, 2, 3):
        os.fstat(number)
    for number in range(4, 1100):
        try:
            os.fstat(number)
        except OSError:
            continue
        loot.breach(f"descriptor {number} is open")
    channel = loot.channel_of()
    for pid in (int("@TRUSTED@"), int("@SERVER@"), os.getppid()):
        loot.must_raise("limits of others", resource.prlimit, pid, resource.RLIMIT_CPU, (1, 1))
    channel.detach()
    loot.done()
    raise RuntimeError("still there")
