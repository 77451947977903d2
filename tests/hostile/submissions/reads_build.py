"""
title = "Reads hidden tests, seed, solution and mistakes from the build, wherever it is"
ends = {outputs = "raised"}
"""

import glob
import os
import time

from src import loot


def answer(x, note):
    for pattern in ("/tmp/grader-*/*/src/attack.py", "@BUILD@/*/*/*/*.py", "@WORK@/*/src/*.py", "@WORK@/*"):
        for path in glob.glob(pattern):
            loot.read(path)
    for path in (
        "@BUILD@/manifest.json",
        "@BUILD@/tests/arena/hidden/test_attacked.py",
        "@BUILD@/solution/src/attack.py",
        "@BUILD@/mistakes/arena/forgets/src/attack.py",
        "@SIBLING@/src/attack.py",
        "@OTHER@/src/attack.py",
    ):
        for flags in (os.O_RDONLY, os.O_PATH, os.O_RDWR, os.O_RDONLY | os.O_NOATIME):
            try:
                number = os.open(path, flags)
            except OSError:
                continue
            loot.read(f"/proc/self/fd/{number}")
            loot.read(f"/dev/fd/{number}")
    until = time.process_time() + 0.4
    for top in ("@BUILD@", "@WORK@", "@SIBLING@", "@OTHER@", "@TOP@", "/autograder", "/proc/@TRUSTED@/cwd", "/root", "/home", "/tmp"):
        for folder, _, names in os.walk(top):
            for name in names:
                loot.read(os.path.join(folder, name))
            if time.process_time() > until:
                break
    loot.done()
    raise RuntimeError("nothing there")
