"""Which of a submission's files are taken, and what the student is told about the others."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath

import msgspec

from autograder.model.manifest import Manifest
from autograder.submission.outline import MAX_BYTES, Import, Unreadable, imports_of
from autograder.submission.sources import Refused, Source, SubmissionError, opened, shown

DEEPEST_ROOT = 3  # folders between the top of what was handed in and the root of the assignment's tree
MAX_HELPERS = 40
MAX_NOTICES = 30

# Modules that the grader or Python itself loads by name; a student's own would never be what was meant.
RESERVED = {"__init__", "__main__", "autograder", "conftest", "pytest", "sitecustomize", "testkit", "usercustomize"}


class Submission(msgspec.Struct, frozen=True):
    """What is graded: ``files`` by their POSIX path from the root of the assignment's tree.

    ``notices`` are sentences for the student, free of anything secret. ``digest`` is that of the files.
    """

    name: str
    files: dict[str, bytes]
    notices: list[str]
    digest: str


def digest_of(files: dict[str, bytes]) -> str:
    """A digest of names and contents that does not depend on their order."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return whole.hexdigest()


def take(submission: Path, manifest: Manifest, tree: Path | None = None) -> Submission:
    """The files of a submission that are graded.

    Args:
        submission: a folder, a zip or a single Python file; the assignment's files may lie a few folders deep in it.
        manifest: what the assignment names as editable, and its limits.
        tree: the build's pristine tree. What it holds is never taken; an edited copy of it earns a notice.

    Raises:
        SubmissionError: nothing of it can be graded, in one sentence.
    """
    with opened(submission, manifest.submission) as source:
        return Collector(source, manifest, tree).result(_name(submission))


def _name(path: Path) -> str:
    path = path if path.name not in ("", "..") else path.resolve()
    name = path.name if path.is_dir() else path.stem
    return shown(name) or "submission"


