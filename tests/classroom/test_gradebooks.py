"""Platforms' gradebooks are filled, and only the cells of grades change."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.classroom.gradebooks.filling import fill, read_back
from scripts.classroom.gradebooks.model import PLATFORMS, Grade
from scripts.classroom.gradebooks.names import defuse, name_key, restore
from scripts.classroom.gradebooks.sheet import read_sheet, split_rows, unquote
from scripts.errors import SpecError
from tests.classroom.gradebook_files import (
    ADA,
    BLACKBOARD,
    BO,
    BRIGHTSPACE,
    CANVAS,
    CY,
    FILES,
    GRADESCOPE,
    MOODLE_WORDS,
    moodle,
)

COLUMN = "Lab 01"
KEYS = {
    "canvas": ("101", "103"),
    "moodle": ("Participant 9", "Participant 11"),
    "gradescope": ("409", "410"),
    "brightspace": ("#s-1", "#s-3"),
    "blackboard": ("ada", "cy"),
    "csv": ("s-1", "s-3"),
}


def cells(content: bytes) -> list[list[str]]:
    sheet = read_sheet(content)
    return [[unquote(cell) for cell in row.cells] for row in sheet.rows]


def changes(before: bytes, after: bytes) -> dict[tuple[int, int], str]:
    """Return the cells that differ, by row and column; the tables must have the same shape."""
    old, new = cells(before), cells(after)
    assert [len(row) for row in old] == [len(row) for row in new]
    return {(r, c): new[r][c] for r, row in enumerate(old) for c, cell in enumerate(row) if cell != new[r][c]}


def refusal(platform: str, gradebook: bytes | None, column: str = COLUMN, grades: tuple[Grade, ...] = (ADA,)) -> str:
    with pytest.raises(SpecError) as caught:
        fill(platform, grades, gradebook, column)
    (sentence,) = caught.value.sentences
    return sentence


@pytest.mark.parametrize("platform", PLATFORMS)
def test_only_grades_change(platform: str) -> None:
    """One new grade is one other cell; put back, it leaves the very bytes that were downloaded."""
    filled = fill(platform, [ADA], FILES[platform], COLUMN)
    changed = changes(FILES[platform], filled.content)
    assert list(changed.values()) == ["9,5" if platform == "csv" else "9.5"]
    ((row, column),) = changed
    sheet = read_sheet(filled.content)
    sheet.replace(row, column, "")
    assert sheet.encode() == FILES[platform]
    assert len(filled.unmatched_rows) == len(read_sheet(FILES[platform]).rows) - 2 - 2 * (platform == "canvas")
    assert not (filled.stale or filled.ambiguous or filled.unmatched_grades)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_filled_file_reads_back(platform: str) -> None:
    filled = fill(platform, [ADA, dataclasses.replace(CY, score=6)], FILES[platform], COLUMN)
    ada, cy = KEYS[platform]
    expected = {ada: 9.5, cy: 6.0}
    if platform == "moodle":
        del expected[cy]  # locked
    assert read_back(platform, filled.content, COLUMN) == expected


@pytest.mark.parametrize("platform", PLATFORMS)
@given(scores=st.lists(st.floats(0, 10, allow_nan=False), min_size=2, max_size=2), data=st.data())
@settings(max_examples=30, deadline=None)
def test_any_scores_come_back(platform: str, scores: list[float], data: st.DataObject) -> None:
    """Whatever order, line ends and encoding: the file says the grades to five decimals, and nothing else differs."""
    text = FILES[platform].decode("utf-16" if platform == "blackboard" else "utf-8-sig").replace("\r\n", "\n")
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    content = text.replace("\n", end).encode(encoding)
    people = [ADA, dataclasses.replace(BO, sid="s-9", name="Nobody"), CY]
    grades = [dataclasses.replace(one, score=score) for one, score in zip(people[::2], scores, strict=True)]
    filled = fill(platform, data.draw(st.permutations([*grades, people[1]])), content, COLUMN)
    back = read_back(platform, filled.content, COLUMN)
    for key, score in list(zip(KEYS[platform], scores, strict=True))[: 1 if platform == "moodle" else 2]:
        assert back[key] == pytest.approx(score, abs=1e-5)
    assert len({column for _, column in changes(content, filled.content)}) <= 1
    assert filled.content[:2] == content[:2]
    assert filled.content.count(b"\r") == content.count(b"\r")
    (lost,) = filled.unmatched_grades
    assert lost.startswith("Nobody (s-9): has 3.25 points")


@given(
    table=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1), min_size=1
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_cells_are_split_as_csv(table: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(table)
    rows = split_rows(stream.getvalue(), delimiter)
    assert [[unquote(cell) for cell in row.cells] for row in rows] == table
    assert "".join(delimiter.join(row.cells) + row.end for row in rows) == stream.getvalue()


def test_lines_are_counted_inside_cells() -> None:
    rows = split_rows('a,"b\r\nc"\r\nd,\ne', ",")
    assert [(row.line, len(row.cells), row.end) for row in rows] == [(1, 2, "\r\n"), (3, 2, "\n"), (4, 1, "")]
    assert [len(row.cells) for row in split_rows("a,b\nc,", ",")] == [2, 2]  # an empty cell may end the file
    with pytest.raises(SpecError, match="line 2: a quote is opened and not closed"):
        split_rows('a,b\nc,"d\ne,f\n', ",")


# Canvas


def test_canvas_column_needs_no_number() -> None:
    for column in ("Lab 01", "lab  01", "Lab 01 (150834)"):
        assert read_back("canvas", fill("canvas", [ADA], FILES["canvas"], column).content, column)["101"] == 9.5


def test_canvas_special_rows_stay() -> None:
    filled = fill("canvas", [ADA, BO, CY], FILES["canvas"], COLUMN)
    lines = filled.content.decode().splitlines()
    assert lines[:3] == CANVAS.splitlines()[:3]
    assert lines[3] == '"Lovelace, Ada",101,s-1,ada@x.edu,"Math, 2",9.5,"15.00",75.0,"75,0"'


def test_canvas_excuses() -> None:
    filled = fill("canvas", [dataclasses.replace(ADA, excused=True)], FILES["canvas"], COLUMN)
    assert list(changes(FILES["canvas"], filled.content).values()) == ["EX"]
    assert fill("canvas", [dataclasses.replace(ADA, excused=True)], filled.content, COLUMN).stale == []


def test_canvas_unassigned_row_is_stale() -> None:
    filled = fill("canvas", [BO], FILES["canvas"], COLUMN)
    assert filled.content == FILES["canvas"]
    assert filled.stale == [
        "line 5, Sørensen, Bo: is not assigned to this person on Canvas (N/A); 3.25 was not filled in, because an import skips it."
    ]


def test_overwritten_grade_is_named() -> None:
    filled = fill("canvas", [CY], FILES["canvas"], COLUMN)
    assert filled.stale == ['line 6, O\'Neil, "Cy": has 8.00 in the gradebook, which an import overwrites with 7.']
    same = fill("canvas", [dataclasses.replace(CY, score=8)], FILES["canvas"], COLUMN)
    assert (same.content, same.stale) == (FILES["canvas"], [])


def test_semicolons_mean_decimal_commas() -> None:
    content = b"Student;ID;Section;Lab 01 (1)\n    Points Possible;;;10\nAda Lovelace;101;A;\n"
    filled = fill("canvas", [ADA], content, COLUMN)
    assert filled.content.decode().splitlines()[2] == "Ada Lovelace;101;A;9,5"
    points = content.replace(b";;;10", b";;;10.0")
    assert fill("canvas", [ADA], points, COLUMN).content.decode().splitlines()[2] == "Ada Lovelace;101;A;9.5"


def test_rounded_grade_is_no_other_grade() -> None:
    """Canvas prints two decimals; the exact grade replaces them, and nobody needs to look at it."""
    content = FILES["canvas"].replace(b"8.00", b"7.33")
    filled = fill("canvas", [dataclasses.replace(CY, score=22 / 3)], content, COLUMN)
    assert list(changes(content, filled.content).values()) == ["7.33333"]
    assert filled.stale == []


def test_short_rows_are_filled_up() -> None:
    filled = fill("csv", [ADA], b"Name,Email,Lab 01\nAda Lovelace\nBo\n", COLUMN)
    assert filled.content == b"Name,Email,Lab 01\nAda Lovelace,,9.5\nBo\n"


def test_computed_column_is_refused() -> None:
    content = FILES["canvas"].replace(b"10.00,20.00", b"(read only),20.00")
    assert 'Canvas computes "Lab 01 (150834)" itself' in refusal("canvas", content)


# Columns


def test_missing_column_lists_columns() -> None:
    assert refusal("canvas", FILES["canvas"], "Lab 03") == (
        'gradebook, line 1: no column is called "Lab 03"; columns for grades are "Lab 01 (150834)", "Lab 02 (150835)". '
        "Give one of these titles, or make the assignment on the platform and download the file again."
    )
    assert '"Lab 01 [Total Pts: 10 Score] |1702852", "Lab 02' in refusal("blackboard", FILES["blackboard"], "Total")
    assert '"Lab 01 Points Grade <Numeric' in refusal("brightspace", FILES["brightspace"], "Username")
    assert 'columns for grades are "Lab 01", "Lab 02".' in refusal("csv", FILES["csv"], "Email")
    titles = ",".join(f"Lab {number}" for number in range(1, 31))
    assert '"Lab 20" and 10 more. Give' in refusal("csv", f"Name,{titles}\nAda\n".encode(), "Lab")


def test_ambiguous_column_lists_fits() -> None:
    content = CANVAS.replace("Lab 02 (", "Lab 01 (").encode()
    assert 'fits 2 columns: "Lab 01 (150834)", "Lab 01 (150835)"; give the whole title' in refusal("canvas", content)
    assert (
        read_back("canvas", fill("canvas", [ADA], content, "Lab 01 (150834)").content, "Lab 01 (150834)")["101"] == 9.5
    )


@pytest.mark.parametrize("platform", ["canvas", "moodle", "brightspace", "blackboard"])
def test_missing_gradebook_says_where(platform: str) -> None:
    sentence = refusal(platform, None)
    assert sentence.startswith(f"{platform}: the gradebook is missing; on {platform.title()} open ")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_other_files_are_refused(platform: str) -> None:
    assert "gradebook, line 1: this is not " in refusal(platform, b"Fruit,Colour\nPear,green\n")
    assert "gradebook: it is empty" in refusal(platform, b"\xef\xbb\xbf\r\n")
    assert "a workbook or a zip" in refusal(platform, b"PK\x03\x04")
    assert "it is not UTF-8 text (byte 8)" in refusal(platform, "Student;é".encode("latin-1"))


def test_unknown_platform_is_refused() -> None:
    assert refusal("sakai", b"").startswith('"sakai" is no platform')


@pytest.mark.parametrize("platform", ["canvas", "moodle", "gradescope", "brightspace", "blackboard"])
def test_other_maximum_is_refused(platform: str) -> None:
    """Both numbers are said: a grade of 9.5 of 20 must not become 9.5 of 10."""
    sentence = refusal(platform, FILES[platform], grades=(dataclasses.replace(ADA, maximum=20),))
    assert "has a maximum of 10 points there, and the assignment gives 20; set the maximum to 20" in sentence


def test_impossible_scores_are_refused() -> None:
    for score in (-1.0, float("nan"), float("inf")):
        assert "is no number of points" in refusal(
            "canvas", FILES["canvas"], grades=(dataclasses.replace(ADA, score=score),)
        )


# Moodle


@pytest.mark.parametrize("language", MOODLE_WORDS)
def test_moodle_speaks_languages(language: str) -> None:
    """Titles of nine languages, one of them unknown here, with a decimal comma in all but two."""
    maximum = "10.00" if language in ("en", "zh") else "10,00"
    content = moodle(language, maximum).encode()
    grades = [dataclasses.replace(ADA, sid="", platform_id="9"), dataclasses.replace(BO, sid="")]
    filled = fill("moodle", grades, content, COLUMN)
    expected = ["9.5", "3.25"] if maximum == "10.00" else ["9,5", "3,25"]
    if language == "fi":  # titles that are not known: participants by their number, not by name
        del grades[1], expected[1]
        assert filled.unmatched_grades[0].startswith("Bo Sørensen")
    assert list(changes(content, filled.content).values()) == expected
    assert {column for _, column in changes(content, filled.content)} == {5}
    word = MOODLE_WORDS[language][0]
    assert read_back("moodle", filled.content, COLUMN)[f"{word}9"] == 9.5


def test_participants_are_found_by_shape() -> None:
    """In an unknown language the identifier is a word and a number, wherever its column is, and not just a number."""
    content = (
        "Tunnus,Tunniste,Arvosana,Enimmäisarvosana,Muokattu (arvosana)\n"
        '10,Osallistuja9,,"10,0",-\n9,Osallistuja10,,"10,0",-\n'
    )
    filled = fill("moodle", [dataclasses.replace(ADA, platform_id="9")], content.encode(), COLUMN)
    assert read_back("moodle", filled.content, COLUMN) == {"Osallistuja9": 9.5}


def test_one_other_number_is_no_other_file() -> None:
    """A person who was enrolled anew has another number, and the file is this assignment's all the same."""
    grades = [dataclasses.replace(ADA, platform_id="9"), dataclasses.replace(BO, platform_id="77")]
    filled = fill("moodle", grades, FILES["moodle"], COLUMN)
    assert read_back("moodle", filled.content, COLUMN)["Participant 9"] == 9.5


