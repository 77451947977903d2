"""What the grader says of source files that cannot work there, from the source alone: for grading, and for the check before it.

Nothing here runs a file of a submission. A sentence names the line and what to do; callers put the file's name in front.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

Version = tuple[int, int]

MAX_ADDED = 40  # characters of a file's name that tell its copies and versions apart

UTF_16 = "is saved as UTF-16, which Python does not read; save it as UTF-8"
HAS_NUL = "contains NUL bytes, so Python cannot read it; save it again as plain text in UTF-8"
NOT_UTF_8 = "is not plain text in UTF-8, so Python cannot read it; save it again as UTF-8"
NOTEBOOK = (
    "is a notebook with the ending .py, which Python cannot run; in Jupyter choose File, Save and Export Notebook As,"
    " Executable Script, and hand in that file"
)

# What a line does that cannot work in the grader, each with the way out.
DEBUGGER = "starts the debugger, which waits for somebody to type. Delete that line before you hand in"
TYPED_INPUT = (
    "waits for somebody to type, and nobody does while the grader runs your code. Take the value as an argument, or move the line"
    ' below `if __name__ == "__main__":`'
)
FILE_AT_IMPORT = (
    "opens a file while your module is imported, and the grader has no such file: it has your code and the course's files. Move"
    ' the line into a function that needs it, or below `if __name__ == "__main__":`'
)
DEVICE = (
    "asks for a device that the grader does not have: it runs your code on a CPU. Write"
    ' `device = "cuda" if torch.cuda.is_available() else "cpu"` and use `.to(device)`, or leave the device out'
)
WINDOW = (
    "opens a window, and the grader has no screen. Delete the line that chooses the backend, and plot only below"
    ' `if __name__ == "__main__":`'
)
PROCESSES = "starts another process, which the grader does not allow. Do the work in the function itself"
NETWORK = (
    "uses the network, which the grader does not have. Use the data that the course gives, or take it as an argument"
)
SLOW_IMPORT = (
    "takes long to import, and each test of the grader imports it anew. Move what it computes on import, such as a training, into"
    ' functions or below `if __name__ == "__main__":`'
)
LOADER_WORKERS = "gives a DataLoader worker processes, and the grader starts none. Set num_workers=0"
COMPILES = "compiles the model, which the grader cannot do. Call the model without torch.compile"
NOTEBOOK_COMMAND = "is a command of a notebook, which Python does not know. Delete that line"

_GRADER_HAS_NO = ("cuda", "mps", "xpu")
_NEWER_STATEMENTS: list[tuple[Version, str, re.Pattern[str]]] = [
    ((3, 11), "`except*`", re.compile(r"^\s*except\s*\*")),
    ((3, 12), "a `type` statement", re.compile(r"^\s*type\s+\w+\s*(?:\[[^=]*\])?\s*=")),
    ((3, 12), "type parameters in square brackets", re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+\w+\s*\[")),
    ((3, 14), "`except` with several types without parentheses", re.compile(r"^\s*except\s+[\w.]+\s*,\s*[\w.]+.*:")),
]
_NEWER_STRINGS: list[tuple[Version, str, re.Pattern[str]]] = [
    (
        (3, 12),
        "the quotes of an f-string again, or a backslash, inside its braces",
        re.compile(
            r"""\b[rR]?[fF][rR]?(["'])(?:(?!\1)[^{}]|\{\{|\}\})*"""  # up to the first brace
            r"""\{(?:[^{}"'\\]|(?!\1)["'])*(?:\1[^{}]*\1|\\)[^{}]*\}"""
        ),
    ),
    ((3, 14), "a t-string", re.compile(r"""(?:^|[\s(,=\[{])(?:[tT][rR]?|[rR][tT])["']""")),
]
_NEWER_SYNTAX = [*_NEWER_STATEMENTS, *_NEWER_STRINGS]
_IMPORT_LINE = re.compile(
    r"\s*(?:import\s+(?P<modules>[\w.]+[\w., ]*)|from\s+[\w.]+\s+import\s+(?P<names>\w+[\w, ]*))\s*;?\s*"
)
_NOTEBOOK_LINE = re.compile(r"^\s*(?:[!%]\S|%%)")
_COPIES = re.compile(
    r"^(?:Copy of |Kopie von )?(?P<stem>.+?)"
    r"(?: ?\(\d+\)| \d+| - Copy(?: \(\d+\))?| copy(?: \d+)?| - Kopie)?(?P<suffix>\.py|\.pt)(?:\.txt)?$"
)


# What people put behind the name of a file to tell its versions apart: dropout_final, dropout-v2, "dropout new 3".
_VERSION = r"(?:[ _-]*(?:final|fixed|new|old|copy|mine|solution|submission|submit|done|ok|v?\d{1,3}))+"


