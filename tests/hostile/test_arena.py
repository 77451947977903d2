"""The suite finds secrets however they are disguised, and finds none where there are none."""

from __future__ import annotations

import base64

import pytest

from tests.hostile.arena import SHORTEST, disguises, leaked, secret

TOKEN = "CANARY-place-0123456789abcdef01234567"
CORE = TOKEN.rpartition("-")[2]


@pytest.mark.parametrize(
    "text",
    [
        f"raised ValueError: {TOKEN}",
        CORE[3 : 3 + SHORTEST],
        CORE[::-1],
        CORE.upper(),
        base64.b64encode(CORE.encode()).decode(),
        CORE.encode().hex(),
        f"shape ({', '.join(str(ord(letter)) for letter in CORE[:8])})",
        ", ".join(f"'_{letter}'" for letter in CORE).replace("_", ""),
        " ".join(CORE),
        f"line {CORE[:4]}\n{CORE[4:9]}",
    ],
)
def test_secret_is_found_in_disguise(text: str) -> None:
    assert leaked(text, [TOKEN]) >= SHORTEST


def test_numbers_are_found_by_digits() -> None:
    assert leaked("Expected 1.8364729105, got 2", ["1.8364729105"])
    assert leaked("1.83647", ["1.8364729105"]) == 0


def test_clean_text_leaks_nothing() -> None:
    assert (
        leaked("Your code raised ValueError. 37 of its 40 values are wrong. shape (32, 10)", [TOKEN, secret("x")]) == 0
    )
    assert all(len(shape) >= SHORTEST for shape in disguises(TOKEN))
