"""
title = "A loop that never ends where the file is imported: only the first test that needs it waits"
slow = true
ends = {outputs = "time", labels = "time", claims = "time", callback = "time", refusal = "time", numbers = "time"}
"""

while True:
    pass
