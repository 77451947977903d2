"""What the letters of a text need: a direction, and fonts."""

from __future__ import annotations

import re
import unicodedata

from .typst_pdf import font_families

_OWN_SCRIPTS = frozenset(  # words that the Unicode names of letters in Typst's own fonts begin with
    {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "MICRO", "FEMININE", "MASCULINE", "MODIFIER", "DOUBLE"}
)
_EAST_ASIAN_SCRIPTS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
_EAST_ASIAN_FONTS = (
    "CJK",
    "Song",
    "PingFang",
    "Hiragino",
    "SimSun",
    "SimHei",
    "YaHei",
    "Mincho",
    "Gothic",
    "Source Han",
    "WenQuanYi",
)
_FONTS_OF_MANY_SCRIPTS = ("Unicode", "Unifont", "Nirmala")
_LAST_LATIN = 0x24F


def is_right_to_left(text: str) -> bool:
    """Tell whether most letters of a Markdown text, code and formulas apart, run from right to left."""
    prose = re.sub(r"<!--.*?-->|```.*?```|\$\$.*?\$\$|`[^`\n]*`|\$[^$\n]*\$", "", text, flags=re.DOTALL)
    sides = [unicodedata.bidirectional(char) for char in prose]
    return sum(side in ("R", "AL") for side in sides) > sum(side == "L" for side in sides)


def letters_without_font(text: str, system_fonts: bool) -> dict[str, str]:
    """Return the scripts in a text that no available font is made for, each with a letter of it.

    Typst's own fonts have the letters of Europe, Hebrew and Arabic; for others, a family named after the script is looked for.
    """
    found: dict[str, str] = {}
    for char in sorted(set(text)):
        if ord(char) > _LAST_LATIN and unicodedata.category(char) in ("Lo", "Ll", "Lu", "Lm"):
            script = unicodedata.name(char, "unknown").split()[0]
            if script not in _OWN_SCRIPTS and "MATHEMATICAL" not in unicodedata.name(char, ""):
                found.setdefault(script, char)
    if not found:
        return {}
    families = font_families(system_fonts)

    def has_font(script: str) -> bool:
        names = _EAST_ASIAN_FONTS if script in _EAST_ASIAN_SCRIPTS else (script.title(),)
        return any(name in family for name in (*names, *_FONTS_OF_MANY_SCRIPTS) for family in families)

    return {script: char for script, char in found.items() if not has_font(script)}
