"""Cut a problem down to the parts that an assignment sets.

``problem.toml`` names the parts, what students write for each, and the tests that need it. A test belongs to the problem as it is
set only if all parts that need it are. In the statement and before the questions, ``<!-- for: fool, pgd -->`` begins lines for
assignments that set one of these parts, and ``<!-- end for -->`` ends them; both stand on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import msgspec

from scripts.coursespec.merging import defined_names
from scripts.coursespec.model import Problem
from scripts.coursespec.syntax import syntax

_BEGIN = re.compile(r"\s*<!--\s*for:\s*([\w ,]*?)\s*-->\s*")
_END = re.compile(r"\s*<!--\s*end for\s*-->\s*")


def select_parts(problem: Problem, wanted: Sequence[str] | None) -> Problem:
    """Return the problem with some of its parts only.

    Mistakes name only the tests that are left, and are left out with the last of them. So are alternatives of functions that
    are not set, and weights that no test that is left loads.

    Args:
        problem: as it was read.
        wanted: names of the parts; None for all of them.
    """
    parts = problem.settings.parts
    chosen = {part.name for part in parts} if wanted is None else set(wanted)
    problem = replace(problem, handout=_cut_text(problem.handout, chosen), intro=_cut_text(problem.intro, chosen))
    gone = [part for part in parts if part.name not in chosen]
    if not gone:
        return problem
    functions = {name for part in gone for name in part.functions}
    left_out = {test.id for test in problem.tests if any(is_matched(test.id, part.tests) for part in gone)}
    sources = {path: source.without(functions) for path, source in problem.sources.items()}
    names = {name for source in sources.values() for name in defined_names(syntax(source.staff()))}
    settings = problem.settings
    problem = replace(
        problem, tests=tuple(test for test in problem.tests if test.id not in left_out), left_out=frozenset(left_out)
    )
    tests = [problem.read_test_file(path, file) for path, file in problem.test_files if path.endswith(".py")]
    weights = [one for one in settings.weights if any(one.file.encode() in test for test in tests)]
    return replace(
        problem,
        settings=msgspec.structs.replace(settings, weights=weights),
        sources={path: source for path, source in sources.items() if source.regions},
        experiments={
            path: source
            for path, source in problem.experiments.items()
            if not any(PurePosixPath(path).stem in part.experiments for part in gone)
        },
        mistakes=tuple(one for one in problem.mistakes if problem.failing(one)),
        alternatives=tuple(one for one in problem.alternatives if names & defined_names(syntax(one.text)).keys()),
    )


def is_matched(test: str, patterns: Collection[str]) -> bool:
    """Return whether the id of a test matches one of some patterns."""
    return any(fnmatchcase(test, pattern) for pattern in patterns)


def validate_markers(text: str, names: Collection[str], display_path: str, lines_above: int = 0) -> Iterator[str]:
    """Check that the markers of a text come in pairs and name parts of the problem.

    Args:
        text: a statement, or what stands before the questions.
        names: of the parts.
        display_path: how messages name the file.
        lines_above: lines of the file above the text.
    """
    begun = 0
    for number, line in enumerate(text.split("\n"), 1 + lines_above):
        found = _BEGIN.fullmatch(line)
        if found is not None:
            if begun:
                yield f"{display_path}:{number}: a part begins inside the one begun at line {begun}; end that one first."
            begun = number
            for name in _names(found[1]) - set(names):
                yield f"{display_path}:{number}: problem.toml has no part '{name}'; it has {', '.join(names) or 'none'}."
        elif _END.fullmatch(line):
            if not begun:
                yield f"{display_path}:{number}: no part begins above this end; delete the line, or begin one."
            begun = 0
    if begun:
        yield f"{display_path}:{begun}: this part is not ended; add '<!-- end for -->' below it."


def _names(listed: str) -> set[str]:
    return {name.strip() for name in listed.split(",") if name.strip()}


def _cut_text(text: str, chosen: Collection[str]) -> str:
    """Return a text without its markers and the lines for parts that are not chosen; lines below keep their numbers."""
    kept: list[str] = []
    owed = 0
    skipping = False
    for line in text.split("\n"):
        begin = _BEGIN.fullmatch(line)
        if begin is not None or _END.fullmatch(line):
            skipping = begin is not None and not _names(begin[1]) & set(chosen)
            owed += 1
        elif skipping:
            owed += 1
        else:
            kept.append(line)
            if not line.strip():
                kept += [""] * owed
                owed = 0
    return "\n".join(kept)
