"""The grader: hidden tests in a trusted process, student code in sandboxed workers.

Grader and tests import ``testkit`` by that name: on a student's machine it lies at the root of their tree, here in
``autograder/shared``.
"""

import sys
from pathlib import Path

_SHARED = str(Path(__file__).resolve().parent / "shared")
if _SHARED not in sys.path:
    sys.path.append(_SHARED)
