"""Write the class page, a feedback page for everybody and CSV tables into the class's folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scripts.errors import run_command
from scripts.options import display_path, find_class_folder, make_parser, open_course


def main(arguments: Sequence[str]) -> int:
    """Write the pages of a class."""
    from rich.console import Console

    from scripts.classroom.class_grades import open_grades
    from scripts.classroom.pages.class_page import write_pages
    from scripts.classroom.pages.similar_code import SimilarCode, find_similar_code
    from scripts.classroom.record.record import Record
    from scripts.coursespec.loader import load_assignment

    options = make_parser("class_page", __doc__, has_class=True).parse_args(arguments)
    console = Console(highlight=False)
    with Record(find_class_folder(options)) as record, console.status("reading the record") as status:
        assignment = load_assignment(record.assignment(), open_course(options))
        grades = open_grades(record, assignment)

        def find_similar(owners: Mapping[str, Sequence[str]]) -> SimilarCode:
            if grades.build is None:
                return SimilarCode("Nothing was graded yet.")
            return find_similar_code(record, grades.build.manifest, assignment.skeleton(), owners, status.update)

        page = write_pages(record, grades, find_similar, lambda count: status.update(f"writing pages: {count} people"))
    console.print(f"{display_path(page)}: open it in a browser", markup=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    run_command(main)
