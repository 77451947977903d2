"""
title = "Hidden inputs in the names of exceptions, missing arguments, modules and types"
ends = {outputs = "raised", numbers = "raised|package", refusal = "wrong", labels = "package"}
"""
# a b c d e f 0 1 2 3 4 5 6 7 8 9 _a _b _c _d _e _f _0 _1 _2 _3 _4 _5 _6 _7 _8 _9


def answer(x, note):
    raise type(note.replace("-", "_"), (ValueError,), {})(note)


def listed(note):
    letters = note.rpartition("-")[2]
    names = ", ".join(f"'_{letter}'" for letter in letters[:-1]) + f", and '_{letters[-1]}'"
    raise TypeError(f"answer() missing 3 required positional arguments: {names}")


def refuse(note):
    raise type(note, (LookupError,), {})(note)


def predict(pictures):
    raise ModuleNotFoundError("No module named 'x'", name="".join(str(int(v * 10)) for v in pictures[0]))
