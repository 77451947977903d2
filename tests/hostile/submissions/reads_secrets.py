"""
title = "Reads the metadata, a root-only key, earlier results and system files"
ends = {outputs = "raised"}
"""

import os

from src import loot


def answer(x, note):
    for path in (
        "@METADATA@",
        "@ROOTONLY@",
        "@RESULTS@",
        "/autograder/submission_metadata.json",
        "/autograder/results/results.json",
        "/etc/shadow",
        "/proc/1/environ",
        "/proc/kcore",
        "/dev/mem",
        "/dev/vda",
        os.path.expanduser("~root") + "/.bash_history",
    ):
        if loot.read(path):
            loot.breach(f"read {path}")
    loot.done()
    raise RuntimeError("nothing there")
