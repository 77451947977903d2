"""The people of a class from a CSV file: a platform's gradebook, GitHub Classroom's roster, or a list of one's own."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from scripts.classroom.sources.model import Person
from scripts.errors import SpecError

MAX_BYTES = 64 * 2**20

# Headers by what they say, in lower case without spaces and punctuation; the languages are those of Moodle's most used packs.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("fullname", "name", "student", "studentname", "vollständigername", "nombrecompleto", "nomcomplet", "nomecognome",
             "nomecompleto", "volledigenaam", "全名", "姓名"),
    "first": ("firstname", "vorname", "nombre", "prénom", "nome", "voornaam", "givenname"),
    "last": ("lastname", "surname", "nachname", "apellidos", "apellido(s)", "nomdefamille", "cognome", "sobrenome", "achternaam",
             "familyname"),
    "email": ("emailaddress", "email", "emailadresse", "direccióndecorreo", "adressedecourriel", "indirizzoemail",
              "endereçodeemail", "emailadres", "电子邮件地址", "邮箱"),
    "sid": ("sid", "sisuserid", "orgdefinedid", "studentid", "idnumber", "studentnumber", "matrikelnummer", "idnummer",
            "rosteridentifier"),
    "login": ("sisloginid", "username", "login", "netid", "anmeldename", "userid"),
    "platform_id": ("id", "identifier", "identifikator", "teilnehmer/in", "identificador", "identifiant", "identificatore",
                    "标识符"),
    "github": ("githubusername", "github"),
}  # fmt: skip
NO_PERSON = ("points possible", "student, test", "test student")  # rows of Canvas's own


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a class list.

    Raises:
        SpecError: the file cannot be read, or is no table.
    """
    try:
        data = path.read_bytes()[: MAX_BYTES + 1]
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}; ROSTER is a CSV file with one person in each row.") from error
    if data[:2] == b"PK":
        if path.suffix.lower() == ".xlsx":
            raise SpecError(f"{path}: is a workbook; save it as CSV in UTF-8, and give that as ROSTER=.")
        raise SpecError(f"{path}: is a zip; ROSTER is the class list as CSV, and the export is given as SUBMISSIONS=.")
    return parse_table(data, str(path))


def read_people(rows: list[list[str]], path: Path) -> list[Person]:
    """Return the people of a class list; the columns are found by their headers, in any order.

    Args:
        rows: of the list, its header first.
        path: of the list, for sentences.

    Raises:
        SpecError: no column says who the people are.
    """
    header = [fold_header(cell) for cell in rows[0]] if rows else []
    columns = {key: index for key, names in HEADERS.items() for index, cell in enumerate(header) if cell in names}
    # GitHub Classroom calls a person's own key "identifier".
    if "platform_id" in columns and ("github" in columns or _is_own_number(header, rows[0])):
        columns.setdefault("sid", columns["platform_id"])
        del columns["platform_id"]
    if not columns.keys() - {"platform_id"}:
        raise SpecError(
            f"{path}, line 1: no column says who the people are; name them Name, Email, SID, Login or GitHub username "
            f"(found: {', '.join(rows[0][:8]) if rows else 'nothing'})."
        )
    people = []
    for row in rows[1:]:
        person = _read_person({key: row[index].strip() if index < len(row) else "" for key, index in columns.items()})
        if person.describe() != "nobody" and person.name.strip().lower() not in NO_PERSON:
            people.append(person)
    return people


def _is_own_number(header: list[str], titles: list[str]) -> bool:
    """Return whether a column "ID" holds a key of the person's own, rather than a platform's number.

    Canvas's gradebook and Moodle's worksheet hold numbers of theirs, which a list of one's own must not be taken for: the student
    number s2 is not Moodle's participant 2.
    """
    is_canvas = "student" in header and bool({"section", "sisuserid", "sisloginid"} & set(header))
    is_moodle = any(re.search(r"[(（]\D+[)）]$", title.strip()) for title in titles)  # Last modified (grade)
    return "id" in header and not is_canvas and not is_moodle


def parse_table(data: bytes, place: str) -> list[list[str]]:
    """Return the rows of a CSV file, see :func:`parse_lines`.

    Raises:
        SpecError: it is no such file.
    """
    return [row for _, row in parse_lines(data, place)]


def parse_lines(data: bytes, place: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file: with or without byte-order mark, UTF-8 or UTF-16, commas, semicolons or tabs.

    Returns:
        The rows that are not empty, each with the line on which it begins, from 1.

    Raises:
        SpecError: it is no such file, or one with a quote that would take the people of other lines with it.
    """
    if len(data) > MAX_BYTES:
        raise SpecError(f"{place}: is larger than {MAX_BYTES // 2**20} MB, so it is no list of people.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{place}: is not UTF-8 text (byte {error.start}); save it as CSV in UTF-8.") from error
    first = text.partition("\n")[0]
    says = re.fullmatch(r"sep=(.)\r?", first)  # Excel's first line, which is none of the table
    delimiter = says[1] if says else max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not (says and line == 1):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SpecError(
            f"{place}, line {line}: is not CSV that can be read ({error}); a quote that begins a cell has to end it too, and "
            "quotes inside are written twice."
        ) from error
    return rows


def fold_header(cell: str) -> str:
    """Return a header in the form in which they are compared."""
    return re.sub(r"[\s_\-–:*#]+", "", cell.strip().strip('"').lower())


def _read_person(cells: dict[str, str]) -> Person:
    name = cells.get("name", "")
    if cells.get("first") or cells.get("last"):
        name = f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    elif name.count(",") == 1:  # "Doe, Jane"
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    keys = {key: cells.get(key, "") for key in ("email", "sid", "login", "platform_id", "github")}
    if number := re.fullmatch(
        r"(\D*)(\d+)", keys["platform_id"]
    ):  # Moodle: "Participant 9", in any language; Canvas: "9"
        keys["platform_id"] = f"{'moodle' if number[1] else 'canvas'}:{number[2]}"
    return replace(Person(name=name), **{key: value.removeprefix("#") for key, value in keys.items()})