class Finding(NamedTuple):
    """A line that cannot work in the grader."""

    line: int  # from 1
    words: str  # completes the sentence "<file> line <line> ..."


def format_version(version: Version) -> str:
    """Return a version of Python as people write it."""
    return f"Python {version[0]}.{version[1]}"


def read_version(text: str) -> Version:
    """Return the version that a text such as "3.10" names."""
    major, _, minor = text.partition(".")
    return int(major), int(minor)


def normalize_source(source: bytes) -> bytes:
    """Return a source as it is compared with the course's: without what editors change by themselves."""
    return source.replace(b"\r\n", b"\n").strip()


def digest_source(source: bytes) -> str:
    """Return a short digest of a source, the same for what ``normalize_source`` makes equal."""
    return hashlib.sha256(normalize_source(source)).hexdigest()[:16]


def is_notebook(source: bytes) -> bool:
    """Return whether a file is a notebook of Jupyter, whatever its name: such a file is valid Python by its syntax."""
    return source.lstrip()[:1] == b"{" and b'"cells"' in source and b'"nbformat"' in source


def explain_encoding(source: bytes) -> str:
    """Return why Python cannot run a file that is no plain text, after "<file>"; empty where it is plain text."""
    # Half the bytes of a program in UTF-16 are NUL, whether or not a mark at its beginning has survived.
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or source.count(b"\0") * 3 > len(source):
        return UTF_16
    if b"\0" in source:
        return HAS_NUL
    return NOTEBOOK if is_notebook(source) else ""


def explain_syntax(source: str, line: int, message: str, python: Version) -> str:
    """Return why Python cannot read a file, after "<file>".

    Args:
        source: of the file.
        line: that the syntax error names, from 1; 0 where it names none.
        message: of the syntax error.
        python: the version that cannot read it.
    """
    lines = source.splitlines()
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    if _NOTEBOOK_LINE.match(text):
        command = text.split()[0][:20]
        return (
            f"has a command of a notebook in line {line} (`{command}`), so Python cannot read the file; delete that line"
            if command.isascii() and command.isprintable()
            else f"has a command of a notebook in line {line}, so Python cannot read the file; delete that line"
        )
    for version, what, pattern in _NEWER_SYNTAX:
        if version > python and pattern.search(text[:400]):
            return (
                f"uses {what} in line {line}, which needs {format_version(version)}, and {format_version(python)} grades; write"
                " that line in the older way"
            )
    kind = "an indentation error" if "indent" in message or "tabs" in message else "a syntax error"
    where = f" in line {line}" if line else ""
    return (
        f"has {kind}{where} (read by {format_version(python)}, which grades), so nothing in it can run; fix that first"
    )


def find_newer_syntax(source: str, python: Version) -> str:
    """Return what in a file that this Python reads an older one cannot, after "<file>"; empty where there is nothing."""
    if sys.version_info[:2] <= python:
        return ""
    try:
        tree = ast.parse(source, feature_version=python)
    except SyntaxError as error:
        return explain_syntax(source, error.lineno or 0, str(error.msg), python)
    except (ValueError, RecursionError, MemoryError):
        return ""
    lines = source.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and type(node).__name__ in ("JoinedStr", "TemplateStr"):
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                for version, _, pattern in _NEWER_STRINGS:
                    if version > python and pattern.search(lines[number - 1][:400]):
                        return explain_syntax(source, number, "", python)
    return ""


def find_original_name(name: str) -> str:
    """Return the name that a file had before a browser or a desktop made a copy of it; the name itself where none did.

    Args:
        name: a path, such as ``src/models (1).py`` or ``models/best (1).pt``.
    """
    path = PurePosixPath(name)
    found = _COPIES.match(path.name)
    return (
        str(path.with_name(f"{found['stem'].rstrip()}{found['suffix']}")) if found and found["stem"].strip() else name
    )


def find_misnamed(file: str, names: Iterable[str], expected: Collection[str]) -> str:
    """Find the file that was probably handed in for one that is missing: a copy or a version of it by its name.

    Args:
        file: the path of the one that is missing, such as ``src/models.py``.
        names: paths of the files that are there.
        expected: paths of all files that are asked for; none of these is another's.

    Returns:
        Its path: one in the same folder before one elsewhere, a copy such as ``models (1).py`` before a version such as
        ``models_final.py``; empty where there is none.
    """
    folder, _, base = file.rpartition("/")
    version = re.compile(re.escape(base.removesuffix(".py")) + _VERSION + r"\.py", re.IGNORECASE)
    is_ambiguous = sum(one.rpartition("/")[2] == base for one in expected) > 1
    found = []
    for name in names:
        place, _, last = name.rpartition("/")
        if name in expected or last == base or len(last) > len(base) + MAX_ADDED or (is_ambiguous and place != folder):
            continue
        original = find_original_name(last)
        if original == base or version.fullmatch(original):
            found.append((place != folder, original != base, name.count("/"), name))
    return min(found)[-1] if found else ""


