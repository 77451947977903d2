"""
title = "Signals to the grader, the fork server, its group and everyone"
ends = {outputs = "raised"}
"""

import os
import signal

from src import loot


def answer(x, note):
    group = os.getpgid(0)
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGIO, 0):
        for pid in (
            int("@TRUSTED@"),
            int("@SERVER@"),
            os.getppid(),
            1,
            0,
            -1,
            -group,
            -int("@SERVER@"),
            os.getpid() + 1,
            os.getpid() - 1,
        ):
            loot.must_be_refused("kill", pid, int(number))
            loot.must_be_refused("tkill", pid, int(number))
            loot.must_be_refused("tgkill", pid, pid, int(number))
            loot.must_be_refused("rt_sigqueueinfo", pid, int(number), 0)
            loot.must_be_refused("rt_tgsigqueueinfo", pid, pid, int(number), 0)
    loot.must_raise("killpg", os.killpg, os.getpgid(os.getppid()), 9)
    loot.done()
    raise RuntimeError("nobody hurt")
