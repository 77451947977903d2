"""What the letters of a text need: a direction, and fonts."""

from __future__ import annotations

import bisect
import functools
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .typst_pdf import font_files

# The letters of the fonts that Typst has in itself, by code point, in hexadecimal; a test compares them with the fonts.
_OWN_LETTERS = """
    20-7f a0-4ff 510-513 51a-51d 531-5f7 606-60c 615 61b 61f 621-63a 640-655 65a 660-66d 674 679-67b 67e-680 683-684
    686-687 691 698 6a4 6a9 6af 6be 6cc 6f0-6f9 900-97f e3f e81-e84 e87-e88 e8a e8d e94-e97 e99-e9f ea1-ea7 eaa-eab
    ead-eb9 ebb-ebc ec8-ecd 10d0-10ff 13a0-13fd 1ab0-1ace 1d00-2027 2029 202f-2064 2070-2151 2153-2184 2189 2190-23ff
    2422-2423 2460-262f 2638-268b 2690-269c 26a0-26a7 26aa-26b2 2701-2704 2706-2709 270c-2727 2729-274b 274d 274f-2752
    2756 2758-275e 2761-277f 2794 2798-27af 27b1-2bff 2c60-2cff 2e02-2e05 2e08-2e0a 2e17-2e18 2e1f 2e22-2e25 2e2e 3012
    3016-3017 301a-301b 3030 3036 306e a46a-a46b a640-a641 a648-a649 a656-a657 a708-a716 a71b-a727 a72d a730 a735 a765
    a789-a78e a790-a791 a793 a7aa a7f8-a7f9 ab52 ab66 ab70-abbf fb00-fb4f fb52-fb81 fb8a-fb95 fb9e-fb9f fbaa-fbad
    fbe8-fbe9 fbfc-fbff fe00-fe01 fe20-fe2f fe66 fe70-feff fff9-fffd 10140-1018e 102e0-102fb 1d106-1d107 1d400-1d7ff
    1ee00-1eef1 1f12f 1f6d1 1f780-1f7eb 1f7ff-1f8d8
"""
_MAX_FONT_BYTES = 64 * 2**20


def is_right_to_left(text: str) -> bool:
    """Tell whether most letters of a Markdown text, code and formulas apart, run from right to left."""
    prose = re.sub(r"<!--.*?-->|```.*?```|\$\$.*?\$\$|`[^`\n]*`|\$[^$\n]*\$", "", text, flags=re.DOTALL)
    sides = [unicodedata.bidirectional(char) for char in prose]
    return sum(side in ("R", "AL") for side in sides) > sum(side == "L" for side in sides)


def find_letters_without_font(text: str, system_fonts: bool) -> dict[str, tuple[int, str]]:
    """Return the scripts of the letters and signs in a text that no available font has, each with its first line and letter.

    Args:
        text: Markdown or source; what stands in comments of HTML is not printed.
        system_fonts: whether this computer's fonts count too. Typst takes them for what its own lack.
    """
    printed = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    missing = {char for char in set(printed) if _is_printed(char) and not _is_within(ord(char), _own_ranges())}
    for path in font_files(system_fonts) if missing else ():
        ranges = _ranges_of_font(path)
        missing = {char for char in missing if not _is_within(ord(char), ranges)}
        if not missing:
            break
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(printed.split("\n"), 1) if missing else ():
        for char in line:
            if char in missing:
                found.setdefault(_name_script(char), (number, char))
    return found


def _is_printed(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LNPS" or (kind in ("Mc", "Mn", "Me") and not 0xFE00 <= ord(char) <= 0xFE0F)


def _name_script(char: str) -> str:
    if unicodedata.category(char) == "So":
        return "symbols"
    return unicodedata.name(char, "unknown").split()[0]


Ranges = tuple[tuple[int, int], ...]  # (first, last), in order


def _is_within(code: int, ranges: Ranges) -> bool:
    index = bisect.bisect_right(ranges, (code, 0x110000)) - 1
    return index >= 0 and ranges[index][0] <= code <= ranges[index][1]


@functools.lru_cache(maxsize=1)
def _own_ranges() -> Ranges:
    pairs = (word.partition("-") for word in _OWN_LETTERS.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)


@functools.cache
def _ranges_of_font(path: Path) -> Ranges:
    """Return the letters of a font file, or of all the fonts in it; none where it cannot be read."""
    try:
        if path.stat().st_size > _MAX_FONT_BYTES:
            return ()
        data = path.read_bytes()
        starts = [0]
        if data[:4] == b"ttcf":
            starts = list(struct.unpack_from(f">{struct.unpack_from('>I', data, 8)[0]}I", data, 12))
        return tuple(sorted(pair for start in starts for pair in _ranges_of_table(data, start)))
    except (OSError, struct.error, IndexError):
        return ()


def _ranges_of_table(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of letters in the table "cmap" of the font that begins at ``start``."""
    for index in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, table, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        if tag != b"cmap":
            continue
        for entry in range(struct.unpack_from(">H", data, table + 2)[0]):
            at = table + struct.unpack_from(">HHI", data, table + 4 + 8 * entry)[2]
            form = struct.unpack_from(">H", data, at)[0]
            if form == 4:
                count = struct.unpack_from(">H", data, at + 6)[0] // 2
                lasts = struct.unpack_from(f">{count}H", data, at + 14)
                firsts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
                yield from ((first, last) for first, last in zip(firsts, lasts, strict=True) if first < 0xFFFF)
            elif form == 12:
                for group in range(struct.unpack_from(">I", data, at + 12)[0]):
                    first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
                    yield first, last
