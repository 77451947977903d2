"""
title = "Markup, escapes and directions of writing in messages, names and source lines"
ends = {outputs = "raised", labels = "raised", numbers = "wrong"}
"""

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> ** ` \x1b[31m \x1b]8;;http://evil\x07 \0 \u202e \u2066 \n\r </pre>"


def answer(x, note):
    raise type("<b>ValueError</b>", (ValueError,), {})(EVIL)


def predict(pictures):
    raise ValueError(EVIL)  # <script>alert(3)</script> \u202e [a](javascript:4) {{ 7*7 }}


def listed(note):
    return type("<i>x</i>", (), {})()
