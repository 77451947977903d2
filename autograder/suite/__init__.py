"""Hidden tests at work: the pytest plugin, one submission's run, proxies of student code, hints and feedback.

Tests import ``testkit`` by that name: on a student's machine it lies at the root of their tree, here in ``autograder/shared``.
"""

import sys
from pathlib import Path

_SHARED = str(Path(__file__).resolve().parents[1] / "shared")
if _SHARED not in sys.path:
    sys.path.append(_SHARED)