@pytest.mark.parametrize("language", [one for one in MOODLE_WORDS if one != "fi"])
def test_locked_row_is_stale(language: str) -> None:
    content = moodle(language).encode()
    filled = fill("moodle", [CY], content, COLUMN)
    assert filled.content == content
    assert filled.stale == ["line 5, Cy O'Neil: is locked on Moodle; 7 was not filled in, because an import skips it."]


def test_moodle_anonymous_rows() -> None:
    content = b"Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)\nParticipant 9,x,,10.00,Yes,-\n"
    filled = fill("moodle", [dataclasses.replace(ADA, platform_id="9")], content, COLUMN)
    assert filled.content.endswith(b"Participant 9,x,9.5,10.00,Yes,-\n")


def test_moodle_comments_are_html() -> None:
    """A comment is text, so that its signs are escaped; no spreadsheet takes it for a formula."""
    grades = [
        dataclasses.replace(ADA, comment="=1+1 <b>well</b>\n& done"),
        dataclasses.replace(BO, comment="fine"),
    ]
    filled = fill("moodle", grades, FILES["moodle"], COLUMN)
    assert [row[10] for row in cells(filled.content)[1:3]] == [
        "<p>=1+1 &lt;b&gt;well&lt;/b&gt; &amp; done</p>",
        "<p>fine</p>",
    ]
    assert filled.stale == ["line 3, Bo Sørensen: has another comment in the gradebook, which an import overwrites."]
    assert fill("moodle", grades, filled.content, COLUMN).stale == []


