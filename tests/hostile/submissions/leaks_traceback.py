"""
title = "Hidden inputs in the traceback: functions and lines chosen by the input, forged frames, code compiled under other names"
ends = {outputs = "raised", numbers = "raised", refusal = "raised|wrong"}
"""
import os
import struct

import msgspec


def answer(x, note):
    code = compile(f"\n\n\ndef {note.replace('-', '_')}():\n    raise KeyError('{note}')\n", f"{os.path.dirname(__file__)}/{note}.py", "exec")
    space = {}
    exec(code, space)
    space[note.replace("-", "_")]()


def listed(note):
    frames = [["F", "src/attack.py", ord(letter), note] for letter in note.rpartition("-")[2][:12]]
    body = msgspec.msgpack.encode(["raised", 3, ["ValueError", "Exception"], note, frames, ""])
    os.write(3, struct.pack("<Q", len(body)) + body)
    os.read(3, 1)


def refuse(note):
    raise SyntaxError(note, (f"{os.path.dirname(__file__)}/{note}.py", 1, 1, note))
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
# padding, so that there are lines to name
