"""
title = "A flood on stdout and stderr: megabytes, NULs, escapes, broken UTF-8, HTML and Markdown"
ends = {outputs = "wrong"}
"""

import os
import sys

print("\x1b]0;owned\x07\x1b[2J\x1b[31m<script>alert(1)</script> **bold** [a](javascript:1) \0\0\0 \ud800")
os.write(1, b"\0\xff\xfe\x80" * 1000)
for _ in range(300):
    os.write(1, b"A" * 65536)
    os.write(2, b"\n" * 65536)
sys.stderr.write("last\n" * 1000)


def answer(x, note):
    print("x" * 10**6)
    return x
