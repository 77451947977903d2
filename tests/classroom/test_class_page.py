"""The class page shows what the record has, says nothing that a student could run, and is readable by everybody."""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from markupsafe import Markup
from playwright.sync_api import Browser

from autograder.reports.stored_grading import render_grading
from scripts.classroom.pages.class_page import write_pages
from scripts.classroom.pages.comparison_page import write_comparison
from scripts.classroom.pages.similar_code import Shown, SimilarCode
from scripts.classroom.pages.statistics import Statistics, correlation
from scripts.classroom.record.record import Record, Result
from scripts.classroom.sources.model import HandIn, Person
from scripts.classroom.standing.adjustments import NewChange, add_changes
from scripts.classroom.standing.comparison import compare, summarize
from scripts.classroom.standing.grades import Grades
from tests import sample_grading
from tests.browser import WIDTHS, find_barriers, find_unreachable, needs_chromium, opened
from tests.classroom.classes import DUE, PEOPLE, grade, make_record, manifest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Path]]:
    """A class of 16: mixed, perfect and hostile gradings, a late one, a refused one, one missing."""
    people = [*PEOPLE, *(Person(f"Person {n}", f"p{n}@example.edu") for n in range(12))]
    record, build, ids = make_record(tmp_path_factory.mktemp("class"), people)
    kinds = [sample_grading.mixed(), sample_grading.perfect(), sample_grading.hostile(), sample_grading.mixed()]
    for position, person in enumerate(ids[:14]):
        late = timedelta(hours=30) if position == 5 else timedelta(0)
        grade(record, build, person, f"h{position}", kinds[position % 4], DUE + late)
    grade(record, build, ids[14], "refused", None)
    record.add_result(
        Result("refused".ljust(32, "0"), "cpu", "refused", "<b>nothing</b> to grade", 0.0, None), build, None
    )
    add_changes(record, [NewChange(ids[0], "points", "2.0", "<script>alert(1)</script>", "staff")])
    record.set_unmatched("Moodle", {"<i>who</i>": ["nobody <img src=x onerror=alert(1)>"]})
    pair = Shown(0.9, "Ada", "<u>Bo</u>", Markup("<section><h3>x</h3></section>"))
    page = write_pages(record, Grades(record), lambda owners: SimilarCode("A list to look at.", [pair]))
    yield record, page
    record.close()


