"""Moodle's grading worksheet, whose titles and words are in the language of the person who downloaded it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from scripts.classroom.gradebooks.layouts import filled_rows, person
from scripts.classroom.gradebooks.model import Layout, Person
from scripts.classroom.gradebooks.names import display
from scripts.classroom.gradebooks.numbers import parse_number
from scripts.classroom.gradebooks.sheet import Sheet
from scripts.errors import SpecError

# Titles without accents in small letters: English, German, Spanish, French, Italian, Portuguese, Dutch, Chinese. The Italian, Dutch
# and Chinese ones are translations of ours that no worksheet confirmed; where one is wrong, the shape of the cells decides.
IDENTIFIER = {
    "identifier",
    "id",
    "identificador",
    "identifiant",
    "identificativo",
    "identificatie",
    "识别码",
    "标识符",
    "識別碼",
}
NAME = {
    "full name", "vollstandiger name", "nombre completo", "nom complet", "nome completo", "nome", "volledige naam", "全名", "姓名",
}  # fmt: skip
EMAIL = {
    "email address", "e-mail-adresse", "direccion de correo", "adresse de courriel", "indirizzo email", "endereco de email",
    "endereco de e-mail", "e-mailadres", "电子邮件地址", "email地址",
}  # fmt: skip
SID = {
    "id number", "id-nummer", "matrikelnummer", "numero de id", "numero d'identification", "codice identificativo", "matricola",
    "numero de identificacao", "identificatienummer", "学号", "id号",
}  # fmt: skip
LOGIN = {
    "username", "anmeldename", "nombre de usuario", "nom d'utilisateur", "nome de utilizador", "identificacao de usuario",
    "gebruikersnaam", "用户名",
}  # fmt: skip
GRADE = {
    "grade", "bewertung", "calificacion", "note", "valutazione", "voto", "nota", "avaliacao", "cijfer", "beoordeling", "成绩",
    "分数",
}  # fmt: skip
MAXIMUM = {
    "maximum grade", "bestwertung", "calificacion maxima", "note maximale", "valutazione massima", "punteggio massimo",
    "voto massimo", "nota maxima", "avaliacao maxima", "maximumcijfer", "maximale beoordeling", "hoogste cijfer", "最高成绩",
    "最高分", "满分",
}  # fmt: skip
CHANGEABLE = {
    "grade can be changed", "bewertung kann geandert werden", "la calificacion puede ser cambiada",
    "la calificacion puede cambiarse", "la note peut etre modifiee", "la valutazione puo essere cambiata",
    "nota pode ser alterada", "a nota pode ser alterada", "avaliacao pode ser alterada", "a avaliacao pode ser alterada",
    "cijfer kan gewijzigd worden", "cijfer kan worden gewijzigd", "beoordeling kan gewijzigd worden",
    "beoordeling kan worden gewijzigd", "允许更改成绩", "可以更改成绩",
}  # fmt: skip
COMMENT = {
    "feedback comments", "feedback als kommentar", "comentarios de retroalimentacion", "feedback par commentaires", "commenti",
    "commenti di feedback", "comentarios de feedback", "feedback als commentaar", "feedback opmerkingen", "反馈评论", "反馈意见",
    "评语",
}  # fmt: skip
SUBMISSION = {
    "submission", "abgabe", "entrega", "travail remis", "consegna", "envio", "submissao", "inzending", "学生", "作业", "提交",
}  # fmt: skip
NO = {"no", "nein", "non", "nao", "nee", "否", "不"}
MODIFIED = "Last modified (grade)"
MAX_LISTED = 14  # columns in a sentence; a worksheet has no more
PARTICIPANT = re.compile(r"\D*?(\d+)\Z")


def moodle_layout(sheet: Sheet, column: str) -> Layout:
    """Read a worksheet by titles of eight languages, and by the shape of its cells in any other.

    Args:
        sheet: the worksheet.
        column: not looked for: a worksheet is of one assignment.

    Raises:
        SpecError: it is no worksheet, or grades by a scale.
    """
    titles = [_plain(one) for one in sheet.values(0)]
    rows = filled_rows(sheet)
    identifier = _find(titles, IDENTIFIER)
    if identifier is None:
        identifier = next((one for one in range(len(titles)) if _all_participants(sheet, rows, one)), None)
    maximum = _find(titles, MAXIMUM)
    if maximum is None:
        maximum = next((one for one in range(1, len(titles)) if _is_maximum(sheet, rows, one)), None)
    grade = _find(titles, GRADE)
    if grade is None and maximum:
        grade = maximum - 1  # Moodle writes the grade before its maximum
    if identifier is None or grade is None or not _knows_changes(titles):
        known = {"Identifier": identifier is not None, "Grade": grade is not None, MODIFIED: _knows_changes(titles)}
        raise SpecError(
            f"gradebook, line 1: this is not a grading worksheet of Moodle that can be read: no column is known as "
            f"{' or '.join(name for name, is_found in known.items() if not is_found)}, and the columns are "
            f"{', '.join(display(one) for one in sheet.values(0)[:MAX_LISTED])}. Download it by the assignment's grading action "
            "Download grading worksheet; if it is one in another language, switch Moodle to English and download it again, or "
            f"rename its columns to Identifier, Grade, Maximum Grade and {MODIFIED}, and switch to English before you upload it."
        )
    people = [_person(sheet, titles, row, identifier) for row in rows]
    changeable = _find(titles, CHANGEABLE)
    locked = {one.row: "is locked on Moodle" for one in people if _plain(sheet.value(one.row, changeable)) in NO}
    header = sheet.value(0, grade)
    return Layout(grade, header, people, _maxima(sheet, people, maximum), locked, comment=_find(titles, COMMENT))


def _person(sheet: Sheet, titles: Sequence[str], row: int, identifier: int) -> Person:
    printed = sheet.value(row, identifier)
    match = PARTICIPANT.match(printed)
    email = _find(titles, EMAIL)
    if email is None:
        email = next(
            (one for one in range(len(titles)) if re.fullmatch(r"[^@\s]+@[^@\s]+", sheet.value(row, one))), None
        )
    return person(
        sheet,
        row,
        key=printed,
        name=sheet.value(row, _find(titles, NAME)),
        email=sheet.value(row, email),
        sid=sheet.value(row, _find(titles, SID)),
        login=sheet.value(row, _find(titles, LOGIN)),
        platform_id=match[1] if match else printed,
    )


def _maxima(sheet: Sheet, people: Sequence[Person], maximum: int | None) -> dict[int, float]:
    """Return the maximum of each row.

    Raises:
        SpecError: a cell holds words, as where the assignment is graded by a scale.
    """
    maxima = {}
    for one in people:
        text = sheet.value(one.row, maximum)
        value = parse_number(text)
        if value is None and text not in ("", "-"):
            raise SpecError(
                f'gradebook, {one.label}: the maximum is "{display(text)}", not a number; '
                "set the assignment's grade type to Point on Moodle and download the file again."
            )
        if value is not None:
            maxima[one.row] = value
    return maxima


def _all_participants(sheet: Sheet, rows: Sequence[int], column: int) -> bool:
    """Say whether each cell is a different number behind one and the same word, as in "Participant 9"."""
    cells = [sheet.value(row, column) for row in rows]
    words = {re.sub(r"\d+\Z", "", cell) for cell in cells}
    return len(words) == 1 and "" not in words and len(set(cells)) == len(cells) and all(map(PARTICIPANT.match, cells))


def _is_maximum(sheet: Sheet, rows: Sequence[int], column: int) -> bool:
    """Say whether a column holds the same number with decimals in each row."""
    cells = {sheet.value(row, column) for row in rows}
    return len(cells) == 1 and re.fullmatch(r"\d+[.,]\d+", next(iter(cells))) is not None


def _knows_changes(titles: Sequence[str]) -> bool:
    """Say whether a column tells when grades were changed: "Last modified (grade)", which an import needs."""
    inside = [match[1] for one in titles if (match := re.search(r"\(([^)]*)\)\Z", one))]
    return any(word not in SUBMISSION for word in inside) or "fecha de calificacion" in titles


def _find(titles: Sequence[str], known: set[str]) -> int | None:
    return next((index for index, title in enumerate(titles) if title in known), None)


def _plain(title: str) -> str:
    """Return a title in small letters, without accents and with straight apostrophes."""
    text = unicodedata.normalize("NFKD", title.replace("’", "'")).casefold()
    return " ".join("".join(sign for sign in text if not unicodedata.combining(sign)).split())