def explain_misnamed(file: str, found: str) -> str:
    """Return the sentence about a file that is missing, and what was found in its place, without its full stop."""
    return f"{file} is missing, but there is {found}: if that is your work, rename it to {file} and hand it in again"


def is_import_used(source: str, line: int) -> bool:
    """Return whether a name that the import in ``line`` binds stands anywhere else in the file.

    Words in comments and strings count too, so that only an import without any trace of use is called unused.
    """
    lines = source.splitlines()
    found = _IMPORT_LINE.fullmatch(lines[line - 1].partition("#")[0][:400]) if 1 <= line <= len(lines) else None
    if found is None:
        return True
    bound = [part.split() for part in (found["names"] or found["modules"]).split(",")]
    if any(len(words) not in (1, 3) for words in bound):
        return True
    names = {words[-1] if len(words) == 3 or found["names"] else words[0].partition(".")[0] for words in bound}
    rest = "\n".join(lines[: line - 1] + lines[line:])
    return any(re.search(rf"\b{re.escape(name)}\b", rest) for name in names)


def find_imports(tree: ast.Module) -> list[tuple[int, str]]:
    """List the line and the first part of the name of every absolute import that certainly runs."""
    found = []
    for node, _ in _certain_nodes(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.lineno, node.module.partition(".")[0]))
    return sorted(found)


def find_risks(tree: ast.Module) -> list[Finding]:
    """List the lines of a file that cannot work in the grader, in their order.

    Left out is what may never run there: the body of ``if __name__ == "__main__"``, of ``if torch.cuda.is_available()`` and of
    ``try``.
    """
    found: dict[tuple[int, str], Finding] = {}
    for node, at_import in _certain_nodes(tree):
        if isinstance(node, ast.Call):
            words = _explain_call(node, at_import)
            if words:
                found.setdefault((node.lineno, words), Finding(node.lineno, words))
    return sorted(found.values())


def _explain_call(call: ast.Call, at_import: bool) -> str:
    name = ast.unparse(call.func) if isinstance(call.func, (ast.Name, ast.Attribute)) else ""
    last = name.rpartition(".")[2] or (call.func.attr if isinstance(call.func, ast.Attribute) else "")
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    values = [*call.args, *given.values()]
    if name == "breakpoint" or name in ("pdb.set_trace", "ipdb.set_trace"):
        return DEBUGGER
    if name.startswith("get_ipython"):
        return NOTEBOOK_COMMAND
    if name == "input" and at_import:
        return TYPED_INPUT
    if at_import and name in ("open", "np.load", "numpy.load", "np.loadtxt", "torch.load", "pd.read_csv", "plt.imread"):
        return FILE_AT_IMPORT
    if name in ("matplotlib.use", "mpl.use", "plt.switch_backend"):
        backend = values[0].value if values and isinstance(values[0], ast.Constant) else ""
        return WINDOW if str(backend).lower() not in ("", "agg", "svg", "pdf", "ps", "cairo", "inline") else ""
    if last in _GRADER_HAS_NO and isinstance(call.func, ast.Attribute) and not values:
        return DEVICE
    if last == "to" or name in ("torch.device", "torch.set_default_device", "torch.cuda.set_device", "torch.Generator"):
        return DEVICE if any(_names_device(value) for value in values) else ""
    if "device" in given and _names_device(given["device"]):
        return DEVICE
    if last == "DataLoader" and isinstance(given.get("num_workers"), ast.Constant) and given["num_workers"].value:  # type: ignore[attr-defined]
        return LOADER_WORKERS
    if name == "torch.compile":
        return COMPILES
    if name in ("os.system", "os.fork", "os.popen") or name.startswith(
        ("subprocess.", "multiprocessing.", "mp.Process")
    ):
        return PROCESSES
    return ""


def _names_device(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Constant)
        and isinstance(value.value, str)
        and value.value.partition(":")[0] in _GRADER_HAS_NO
    )


def _certain_nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the nodes that nothing guards, each with whether it runs when the module is imported."""
    stack: list[tuple[ast.AST, bool]] = [(tree, True)]
    while stack:
        node, at_import = stack.pop()
        yield node, at_import
        children: list[ast.AST] = list(ast.iter_child_nodes(node))
        if type(node).__name__ in ("Try", "TryStar"):
            children = [*node.orelse, *node.finalbody]  # type: ignore[attr-defined]
        elif isinstance(node, (ast.If, ast.IfExp)) and _is_guard(node.test):
            rest = node.orelse if isinstance(node.orelse, list) else [node.orelse]
            children = list(rest)
        inside = at_import and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        stack += [(child, inside) for child in children]


def _is_guard(test: ast.expr) -> bool:
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return bool(names & {"TYPE_CHECKING", "__name__", "is_available", "is_built"})