def test_moodle_scale_is_refused() -> None:
    assert 'the maximum is "Scale", not a number' in refusal("moodle", moodle(maximum="Scale").encode())


def test_moodle_needs_dates_of_grades() -> None:
    content = moodle().replace("Last modified (grade)", "Something").encode()
    sentence = refusal("moodle", content)
    assert "not a grading worksheet of Moodle" in sentence
    assert "no column is known as Last modified (grade), and the columns are Identifier, Full name" in sentence
    assert "rename its columns to Identifier, Grade, Maximum Grade and Last modified (grade)" in sentence


def test_too_high_grade_is_skipped() -> None:
    filled = fill("moodle", [dataclasses.replace(ADA, score=11)], FILES["moodle"], COLUMN)
    assert filled.stale == [
        "line 2, Ada Lovelace: 11 is above the maximum, which an import skips or cuts; raise it on the platform."
    ]


# Gradescope, Brightspace, Blackboard


def test_gradescope_group_shares_number() -> None:
    """A submission's number is that of the whole group: names and IDs tell its members apart."""
    grades = [dataclasses.replace(ADA, sid="", platform_id="409"), dataclasses.replace(BO, platform_id="409", sid="")]
    filled = fill("gradescope", grades, FILES["gradescope"], COLUMN)
    assert [row[5] for row in cells(filled.content)[1:]] == ["9.5", "3.25", "7.0", ""]
    assert filled.ambiguous == []
    stranger = fill("gradescope", [*grades, Grade("Dee Dee", 1, 10, platform_id="409")], FILES["gradescope"], COLUMN)
    assert stranger.content == filled.content
    assert stranger.unmatched_grades[0].startswith("Dee Dee: has 1 points")


