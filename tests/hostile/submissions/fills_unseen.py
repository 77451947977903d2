"""
title = "Files that nobody finds by looking: unlinked, beside holes, in a folder renamed all the time, from many threads, through links"
ends = {outputs = "stopped", labels = "stopped", claims = "stopped", callback = "stopped", refusal = "stopped", numbers = "stopped"}
"""
import itertools
import os
import resource
import threading

from src import loot

BLOCK = b"x" * 2**20
MOST = 40 * 2**20  # the arena's tests may write 32 MiB


def look():
    """Report more on the disk than the budget, by the kernel's own account of what this process wrote."""
    if resource.getrusage(resource.RUSAGE_SELF).ru_oublock * 512 > MOST:
        loot.breach("more was written than a test may write")
        os._exit(3)


def answer(x, note):
    for _ in itertools.count():
        with open("file", "wb", buffering=0) as file:
            os.unlink("file")
            for _ in range(7):
                file.write(BLOCK)
        look()


def predict(pictures):
    for number in itertools.count():
        file = os.open(f"file{number % 50}", os.O_CREAT | os.O_WRONLY)
        for place in range(0, 7 * 2**20, 4096):
            os.pwrite(file, b"x", place)
        os.close(file)
        look()


def model():
    os.mkdir("one")
    folder = os.open("one", os.O_RDONLY)

    def rename():
        for old, new in itertools.cycle([("one", "other"), ("other", "one")]):
            os.rename(old, new)

    threading.Thread(target=rename, daemon=True).start()
    for number in itertools.count():
        file = os.open(f"file{number}", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
        os.write(file, BLOCK)
        os.close(file)
        look()


def descend(function, start):
    def fill(name):
        for number in itertools.count():
            with open(f"{name}-{number % 3}", "wb", buffering=0) as file:
                file.write(BLOCK)
            look()

    threads = [threading.Thread(target=fill, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def refuse(note):
    for number in itertools.count():
        name = f"{number}".rjust(250, "x")
        os.symlink("y" * 4000, name)
        os.rename(name, name[::-1])
        os.unlink(name[::-1])
        look()


def listed(note):
    for number in itertools.count():
        file = os.open(".", os.O_TMPFILE | os.O_WRONLY) if number % 2 else os.open("file", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.ftruncate(file, 0)
        os.write(file, BLOCK * 7)
        os.close(file)
        look()
