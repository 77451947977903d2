"""
title = "sys.modules, import hooks, sys.path and site files written while running"
ends = {outputs = "wrong"}
"""

import builtins
import os
import sys
import types

from src import loot


class Hook:
    def find_spec(self, name, path=None, target=None):
        return None


sys.meta_path.insert(0, Hook())
sys.path.insert(0, os.getcwd())
for name in (
    "torch",
    "random",
    "json",
    "testkit",
    "testkit.check",
    "autograder",
    "autograder.isolation",
    "pytest",
    "_pytest",
):
    if name not in ("torch", "autograder", "autograder.isolation"):
        sys.modules[name] = types.ModuleType(name)
for name in ("conftest.py", "sitecustomize.py", "torch.py", "random.py", "evil.pth"):
    with open(name, "w") as file:
        file.write("raise SystemExit(0)")
import site  # noqa: E402

for folder in [
    *sys.path,
    *site.getsitepackages(),
    "@PRISTINE@",
    "@PRISTINE@/src",
    "@PRISTINE@/testkit",
    "@BUILD@/tests",
    "@BUILD@",
]:
    for name in ("conftest.py", "sitecustomize.py", "evil.pth", "__init__.py"):
        if folder != os.getcwd():
            loot.must_raise(f"writing {folder}/{name}", open, os.path.join(folder, name), "a")
loot.done()
builtins.__import__ = lambda *_, **__: types.ModuleType("nothing")


def answer(x, note):
    return x