def test_group_by_hand_has_own_row() -> None:
    """Gradescope knows the submission of one member alone; the other one's own ID says which row is theirs."""
    grades = [dataclasses.replace(ADA, platform_id="409"), dataclasses.replace(BO, platform_id="409")]
    content = GRADESCOPE.replace("Bo,Sørensen,s-2,,,,10.0,Ungraded,409", "Bo,Sørensen,s-2,,,,10.0,Missing,")
    filled = fill("gradescope", grades, content.encode(), COLUMN)
    assert [row[5] for row in cells(filled.content)[1:3]] == ["9.5", "3.25"] and filled.ambiguous == []


def test_gradescope_course_export() -> None:
    titles = b"First Name,Last Name,SID,Email,sections,Lab 01,Lab 01 - Max Points,Lab 01 - Lateness (H:M:S)\n"
    content = titles + b"Ada,Lovelace,s-1,,,,10.0,\n"
    filled = fill("gradescope", [ADA], content, COLUMN)
    assert filled.content.endswith(b"Ada,Lovelace,s-1,,,9.5,10.0,\n")
    assert 'columns for grades are "Lab 01".' in refusal("gradescope", content, "Lab 02")
    assert "maximum of 10" in refusal("gradescope", content, grades=(dataclasses.replace(ADA, maximum=5),))


