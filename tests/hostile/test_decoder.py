"""The suite reads secrets that are coded in what one test shows, and reads none where there are none."""

from __future__ import annotations

import base64

import pytest

from autograder.suite.redaction import KINDS, KNOWN_EXCEPTIONS
from tests.hostile.arena import secret
from tests.hostile.decoder import MAX_CODED, coded

TOKEN = "CANARY-place-0123456789abcdef01234567"
CORE = TOKEN.rpartition("-")[2]
NIBBLES = [int(letter, 16) for letter in CORE]
BYTES = [int(CORE[index : index + 2], 16) for index in range(0, len(CORE), 2)]
TYPES, WORDS = sorted(KNOWN_EXCEPTIONS), sorted(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"src/attack.py line {48 + number}, in step" for number in NIBBLES),
        "\n".join(f"src/attack.py line {100 + number}, in step" for number in BYTES),
        "\n".join(f"src/attack.py line {5 + int(CORE[index : index + 3], 16)}" for index in range(0, 24, 3)),
        "\n".join(f"src/attack.py line {48 + number}, in step" for number in reversed(NIBBLES)),
        "missing 12 required positional arguments: " + ", ".join(f"'w{number:02x}'" for number in BYTES),
        "'_w01' object has no attribute 'w23', 'w45', 'w67', 'w89', 'wab'",
        " ".join(TYPES[number] for number in NIBBLES),
        " and ".join(f"'{WORDS[number]}'" for number in NIBBLES),
        f"shape ({', '.join(str(17 + number) for number in NIBBLES)})",
        f"line {40 + int(CORE[:3], 16)}: " + " ".join(f"'{WORDS[number]}'" for number in NIBBLES[3:14]),
        base64.b64encode(CORE.encode()).decode(),
        CORE[::-1],
    ],
)  # fmt: skip
def test_secret_is_read_from_code(text: str) -> None:
    assert coded(text, [secret("other"), TOKEN]) > MAX_CODED


def test_one_line_and_message_are_no_leak() -> None:
    """What the grader may show of one test stays within the bound, even where it is chosen by the code."""
    text = (
        "Your code raised TypeError: unsupported operand type(s) for …: "
        f"'{WORDS[NIBBLES[3]]}' and '{WORDS[NIBBLES[4]]}'.\nsrc/attack.py line {40 + int(CORE[:3], 16)}\n    raise"
    )
    assert 0 < coded(text, [TOKEN]) <= MAX_CODED
    assert coded("Your code raised ValueError. 37 of 40 values are wrong. shape (32, 10)", [TOKEN]) <= MAX_CODED
