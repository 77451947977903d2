"""
title = "sleep() where the file is imported: no processor time, and only the first test that needs it waits"
slow = true
ends = {outputs = "time", labels = "time", claims = "time", callback = "time", refusal = "time", numbers = "time"}
"""

import time

time.sleep(3600)
