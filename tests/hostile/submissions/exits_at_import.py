"""
title = "sys.exit(0) and atexit at import"
ends = {outputs = "stopped", labels = "stopped"}
"""

import atexit
import os
import sys

atexit.register(lambda: os.write(3, b"\x10\0\0\0\0\0\0\0" + b"\0" * 16))
sys.exit(0)
