"""The seeds of a grading. Every random number in it follows from the zip's secret and the submission's files.

Files that differ in one byte meet other inputs, so what one hand-in learns of them is worth nothing to the next; the same files
meet the same inputs, so a grading repeats bit for bit.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import NamedTuple

CLASS_WIDE = ""  # in place of a submission's digest, for runs that are compared over a whole class and give no points


class Seeds(NamedTuple):
    """The seeds of all tests on one submission. Who knows one of them learns nothing of the secret or of another seed.

    Attributes:
        secret: of the zip, in hexadecimal digits.
        digest: of the files that are taken from the submission, or ``CLASS_WIDE``.
    """

    secret: str
    digest: str

    def of_inputs(self, test: str) -> int:
        """Return the seed of what the test with this id draws, 256 bits."""
        return self._derive("inputs", test)

    def of_grader(self, test: str) -> int:
        """Return the seed of the trusted process's global generators during a test, 256 bits."""
        return self._derive("grader", test)

    def of_worker(self, test: str, *, reseeded: bool = False) -> int:
        """Return the seed of the global generators that student code has, 63 bits; student code can find it out.

        Args:
            test: id of the test.
            reseeded: return another one.
        """
        return self._derive("reseeded worker" if reseeded else "worker", test) >> (256 - 63)

    def _derive(self, purpose: str, test: str) -> int:
        message = json.dumps([purpose, self.digest, test]).encode()  # no two lists have the same text
        return int.from_bytes(hmac.digest(bytes.fromhex(self.secret), message, hashlib.sha256), "big")
