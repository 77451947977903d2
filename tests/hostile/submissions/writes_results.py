"""
title = "Writes results.json, and keeps writing it from a thread while it answers"
ends = {outputs = "wrong"}
"""

import os
import threading

from src import loot

PLACES = (
    "@RESULTS@",
    "/autograder/results/results.json",
    "@TOP@/results.json",
    "@BUILD@/results.json",
    "@WORK@/results.json",
    "results.json",
    "../results.json",
    "../../results/results.json",
)


def forge():
    for path in PLACES:
        try:
            with open(path, "w") as file:
                file.write('{"score": 1000, "tests": []}')
        except OSError:
            continue
        if path != "results.json":
            loot.breach(f"wrote {path}")
    for source in ("results.json",):
        for path in PLACES[:5]:
            for way in (os.rename, os.replace, os.link, os.symlink):
                loot.must_raise(f"{way.__name__} to {path}", way, source, path)


def race():
    for _ in range(50):  # some 6 MB of writes, as the grader counts them: more would end it before the answer where that takes long
        forge()


forge()


def answer(x, note):
    threading.Thread(target=race, daemon=True).start()
    forge()
    loot.done()
    return x
