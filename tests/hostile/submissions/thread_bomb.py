"""
title = "Threads without end, with the smallest stacks there are"
ends = {outputs = "raised|time|stopped|memory"}
slow = true
"""

import threading
import time

threading.stack_size(32 * 1024)


def answer(x, note):
    while True:
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