def test_eastern_names_match() -> None:
    filled = fill("gradescope", [Grade("小明王", 4, 10)], GRADESCOPE.encode(), COLUMN)
    assert cells(filled.content)[4][5] == "4"


def test_brightspace_rows_keep_signs() -> None:
    filled = fill("brightspace", [dataclasses.replace(ADA, sid="", login="ADA")], FILES["brightspace"], COLUMN)
    assert filled.content.decode("utf-8-sig").splitlines()[1] == "#s-1,#ada,Lovelace,Ada,9.5,15,#"
    assert "End-of-Line" in refusal("brightspace", BRIGHTSPACE.replace("End-of-Line Indicator", "End").encode())


def test_blackboard_keeps_its_encoding() -> None:
    filled = fill("blackboard", [ADA, BO], FILES["blackboard"], COLUMN)
    expected = BLACKBOARD.replace('"Yes"\t""\t"15.00"', '"Yes"\t"9.5"\t"15.00"').replace('"Needs Grading(8)"', '"3.25"')
    assert filled.content == b"\xff\xfe" + expected.encode("utf-16-le")
    assert filled.stale == [
        "line 3, Bo Sørensen: has Needs Grading(8) in the gradebook, which an import overwrites with 3.25."
    ]
    assert filled.name == "Lab 01-blackboard.xls"


# Matching