def text_of(page: Path) -> str:
    body = re.sub(r"<(style|script)>.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_page_says_what_record_has(made: tuple[Record, Path]) -> None:
    _, page = made
    text = text_of(page)
    for words in ("16 people", "14 graded", "1 refused", "1 missing", "7 of 14: This is what comes out when the kernel",
                  "1 change by hand", "1 late", "1 submission that is nobody's for certain"):  # fmt: skip
        assert words in text, words


def test_lost_files_are_named(tmp_path: Path) -> None:
    """A submission that was deleted after it was graded keeps its grade, and staff hear of it."""
    record, build, ids = make_record(tmp_path)
    for person, name in zip(ids, "abc", strict=False):
        grade(record, build, person, name, sample_grading.mixed())
    page = write_pages(record, Grades(record), lambda owners: SimilarCode(""))
    assert "files are gone" not in text_of(page)
    record.path_of("b".ljust(32, "0")).unlink()
    write_pages(record, Grades(record), lambda owners: SimilarCode(""))
    assert "1 person whose files are gone from the class's folder Their grades stay" in text_of(page)
    assert f'your backup.</p>\n<p><a href="#person-{ids[1]}">' in page.read_text(encoding="utf-8")
    record.close()


def test_pages_are_linked_to_their_people(made: tuple[Record, Path]) -> None:
    """A student's page has nothing of staff's; two people of one name have pages of their own."""
    _, page = made
    source = page.read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"]+)" aria-label="feedback for ([^"]+)">feedback</a> <a href="([^"]+)"', source)
    assert len(links) == 15 == len({feedback for feedback, *_ in links})
    for feedback, name, staff in links:
        assert (feedback.partition("/")[0], staff.partition("/")[0]) == ("feedback", "staff"), name
        assert "STAFF" not in (page.parent / feedback).read_text(encoding="utf-8")
        assert "STAFF" in (page.parent / staff).read_text(encoding="utf-8")


def test_namesakes_have_own_pages(tmp_path: Path) -> None:
    record, build, ids = make_record(
        tmp_path, [Person("Ada Abel", "a@example.edu"), Person("Ada Abel", "b@example.edu")]
    )
    grade(record, build, ids[0], "a", sample_grading.perfect())
    grade(record, build, ids[1], "b", sample_grading.mixed())
    page = write_pages(record, Grades(record), lambda owners: SimilarCode(""))
    assert len(list((page.parent / "feedback").iterdir())) == 2
    record.close()


def test_who_has_no_grade_is_listed_with_the_reason(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    grade(record, build, ids[1], "b", None)
    record.add_result(Result("b".ljust(32, "0"), "cpu", "refused", "It has no code.", 0.0, None), build, None)
    record.add_hand_in("Moodle", HandIn("c", (), {}), ids[2:3], DUE, "The zip is damaged.")
    text = text_of(write_pages(record, Grades(record), lambda owners: SimilarCode("")))
    assert "2 that could not be graded Bo Bianchi : It has no code. Cy Castro : The zip is damaged." in text
    assert "1 who handed nothing in Di <b>D'Arcy</b>" in text
    assert "unreadable 1 feedback staff The zip is damaged." in text  # in the table of people
    record.close()


def test_machine_failures_are_named_once(tmp_path: Path) -> None:
    """Two tries at one submission are one; what failed under a build that does not count is no matter of this page."""
    record, build, ids = make_record(tmp_path)
    other = record.add_build(manifest("c" * 16), "inputs")
    for person, name, under in ((ids[0], "a", build), (ids[1], "b", other)):
        grade(record, build, person, name, None)
        digest = name.ljust(32, "0")
        for number in (1, 2):
            record.add_failure(digest, under, "cpu", f"log {number} of {name}")
        record.add_result(Result(digest, "cpu", "machine", "The machine failed.", 0.0, None), under, None)
    text = text_of(write_pages(record, Grades(record), lambda owners: SimilarCode("")))
    assert "1 that the machine failed at; run make grade-class again Ada Abel log 2 of a" in text
    assert "1 failed by the machine" in text and "of b" not in text
    record.close()


def test_page_runs_nothing_of_students(made: tuple[Record, Path]) -> None:
    """The only script is the page's own, which the policy names by its digest; every text is escaped."""
    _, page = made
    source = page.read_text(encoding="utf-8")
    assert source.count("<script") == 1 and "script-src 'sha256-" in source and "default-src 'none'" in source
    for tag in ("<b>D'Arcy", "<img", "<i>who", "<u>Bo", "<b>nothing"):
        assert tag not in source
    assert "\x1b" not in source and "\u202e" not in source


def test_every_link_leads_somewhere(made: tuple[Record, Path]) -> None:
    _, page = made
    source = page.read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#]+)"', source)
    assert len(links) == 4 + 2 * 15
    assert all((page.parent / link).is_file() for link in links)
    assert set(re.findall(r'href="#([^"]+)"', source)) <= set(re.findall(r' id="([^"]+)"', source))


def test_tables_hold_everything(made: tuple[Record, Path]) -> None:
    record, page = made
    for name, rows in (("people", 17), ("tests", 15), ("outcomes", 1 + 14 * 16), ("hints", 2)):
        table = list(csv.reader(io.StringIO((page.parent / f"{name}.csv").read_text(encoding="utf-8-sig"))))
        assert len(table) >= rows, name
        assert not any(cell.startswith(("=", "@")) for row in table for cell in row)
    totals = [row[5] for row in csv.reader(io.StringIO((page.parent / "people.csv").read_text(encoding="utf-8-sig")))][
        1:
    ]
    assert [float(total) for total in totals if total] == pytest.approx(
        [one.total for one in Grades(record) if one.total is not None]
    )


def test_discrimination_is_a_correlation() -> None:
    rng = random.Random(5)
    one = [rng.random() for _ in range(40)]
    other = [2 * value + rng.random() for value in one]
    assert 0.5 < (correlation(one, other) or 0) < 1
    assert correlation(one, one) == pytest.approx(1) and correlation(one, [-value for value in one]) == pytest.approx(
        -1
    )
    assert correlation(one, [3.0] * 40) is None


def test_statistics_of_nobody() -> None:
    empty = Statistics()
    assert empty.distribution == [0] * 10 and empty.problems == {} and empty.same_for_all() == ([], [])


def test_regrade_says_who_and_why(tmp_path: Path) -> None:
    """One person loses a test, one is graded now, and the others are not listed."""
    record, build, ids = make_record(tmp_path)
    for name, person in zip("abc", ids, strict=False):
        grade(record, build, person, name, sample_grading.perfect() if name != "c" else None)
    again = record.add_build(manifest("c" * 16), "inputs")
    worse = sample_grading.perfect()
    lost = msgspec.structs.replace(worse.outcomes[1], status="failed", reason="wrong", score=0.0)
    worse = msgspec.structs.replace(worse, outcomes=[worse.outcomes[0], lost, *worse.outcomes[2:]])
    for name, grading in (("a", worse), ("b", sample_grading.perfect()), ("c", sample_grading.perfect())):
        result = Result(name.ljust(32, "0"), "cpu", "graded", "", 1.0, None)
        record.add_result(result, again, msgspec.json.encode(grading))
    old, new = record.builds()
    differences = list(compare(Grades(record, old), Grades(record, new)))
    assert [(one.after.known.id, one.gained) for one in differences] == [(ids[0], -8.0), (ids[2], worse.score + 8)]
    assert [(test.number, test.before, test.after) for test in differences[0].tests] == [("1.2", 8.0, 0.0)]
    same = replace(differences[0], after=differences[0].before)
    assert summarize([differences[0]]) == "1 person gets another total"
    assert summarize([*differences, same]) == (
        "2 people get another total; for 1 more, only tests or the state of the grading differ"
    )
    text = text_of(write_comparison(record, old, new, differences))
    assert "1.2: 8 → 0" in text and "1 gains points, 1 loses points, of 2 whose results differ." in text
    text = text_of(write_comparison(record, old, new, differences[:1]))
    assert "0 gain points, 1 loses points, of 1 whose results differ." in text
    text = text_of(write_comparison(record, old, new, differences))
    assert text.index("Ada Abel (") < text.index("Cy Castro (")  # who loses comes first
    assert record.applied_build() == old
    record.apply_build(new.id, "staff")
    assert record.applied_build() == new and record.take_back_build("staff") == old


@pytest.mark.parametrize("is_graded_first", [True, False])
def test_state_differs_without_its_tests(tmp_path: Path, is_graded_first: bool) -> None:
    """Who was graded under one of two builds differs in the state; the list of tests would say nothing more."""
    record, first, ids = make_record(tmp_path, PEOPLE[:1])
    second = record.add_build(manifest("c" * 16), "inputs")
    grade(record, first if is_graded_first else second, ids[0], "a", sample_grading.perfect())
    old, new = record.builds()
    (found,) = compare(Grades(record, old), Grades(record, new))
    assert found.tests == () and found.gained == sample_grading.perfect().score * (-1 if is_graded_first else 1)


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_accessible(browser: Browser, made: tuple[Record, Path], width: str, scheme: str) -> None:
    page = opened(browser, made[1], WIDTHS[width], scheme)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    found = [*find_barriers(page), *find_unreachable(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert found == [] and wide <= WIDTHS[width]


@needs_chromium
@pytest.mark.parametrize("width", WIDTHS)
def test_regrade_is_readable(browser: Browser, tmp_path: Path, width: str) -> None:
    """On a phone, too, no column is squeezed until its words stand letter below letter."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    again = record.add_build(manifest("c" * 16), "inputs")
    grade(record, again, ids[0], "a", sample_grading.mixed())
    old, new = record.builds()
    path = write_comparison(record, old, new, list(compare(Grades(record, old), Grades(record, new))))
    page = opened(browser, path, WIDTHS[width], "light")
    found = [*find_barriers(page), *find_unreachable(page)]
    sizes = "[...document.querySelectorAll('td')].map(cell => cell.offsetHeight)"
    wide, tallest = page.evaluate("document.documentElement.scrollWidth"), max(page.evaluate(sizes))
    page.context.close()
    record.close()
    assert found == [] and wide <= WIDTHS[width] and tallest < 400


@needs_chromium
def test_tables_sort_and_filter(browser: Browser, made: tuple[Record, Path]) -> None:
    page = opened(browser, made[1], WIDTHS["laptop"], "light")
    column = "[...document.querySelectorAll('#people tbody tr')].map(row => row.cells[3].dataset.sort)"
    page.locator("#people th button", has_text="Total").click()
    up = [float(value) for value in page.evaluate(column) if value]
    page.locator("#people th button", has_text="Total").click()
    down = [float(value) for value in page.evaluate(column) if value]
    assert up == sorted(up) and down == up[::-1] and len(set(up)) > 2
    assert page.evaluate(column)[-2:] == ["", ""]  # who has no points, in either order
    longest = "[...document.querySelectorAll('#tests tbody tr')].map(row => Number(row.cells[8].dataset.sort))"
    page.locator("#tests th button", has_text="Longest").click()
    assert page.evaluate(longest) == sorted(page.evaluate(longest)) and page.evaluate(longest)[-2:] == [8.2, 20]
    page.fill("#filter", "p3@example refused")
    assert page.inner_text("#shown") == "0 of 16 shown"
    page.fill("#filter", "missing")
    assert page.locator("#people tbody tr:visible").count() == 1
    page.context.close()


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[tuple[Record, Path]]:
    """A class with points of many decimals, two sandboxes, and late hand-ins without a time."""
    record, build, ids = make_record(tmp_path / "class")
    plain = sample_grading.perfect()
    thirds = [msgspec.structs.replace(one, score=round(one.score / 3, 6)) for one in plain.outcomes]
    weaker = msgspec.structs.replace(plain, tier="user", layers=["process split"], outcomes=thirds)
    for person, grading in zip(ids, (plain, weaker, plain, plain), strict=True):
        grade(record, build, person, f"h{person}", grading, None, is_late=person != ids[3])
    add_changes(
        record,
        [
            NewChange(ids[1], "points", repr(-1 / 3), "late", "staff"),
            NewChange(ids[0], "points", "0.333333", "x", "staff"),
        ],
    )
    page = write_pages(record, Grades(record), lambda owners: SimilarCode("Nothing."))
    yield record, page
    record.close()


def test_points_have_two_decimals(odd: tuple[Record, Path]) -> None:
    """On every page and in every table that people read."""
    record, page = odd
    other = record.add_build(msgspec.structs.replace(manifest("c" * 16)), "other")
    for digest in [hand_ins[0].submission for hand_ins in record.hand_ins().values()]:
        result = Result(digest or "", "cpu", "graded", "", 1.0, None)
        record.add_result(result, other, render_grading(sample_grading.mixed()))
    old, new = record.builds()
    write_comparison(record, old, new, list(compare(Grades(record, old), Grades(record, new))))
    files = [path for path in page.parent.rglob("*") if path.suffix in (".html", ".csv")]
    assert len(files) == 1 + 1 + 4 + 2 * 4
    for path in files:
        assert not re.findall(r"\d+[.]\d{3,}", text_of(path)), path.name
    assert "-0.33" in text_of(page) and "+0.33" in text_of(page)


def test_differing_sandboxes_are_named(odd: tuple[Record, Path], made: tuple[Record, Path]) -> None:
    text = text_of(odd[1])
    assert "Graded in 2 different sandboxes" in text
    assert "user tier (process split): 1 person: Bo Bianchi" in text
    assert "different sandboxes" not in text_of(made[1])


def test_unknown_lateness_is_named(odd: tuple[Record, Path]) -> None:
    """Who is late without a time is listed, but for those to whom staff gave or from whom they took points."""
    text = text_of(odd[1])
    assert "1 late hand-in without a time: nothing was taken off" in text
    assert "or give an extension. Cy Castro" in text and "Moodle marks it as late" in text
