"""
title = "chmod, chown, utime, extended attributes and truncate of files that a worker may not even open"
ends = {outputs = "raised"}
"""
import os

from src import loot

PATHS = ["@BUILD@", "@BUILD@/manifest.json", "@TOP@", "@METADATA@", "@WORK@", "@SCRATCHES@", "@PRISTINE@", "@PRISTINE@/src/loot.py",
         "@SIBLING@", "@RESULTS@", "@OTHER@", os.path.dirname(__file__), __file__]


def answer(x, note):
    for path in PATHS:
        for change in (
            lambda: os.chmod(path, 0),
            lambda: os.chmod(path, 0o777),
            lambda: os.fchmod(os.open(path, os.O_RDONLY), 0o777),
            lambda: os.utime(path, (0, 0)),
            lambda: os.chown(path, os.getuid(), os.getgid()),
            lambda: os.truncate(path, 0),
            lambda: os.setxattr(path, "user.note", b"x"),
            lambda: os.rename(path, path + ".moved"),
            lambda: os.unlink(path),
            lambda: os.symlink("/etc", path + "-@TOKEN@"),
        ):
            try:
                change()
            except OSError:
                pass
        encoded = path.encode() + b"\0"
        loot.call("fchmodat", -100, encoded, 0)
        loot.call("fchmodat2", -100, encoded, 0, 0)
        loot.call("utimensat", -100, encoded, 0, 0)
    # What honest code does with files of its own goes on working.
    with open("own", "w") as file:
        file.write("x")
    os.chmod("own", 0o600)
    os.utime("own")
    import shutil

    shutil.copy("own", "copy")
    shutil.copytree(os.path.dirname(__file__), "tree")
    loot.done()
    raise RuntimeError("nothing changed")
