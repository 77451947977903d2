"""
title = "State for the next test: files, shared memory, SysV and POSIX IPC, environment; two tests compare notes"
ends = {outputs = "passed", labels = "wrong", numbers = "raised"}
"""

import os
import tempfile

import torch

from src import loot

NAME = "left-@TOKEN@"
FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "@SCRATCHES@", "@WORK@", "@TOP@", "@PRISTINE@", "@SIBLING@")


def look():
    for folder in FOLDERS:
        if os.path.exists(os.path.join(folder, NAME)):
            loot.breach(f"found in {folder} what an earlier test left")
    if os.path.exists(NAME) or os.path.exists(os.path.join(tempfile.gettempdir(), NAME)):
        loot.breach("the scratch folder is an old one")
    if "LEFT" in os.environ:
        loot.breach("the environment is an old one")


look()
for folder in (*FOLDERS, ".", tempfile.gettempdir()):
    try:
        os.mkdir(os.path.join(folder, NAME), 0o777)
        with open(os.path.join(folder, NAME, "notes"), "w") as file:
            file.write("x" * 1000)
    except OSError:
        pass
os.environ["LEFT"] = "notes"
loot.must_be_refused("shmget", 7777, 4096, 0o1777)
loot.must_be_refused("semget", 7777, 1, 0o1777)
loot.must_be_refused("msgget", 7777, 0o1777)
loot.must_be_refused("mq_open", b"left\0", 0o102, 0o777, 0)
loot.done()


def answer(x, note):
    return x * 2 + 1


def predict(pictures):
    return torch.zeros(40, dtype=torch.int64)


def listed(note):
    from multiprocessing import shared_memory

    try:
        shared_memory.SharedMemory(NAME, create=True, size=100)
    except (OSError, ImportError):
        pass
    raise RuntimeError