def grade_rows(rows: str, *grades: Grade) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the filled grades, unmatched grades, unmatched rows and ambiguous sentences of a table."""
    filled = fill("csv", grades, f"Name,Email,Student ID,Login,Lab 01\n{rows}".encode(), COLUMN)
    return (
        [row[4] for row in cells(filled.content)[1:]],
        filled.unmatched_grades,
        filled.unmatched_rows,
        filled.ambiguous,
    )


def test_addresses_match_without_case() -> None:
    scores, *rest = grade_rows(
        "A,Ada@X.edu,,,\nB,,,bo@x.edu,\n", Grade("?", 1, 10, email="ada@x.edu"), Grade("!", 2, 10, email="BO@X.EDU")
    )
    assert (scores, rest) == (["1", "2"], [[], [], []])


@pytest.mark.parametrize("printed", ['"Sørensen-Núñez, Bo"', "BO  SØRENSEN NUNEZ", "Bo Sørensen Nu\u0301ñez"])
def test_spellings_of_a_name_match(printed: str) -> None:
    scores, *rest = grade_rows(f"{printed},,,,\n", Grade("Bo Sørensen-Núñez", 1, 10))
    assert (scores, rest) == (["1"], [[], [], []])


def test_namesakes_are_listed_not_guessed() -> None:
    scores, lost, left, ambiguous = grade_rows(
        "Ana Silva,,1,,\nAna Silva,,2,,\nBo,,,,\n", Grade("Ana Silva", 1, 10), Grade("Bo", 2, 10)
    )
    assert (scores, lost, left) == (["", "", "2"], [], [])
    assert ambiguous == [
        "Ana Silva: the name fits, but more than one person has it: line 2, Ana Silva; line 3, Ana Silva. "
        "Nothing was filled in; give an ID or address that is in the gradebook."
    ]


def test_many_namesakes_make_short_sentences() -> None:
    *_, ambiguous = grade_rows("Ana,,,,\n" * 100, *[Grade("Ana", 1, 10)] * 100)
    assert len(ambiguous) == 100
    assert "line 6, Ana; and 95 more. Nothing was filled in" in ambiguous[0]


def test_ids_tell_namesakes_apart() -> None:
    grades = (Grade("Ana Silva", 1, 10, sid="2"), Grade("Ana Silva", 2, 10, sid="1"), Grade("Ana Silva", 3, 10))
    scores, lost, left, ambiguous = grade_rows("Ana Silva,,1,,\nAna Silva,,2,,\n", *grades)
    assert (scores, lost, left) == (["2", "1"], [], [])
    assert len(ambiguous) == 1 and ambiguous[0].startswith("Ana Silva: the name fits")


def test_row_taken_by_an_id() -> None:
    """A row that an ID gave to one person is not given to another by the name on it."""
    scores, lost, left, ambiguous = grade_rows(
        "Ana Silva,,1,,\n", Grade("Anita", 1, 10, sid="1"), Grade("Ana Silva", 2, 10)
    )
    assert (scores, lost, left) == (["1"], [], [])
    assert ambiguous[0].startswith("Ana Silva: the name fits, but more than one person has it: line 2")


def test_namesakes_in_one_group() -> None:
    content = GRADESCOPE.replace("Bo,Sørensen,s-2", "Ada,Lovelace,s-2").encode()
    filled = fill("gradescope", [dataclasses.replace(ADA, sid="", platform_id="409")], content, COLUMN)
    assert filled.content == content
    assert "fit several rows: line 2, Ada Lovelace; line 3, Ada Lovelace." in filled.ambiguous[0]


def test_doubted_row_with_an_owner_is_listed() -> None:
    grades = (Grade("Ana Silva", None, 10, sid="1"), Grade("Ana Silva", 3, 10))
    _, _, left, ambiguous = grade_rows("Ana Silva,,1,,\n", *grades)
    assert left == []  # whose row it is, is known, and that there is no score too
    assert len(ambiguous) == 1


def test_two_grades_of_one_name() -> None:
    scores, _, left, ambiguous = grade_rows("Ana Silva,,,,\n", Grade("Ana Silva", 1, 10), Grade("Ana Silva", 2, 10))
    assert (scores, left, len(ambiguous)) == ([""], [], 2)


def test_same_name_with_another_id() -> None:
    scores, lost, _, ambiguous = grade_rows("Ana Silva,,7,,\n", Grade("Ana Silva", 1, 10, sid="5"))
    assert (scores, lost) == ([""], [])
    assert ambiguous[0].startswith("Ana Silva (5): the name fits, but the row's ID is 7: line 2")


def test_contradicting_keys_are_ambiguous() -> None:
    scores, lost, left, ambiguous = grade_rows("A,a@x,1,,\nB,b@x,2,,\n", Grade("A", 1, 10, sid="1", email="b@x"))
    assert (scores, lost, left) == (["", ""], [], [])
    assert ambiguous[0].startswith("A (1, b@x): its IDs, user name and address fit several rows: line 2, A; line 3, B.")


def test_one_row_claimed_twice() -> None:
    scores, lost, left, ambiguous = grade_rows(
        "A,a@x,1,,\n", Grade("A", 1, 10, sid="1"), Grade("B", 2, 10, email="a@x")
    )
    assert (scores, lost, left, len(ambiguous)) == ([""], [], [], 2)


def test_people_without_scores_stay() -> None:
    grades = (
        Grade("Ada", None, 10),
        Grade("Bo", 5, 10, excused=True),
        Grade("Eve", None, 10),
        Grade("Flo", None, 10, excused=True),
    )
    scores, lost, left, ambiguous = grade_rows("Ada,,,,3\nBo,,,,\nCy,,,,\n", *grades)
    assert (scores, ambiguous) == (["3", "", ""], [])
    assert [one.split(":")[0] for one in lost] == ["Flo"]
    assert left == [
        "line 3, Bo: is excused, which this file cannot say; excuse the person on the platform.",
        "line 4, Cy: no grade was found for this row; its cell is as it was.",
    ]


def test_two_thousand_people_match() -> None:
    grades = [Grade(f"Person {n}", n % 11, 10, sid=f"s{n}" if n % 2 else "", email=f"p{n}@x.edu") for n in range(2000)]
    rows = "".join(f"Person {n},P{n}@x.edu,s{n},,\n" for n in reversed(range(2000)))
    scores, *rest = grade_rows(rows, *grades)
    assert scores == [str(n % 11) for n in reversed(range(2000))]
    assert rest == [[], [], []]


@given(st.text(min_size=1))
def test_name_keys_are_stable(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(f"  {name.upper().lower()} ") == name_key(name.upper().lower())


# Files of our own


HOSTILE = ['=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", ' =cmd|"/c"!A1']


@pytest.mark.parametrize("platform", ["csv", "gradescope"])
def test_new_files_compute_nothing(platform: str) -> None:
    """A student's name is no formula in a file that we write, and the file can still be filled by IDs and addresses."""
    grades = [
        Grade(name, 1.5, 10, email=f"{n}{name}@x", sid=f"{name}{n}", comment=name) for n, name in enumerate(HOSTILE)
    ]
    filled = fill(platform, grades, None, COLUMN)
    text = filled.content.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell.strip()[:1] in tuple("=+-@＝") and cell.strip()]
    again = fill(platform, [dataclasses.replace(one, score=2) for one in grades], filled.content, COLUMN)
    assert set(read_back(platform, again.content, COLUMN).values()) == {2.0}
    assert (again.unmatched_grades, again.ambiguous) == ([], [])


@given(st.text())
def test_defused_text_is_restored(text: str) -> None:
    assert restore(defuse(text)) == text or text.startswith("'")


@pytest.mark.parametrize("platform", ["csv", "gradescope"])
def test_new_files_read_back(platform: str) -> None:
    grades = [ADA, dataclasses.replace(BO, score=None), dataclasses.replace(CY, excused=True)]
    filled = fill(platform, grades, None, COLUMN)
    assert read_back(platform, filled.content, COLUMN) == {"s-1": 9.5}
    assert filled.unmatched_rows == ["Cy O'Neil: is excused."]
    assert filled.content.startswith(b"\xef\xbb\xbf")
    assert filled.name == f"Lab 01-{platform}.csv"
    status = ["Graded", "Missing", "Missing"] if platform == "gradescope" else ["graded", "missing", "excused"]
    assert [row[cells(filled.content)[0].index("Status")] for row in cells(filled.content)[1:]] == status


def test_platform_cells_are_left_alone() -> None:
    """A name that a platform printed is not changed, formula or not: the platform finds the row by it."""
    content = CANVAS.replace('"Sørensen, Bo"', "=1+1").encode()
    assert b"=1+1,102" in fill("canvas", [ADA], content, COLUMN).content
