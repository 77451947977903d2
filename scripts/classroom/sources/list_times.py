"""When people handed in, where a list says it and the export does not: Moodle's grading worksheet, GitHub Classroom's grades."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone

from scripts.classroom.sources.model import Person
from scripts.classroom.sources.roster import HEADERS as ROSTER_HEADERS
from scripts.classroom.sources.roster import fold_header

# "Last modified (submission)" in the languages of the rosters.
HEADERS = {
    "lastmodified(submission)", "zuletztgeändert(abgabe)", "letzteänderung(abgabe)", "últimamodificación(entrega)",
    "dernièremodification(travailremis)", "ultimamodifica(consegna)", "ultimamodifica(invio)", "últimamodificação(envio)",
    "últimamodificação(submissão)", "laatstgewijzigd(inzending)",
}  # fmt: skip
PARTICIPANTS = ROSTER_HEADERS["platform_id"]  # the first column, unless a spreadsheet moved it
MONTHS = (
    ("jan", "gen", "ene"), ("feb", "fév", "fev"), ("mar", "mär", "maa", "mrt"), ("apr", "avr", "abr"), ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"), ("nov",),
    ("dec", "dez", "déc", "dic"),
)  # fmt: skip
DATE = re.compile(
    r"(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<month>[^\W\d]+)\.?\s+(?:de\s+)?(?P<year>\d{4})\D+(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)"
    r"(?:\s*(?P<half>[AP])\.?M)?",
    re.IGNORECASE,
)
ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?:Z|UTC|\+00:?00)")
GITHUB_NAME, GITHUB_TIME = "githubusername", "submissiontimestamp"  # of the last push, by GitHub's clock
UNDATED = ("", "-")


def read_times(rows: list[list[str]]) -> tuple[Mapping[str, datetime], int]:
    """Return when each participant handed in, and how many dates could not be read.

    Args:
        rows: of the list, its header first; most lists of people have no such column.

    Returns:
        Times, Moodle's without a zone, by the keys of :func:`time_keys`.
    """
    header = [fold_header(cell) for cell in rows[0]] if rows else []
    if GITHUB_NAME in header and GITHUB_TIME in header:
        return _read_github_times(rows[1:], header.index(GITHUB_NAME), header.index(GITHUB_TIME))
    column = next((index for index, cell in enumerate(header) if cell in HEADERS), None)
    times: dict[str, datetime] = {}
    unread = 0
    people = next((index for index, cell in enumerate(header) if cell in PARTICIPANTS), 0)
    for row in rows[1:] if column is not None else []:
        number = re.search(r"\d+$", row[people].strip()) if people < len(row) else None
        text = row[column].strip() if column is not None and column < len(row) else ""
        if number is None or text in UNDATED:
            continue
        time = parse_date(text)
        if time is None:
            unread += 1
        else:
            times[f"moodle:{number[0]}"] = time
    return times, unread


def _read_github_times(rows: list[list[str]], name: int, time: int) -> tuple[Mapping[str, datetime], int]:
    times: dict[str, datetime] = {}
    unread = 0
    for row in rows:
        if max(name, time) >= len(row) or row[time].strip() in UNDATED:
            continue
        when = parse_iso(row[time])
        if when is None:
            unread += 1
        else:
            times[f"github:{row[name].strip().casefold()}"] = when
    return times, unread


def time_keys(person: Person) -> list[str]:
    """Return the keys under which :func:`read_times` may have a person's time."""
    return [person.platform_id, f"github:{person.github.casefold()}"]


def parse_iso(text: str) -> datetime | None:
    """Return a time in UTC such as "2026-10-01 21:00:00 UTC"; None for one in another form, or on a day that is none."""
    found = ISO.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=timezone.utc) if found else None
    except ValueError:
        return None


def parse_date(text: str) -> datetime | None:
    """Return a date as Moodle writes it in words, such as "Thursday, 1 October 2026, 9:00 PM"; None for one in another form."""
    found = DATE.search(text)
    if found is None:
        return None
    month = found["month"].lower()
    # The longest beginning decides: "juin" is June and "jul" July.
    fitting = [(len(one), number) for number, names in enumerate(MONTHS, 1) for one in names if month.startswith(one)]
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].upper() == "P" else 0)
    try:
        return datetime(int(found["year"]), max(fitting)[1], int(found["day"]), hour, int(found["minute"]))
    except ValueError:  # no such month or day
        return None
