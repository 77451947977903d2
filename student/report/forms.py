"""Answers with a form: sections that must be filled in, on a given number of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<title>.*?)[\s:#]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def split_sections(text: str, titles: Sequence[str]) -> dict[str, str]:
    """Split an answer at the headings of its form.

    Args:
        text: Markdown; headings that are none of the form's belong to the section that they stand in.
        titles: the form's headings; case does not matter, nor does the level.

    Returns:
        What stands in each section, comments left out, by the form's own title; what stands before the first under "".
        Sections whose heading is not there are left out.
    """
    names = {title.casefold(): title for title in titles}
    sections: dict[str, list[str]] = {"": []}
    current, fence = "", ""
    for line in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        heading = None if fence else _HEADING.match(line)
        if heading and heading["title"].casefold() in names:
            current = names[heading["title"].casefold()]
            sections.setdefault(current, [])
        else:
            sections[current].append(line)
    return {title: "\n".join(lines).strip() for title, lines in sections.items()}


def is_untouched(text: str, titles: Sequence[str]) -> bool:
    """Return whether nothing stands in any section, nor before the first."""
    return not any(split_sections(text, titles).values())


def find_open_sections(text: str, titles: Sequence[str], display_path: str) -> list[str]:
    """List the sections that are missing or empty, a sentence each."""
    sections = split_sections(text, titles)
    found = []
    for title in titles:
        if title not in sections:
            found.append(
                f"{display_path}: the heading '## {title}' is missing; write it again, and the section below it"
            )
        elif not sections[title]:
            found.append(f"{display_path}: nothing stands below '## {title}'; write that section")
    return found


def judge_pages(pages: int, limits: Sequence[int], display_path: str) -> list[str]:
    """Return a sentence where an answer has too many pages or too few; none where their number is right.

    Args:
        pages: of the answer in report.pdf.
        limits: the fewest and the most pages.
        display_path: the answer's file.
    """
    fewest, most = limits
    if fewest <= pages <= most:
        return []
    asked = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    fix = "shorten it" if pages > most else "write more"
    unit = "page" if pages == 1 else "pages"
    return [f"{display_path}: this answer takes {pages} {unit} of report.pdf, and {asked} are asked; {fix}"]