class Collector:
    """One submission on its way in."""

    def __init__(self, source: Source, manifest: Manifest, tree: Path | None) -> None:
        self.source, self.manifest, self.tree = source, manifest, tree
        self.notices: list[str] = []
        self.files: dict[str, bytes] = {}
        self.packages = set(manifest.packages)
        self.folders = {str(PurePosixPath(name).parent) for name in manifest.editable}
        self.flat: dict[str, str] = {}  # editable file -> where it lay in a submission without folders
        self.root = self._find_root()
        below = [name for name in source.files if name.startswith(self.root)]
        self.here = {name[len(self.root) :] for name in below}
        odd = {name[len(self.root) :] for name in source.odd if name.startswith(self.root)}
        self.tops = {name.partition("/")[0] for name in self.here if "/" in name}
        self.by_case = _by_case(self.here | odd)
        self.given: set[str] = set()  # files and folders of the course
        if tree is not None:
            self.given = {path.relative_to(tree).as_posix() for path in tree.rglob("*")}
        self.budget = int(manifest.submission.max_total_mb * 2**20)

    def result(self, name: str) -> Submission:
        scripts = [file for file in self.source.files if file.endswith((".py", ".ipynb"))]
        most = self.manifest.submission.max_files
        if len(scripts) > most:
            raise SubmissionError(
                f"The submission holds {len(scripts):,} Python files, and at most {most:,} are looked through; hand "
                "in only what you wrote, without environments and libraries."
            )
        for file in self.manifest.editable:
            self._take_editable(file)
        if not self.files:
            raise SubmissionError(self._nothing())
        self._odd_ones()
        self._shadows()
        self._edited()
        self._follow_imports()
        notices = list(dict.fromkeys(self.notices))
        if len(notices) > MAX_NOTICES:
            notices[MAX_NOTICES:] = [f"There are {len(notices) - MAX_NOTICES} more remarks of this kind."]
        return Submission(name, dict(sorted(self.files.items())), notices, digest_of(self.files))

    # Where the assignment's tree begins

    def _find_root(self) -> str:
        """The folder (with its slash; empty for the top) that holds most of the editable files."""
        held: Counter[str] = Counter()
        for file in [*self.source.files, *self.source.odd]:
            for wanted in self.manifest.editable:
                if file == wanted or file.endswith("/" + wanted):
                    held[file[: len(file) - len(wanted)]] += 1
        roots = [root for root in held if root.count("/") <= DEEPEST_ROOT]
        if not roots:
            self._find_flat()
            return ""
        # A copy of the starter code deeper down may be more whole than the work.
        most = max(held[root] for root in roots)
        rivals = sorted(
            (root for root in roots if 2 * held[root] >= most), key=lambda root: (root.count("/"), -held[root], root)
        )
        if len(rivals) > 1:
            named = [f"{shown(root.rstrip('/'))}/" if root else "its top folder" for root in rivals]
            self.notices.append(
                f"The submission holds the assignment's files more than once, in {' and '.join(named[:3])}; what is in {named[0]} "
                "was graded. If that is not what you meant, hand in that folder alone."
            )
        return rivals[0]

    def _find_flat(self) -> None:
        """A submission without folders, such as files dragged one by one into a browser."""
        names = Counter(PurePosixPath(wanted).name for wanted in self.manifest.editable)
        for wanted in self.manifest.editable:
            last = PurePosixPath(wanted).name
            if names[last] == 1 and last in self.source.files:
                self.flat[wanted] = last
                self.notices.append(f"{last} lay at the top of your submission; it was taken as {wanted}.")

    # Editable files

    def _take_editable(self, file: str) -> None:
        where = self.flat.get(file, self.root + file)
        if file not in self.here and file not in self.flat:
            self.notices.append(self._missing(file))
            return
        if self._clash(file):
            return
        data = self._read(where, file)
        if data is not None:
            self.files[file] = data

    def _missing(self, file: str) -> str:
        for known in (self.root + file, *(self.root + str(part) for part in list(PurePosixPath(file).parents)[:-1])):
            if known in self.source.odd:
                return f"{file} was not taken: {shown(known)} {self.source.odd[known]}."
        same = [name for name in self.by_case.get(_folded(file), []) if name != file]
        if same:
            return f"{file} is missing, but there is {shown(same[0])}: capitals and small letters count, so rename it."
        notebook = self._notebook(file)
        if notebook:
            return (
                f"{file} is missing. There is a notebook, {shown(notebook)}, but the grader reads only .py files: "
                f"copy what you wrote into {file} (in Jupyter: File, Save and Export Notebook As, Executable Script) "
                "and hand that in."
            )
        elsewhere = [name for name in self.here if PurePosixPath(name).name == PurePosixPath(file).name]
        if elsewhere:
            return f"{file} is missing. There is {shown(sorted(elsewhere)[0])}; if that is it, move it to {file}."
        return f"{file} is missing from your submission; tests that need it score zero."

    def _notebook(self, file: str) -> str:
        path = PurePosixPath(file)
        notebooks = sorted(name for name in self.source.files if name.endswith(".ipynb"))
        same = [name for name in notebooks if PurePosixPath(name).stem == path.stem]
        beside = [name for name in notebooks if name.rpartition("/")[0] in ("", self.root.rstrip("/"))]
        return (same or beside or [""])[0]

    def _nothing(self) -> str:
        """Why there is nothing to grade, in a sentence."""
        wanted = ", ".join(self.manifest.editable[:4]) + (", ..." if len(self.manifest.editable) > 4 else "")
        telling = [note for note in self.notices if any(word in note for word in ("not taken", "rename", "notebook"))]
        if telling:
            return telling[0]
        inner = [name for name in self.source.files if name.endswith((".zip", ".tar", ".gz", ".7z", ".rar"))]
        if inner:
            return (
                f"The submission holds the archive {shown(inner[0])} and none of the files to grade ({wanted}); "
                "unpack it and hand in what is inside."
            )
        if self.source.odd:
            name, why = min(self.source.odd.items())
            return f"None of the files to grade ({wanted}) could be taken: {shown(name)} {why}."
        if not self.source.files:
            return f"The submission is empty; it should hold {wanted}."
        return f"None of the files to grade is in the submission; it should hold {wanted}, in these folders."

    def _clash(self, file: str) -> bool:
        same = self.by_case.get(_folded(file), [])
        if len(same) < 2:
            return False
        others = ", ".join(shown(name) for name in same if name != file)
        self.notices.append(
            f"{file} was not taken: its name differs from {others} only in capitals, and many computers cannot keep "
            "both; hand in one of them."
        )
        return True

    def _read(self, where: str, file: str) -> bytes | None:
        limits = self.manifest.submission
        try:
            if self.budget <= 0:
                raise Refused(f"comes after {limits.max_total_mb:g} MB of other files, the most that is taken")
            data = self.source.read(where, min(int(limits.max_file_mb * 2**20), self.budget))
        except Refused as refused:
            self.notices.append(f"{file} was not taken: it {refused}.")
            return None
        self.budget -= len(data)
        return data

    # What is not taken

    def _odd_ones(self) -> None:
        for name, why in sorted(self.source.odd.items())[:MAX_NOTICES]:
            if not any(shown(name) in note for note in self.notices):
                self.notices.append(f"{shown(name)} was not taken: it {why}.")
        for name in sorted(self.source.files):
            if name.endswith((".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar")):
                self.notices.append(f"{shown(name)} was not opened: the grader reads no archive inside a submission.")

    def _shadows(self) -> None:
        """Modules at the root or beside the editable files that would hide a library, named for the student."""
        for name in sorted(self.here):
            path = PurePosixPath(name)
            if str(path.parent) not in self.folders | {"."} or name in self.files:
                continue
            if path.suffix == ".pth" or path.stem in ("sitecustomize", "usercustomize"):
                self.notices.append(f"{shown(name)} was not taken: it changes how Python starts.")
            elif path.suffix == ".py" and (path.stem in self.packages or path.stem in sys.stdlib_module_names):
                self.notices.append(
                    f"{shown(name)} was not taken: it has the name of the library {path.stem}. If your code needs it, "
                    "give it another name."
                )

    def _edited(self) -> None:
        """Files of the course that came back changed: their pristine copies are used."""
        if self.tree is None:
            return
        for path in sorted(self.tree.rglob("*.py")):
            name = path.relative_to(self.tree).as_posix()
            if name in self.files or name not in self.here or name.startswith("testkit/"):
                continue
            own = path.read_bytes()
            try:
                theirs = self.source.read(self.root + name, 2**20)
            except Refused:
                continue
            if _plain(theirs) != _plain(own):
                self.notices.append(f"Your {name} differs from the course's; the course's own is used.")

    # Imports

    def _follow_imports(self) -> None:
        """Take the helper modules that taken files import, and say which imports will fail."""
        waiting = [file for file in self.files if file.endswith(".py")]  # answers in TOML import nothing
        refused: set[str] = set()
        helpers = 0
        while waiting:
            file = waiting.pop(0)
            try:
                wanted = imports_of(self.files[file])
            except Unreadable as problem:
                self.notices.append(f"{file} {problem}.")
                continue
            if len(self.files[file]) > MAX_BYTES:
                self.notices.append(
                    f"{file} is longer than {MAX_BYTES // 1024} KB, so nobody looked at what it imports, and no module beside "
                    "it was taken for it; keep code and data apart."
                )
            for entry in wanted:
                for module in _modules(entry, file):
                    helper = module.replace(".", "/") + ".py"
                    if helper in self.files or helper in refused or helper not in self.here:
                        continue
                    if not self._is_helper(helper):
                        continue
                    refused.add(helper)
                    if helpers == MAX_HELPERS:
                        self.notices.append(f"{helper} was not taken: at most {MAX_HELPERS} extra modules are.")
                        continue
                    if self._clash(helper):
                        continue
                    data = self._read(self.root + helper, helper)
                    if data is not None:
                        helpers += 1
                        self.files[helper] = data
                        waiting.append(helper)
                self._explain(entry, file)

    def _is_helper(self, name: str) -> bool:
        path = PurePosixPath(name)
        if str(path.parent) not in self.folders or self._provided(name) or name in self.manifest.editable:
            return False
        stem = path.stem
        if stem in RESERVED or stem.startswith("test_") or stem.endswith("_test"):
            return False
        return stem not in self.packages and stem not in sys.stdlib_module_names

    def _provided(self, name: str) -> bool:
        return name in self.given

    def _explain(self, entry: Import, file: str) -> None:
        """A notice for an import that cannot work in the grader."""
        if not entry.certain:
            return
        top = entry.name.partition(".")[0]
        folder = str(PurePosixPath(file).parent)
        package = "" if folder == "." else folder.replace("/", ".")
        where = f"{file} line {entry.line}"
        if entry.level == 0 and top not in {name.split("/")[0] for name in self.folders}:
            if not top or top in self.packages or top in sys.stdlib_module_names or top == "testkit":
                return
            if package and (f"{folder}/{top}.py" in self.here or f"{folder}/{top}.py" in self.files):
                self.notices.append(
                    f"{where} imports {shown(top)} as if it were beside the tests; write `from {package}.{top} import "
                    f"...`, since everything runs from the folder above {folder}."
                )
            elif f"{top}.py" in self.here or top in self.tops:
                self.notices.append(
                    f"{where} imports {shown(top)}, which is not beside the files you edit, so it was not taken; move "
                    f"what you need from it into {file} or a module beside it."
                )
            else:
                listed = ", ".join(sorted(self.packages)) or "none"
                self.notices.append(
                    f"{where} imports {shown(top)}, which is not among this assignment's packages ({listed}); unless "
                    "it happens to be installed, every test that needs this file fails there. Remove the import if "
                    "you can, or ask the course staff."
                )
        elif self.tree is not None:
            base = _base(entry, file)
            path = base.replace(".", "/")
            known = (
                f"{path}.py" in self.files,
                f"{path}.py" in self.manifest.editable,
                {path, f"{path}.py"} & self.given,
            )
            if base and not any(known) and path not in self.folders:
                self.notices.append(f"{where} imports {shown(base)}, which {self._why_not(path)}.")

    def _why_not(self, path: str) -> str:
        """Why the module at ``path`` is not there for an import, after "which"."""
        if f"{path}.py" not in self.here and f"{path}/__init__.py" not in self.here:
            return "is not in your submission"
        folder, _, stem = path.rpartition("/")
        if (folder or ".") not in self.folders or f"{path}.py" not in self.here:
            return "was not taken (only modules directly beside the files you edit are)"
        return f"was not taken, because of its name: libraries or tests are called {shown(stem)}; give it another"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _by_case(names: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(_folded(name), []).append(name)
    return found


def _plain(source: bytes) -> bytes:
    return source.replace(b"\r\n", b"\n").strip()


def _base(entry: Import, file: str) -> str:
    """The module an import names, from the root of the tree; empty where its dots lead out of it."""
    if entry.level == 0:
        return entry.name
    package = list(PurePosixPath(file).parts[:-1])
    if entry.level - 1 > len(package):
        return ""
    package = package[: len(package) - entry.level + 1]
    return ".".join([*package, *([entry.name] if entry.name else [])])


def _modules(entry: Import, file: str) -> list[str]:
    """Every module that an import statement may load."""
    base = _base(entry, file)
    return [name for name in [base, *(f"{base}.{name}" if base else name for name in entry.names)] if name]


__all__ = ["Submission", "SubmissionError", "digest_of", "take"]
