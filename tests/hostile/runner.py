"""Grades every hostile submission in one tier and records what each of them got: points, secrets, leftovers, harm.

Run as ``python -m tests.hostile.runner --tier root --out FILE``, in a process of its own: it is the trusted process that is
attacked, and the tiers need different users.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import msgspec
import psutil

import autograder.api
import autograder.isolation.workspace
from autograder import submission as intake
from autograder.gradescope.results import to_results
from autograder.isolation.scratch import remove
from autograder.isolation.worker_ids import FIRST_UID, LAST_UID
from autograder.model.grading import Grading, Outcome
from autograder.model.manifest import Limits
from autograder.reports import page
from autograder.submission import collector
from tests.hostile.arena import PATIENT, SHORT, TESTS, WRONG, Arena, leaked
from tests.hostile.decoder import MAX_CODED, coded
from tests.hostile.packages import PACKAGES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SUBMISSIONS = Path(__file__).with_name("submissions")
LIMIT_ENDS = {"time", "memory"}
# For all files of a submission, in place of 20: little, for the suite's sake, as the limits of SHORT.
READING_SECONDS = 5.0
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/run/user")


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """The header of a hostile submission: what it tries, and how each test that it attacks ends, by tier.

    "passed" is a point earned honestly. Several endings, separated by ``|``, are all acceptable, and a test that may not pass may
    always end by a limit (``LIMIT_ENDS``): which comes first, the attack's end or the limit, depends on the machine. What decides is
    that no point is gained, no secret leaves, and nothing is harmed. ``refused`` is for submissions that cannot be graded at all.
    """

    title: str
    ends: dict[str, str]
    ends_user: dict[str, str] = {}
    refused: bool = False
    slow: bool = False  # ends by a limit, and is left out of the additional tiers


class Record(msgspec.Struct):
    """What one submission got in one tier."""

    case: str
    tier: str
    title: str
    expected: dict[str, str]
    ended: dict[str, str]
    points: float
    earned: float  # of those, what the code earns honestly
    shown: int  # characters of secrets and hidden inputs in what a student sees
    coded: int  # the most characters that are coded in what a student sees of one test
    reached: int  # characters of secrets in what its worker could print
    breaches: list[str]
    left: list[str]  # processes, files, IPC objects
    changed: list[str]  # files of the trusted side that are not as they were
    harmed: list[str]  # honest tests that did not pass beside it or after it
    memory_mb: float  # by which the trusted process's peak grew
    seconds: float
    visible: str = ""  # kept where something is wrong
    staff: str = ""


def header(path: Path) -> Expected:
    source = (path / "src" / "attack.py" if path.is_dir() else path).read_text(encoding="utf-8")
    text = re.match(r'r?"""(.*?)"""', source, re.DOTALL)
    assert text is not None, f"{path} has no header"
    return msgspec.convert(tomllib.loads(text[1]), Expected)


def limits_for(ends: dict[str, str]) -> Limits:
    """Return the limits of the attacked tests: short ones where the attack is expected to end by them."""
    return SHORT if any("time" in endings.split("|") for endings in ends.values()) else PATIENT


def cases() -> dict[str, Path]:
    """Return every hostile submission by name."""
    found = {path.stem: path for path in sorted(SUBMISSIONS.iterdir()) if path.suffix == ".py" or path.is_dir()}
    found.pop("__pycache__", None)
    return found


class Listener:
    """Sockets on which nothing may arrive."""

    def __init__(self, top: Path, token: str) -> None:
        self.heard: list[str] = []
        self._sockets: list[socket.socket] = []
        tcp = self._open(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = self._open(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{token}.stream")
        self._open(socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{token}.datagram")
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, str(top / "stream"))
        self._open(socket.AF_UNIX, socket.SOCK_DGRAM, str(top / "datagram"))
        for name in ("stream", "datagram"):
            (top / name).chmod(0o777)
        self.facts = {"TCP": str(tcp.getsockname()[1]), "UDP": str(udp.getsockname()[1])}

    def _open(self, family: int, kind: int, address: object) -> socket.socket:
        sock = socket.socket(family, kind)
        sock.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            sock.listen()
        sock.setblocking(False)
        self._sockets.append(sock)
        return sock

    def find_arrivals(self) -> list[str]:
        """Return what has arrived."""
        heard = []
        for sock in self._sockets:
            with contextlib.suppress(BlockingIOError):
                what = sock.accept()[0].getpeername() if sock.type == socket.SOCK_STREAM else sock.recv(4096)
                heard.append(f"arrived at {sock.getsockname()!r}: {what!r:.60}")
        return heard

    def close(self) -> None:
        for sock in self._sockets:
            sock.close()


class Witness:
    """Compares files and processes before and after a submission."""

    def __init__(self, arena: Arena, grader: autograder.api.Grader) -> None:
        self.arena, self.grader = arena, grader
        self.me = psutil.Process()
        self.state = self._state()

    def _state(self) -> dict[str, object]:
        state: dict[str, object] = {}
        pristine = self.grader.workspace.work / "pristine"
        for path in sorted([*self.arena.top.rglob("*"), *pristine.rglob("*")]):
            about = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            state[str(path)] = (about.st_mode, about.st_uid, about.st_mtime_ns, about.st_size, content)
        server = self.grader.workspace.server.pid
        for pid in (os.getpid(), server):
            state[f"affinity of {pid}"] = sorted(os.sched_getaffinity(pid))
            state[f"priority of {pid}"] = os.getpriority(os.PRIO_PROCESS, pid)
            state[f"limits of {pid}"] = [
                resource.prlimit(pid, which) for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU)
            ]
        return state

    def changed(self) -> list[str]:
        before, self.state = self.state, self._state()
        keys = before.keys() | self.state.keys()
        return sorted(key for key in keys if before.get(key) != self.state.get(key))

    def processes(self) -> list[str]:
        found = []
        for process in self.me.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.pid != self.grader.workspace.server.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"process {process.pid} {process.name()}")
        return found

    def files(self) -> list[str]:
        found = [f"scratch {path.name}" for path in self.grader.workspace.server._scratch.iterdir()]
        known = {"pristine", *(path.name for path in self.grader._runner.mistakes.trees.values())}
        found += [f"tree {path.name}" for path in self.grader.workspace.work.iterdir() if path.name not in known]
        for folder in SHARED_FOLDERS:
            with contextlib.suppress(OSError):
                found += [os.path.join(folder, name) for name in os.listdir(folder) if self.arena.token in name]
        return found

    def ipc(self) -> list[str]:
        found = []
        for kind in ("shm", "sem", "msg"):
            with contextlib.suppress(OSError):
                head, *lines = Path("/proc/sysvipc", kind).read_text().splitlines()
                for line in lines:
                    about = dict(zip(head.split(), line.split(), strict=True))
                    if any(FIRST_UID <= int(about[whose]) <= LAST_UID for whose in ("uid", "cuid")):
                        found.append(f"{kind} {line.split()[:2]}")
        return found

    def left(self, patience: float) -> list[str]:
        """Return what is left over once killed processes have had time to go."""
        deadline = time.monotonic() + patience
        while True:
            found = [*self.processes(), *self.files(), *self.ipc()]
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(0.02)


def visible(grading: Grading, *, with_page: bool) -> str:
    """Return everything that a student may see."""
    results = to_results(grading)
    results.pop("execution_time", None)
    results.get("extra_data", {}).pop("digest", None)
    parts = [json.dumps(results, indent=1, ensure_ascii=False)]
    for outcome in grading.outcomes:
        parts += [outcome.message, outcome.hint, outcome.traceback]
    if with_page:  # made of the same texts, and slow
        html = page.render_page(msgspec.structs.replace(grading, digest=""))
        parts.append(unescape(re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)))
    return "\n".join([*parts, *grading.notices])


def printed(grading: Grading) -> str:
    """Return what the workers printed."""
    return "\n".join(outcome.printed for outcome in grading.outcomes if outcome.printed)


class Runner:
    """Grades hostile submissions in one tier."""

    def __init__(self, tier: str, without: list[str], folder: Path, patience: float) -> None:
        self.tier, self.folder, self.patience = tier, folder, patience
        self.label = f"{tier} as {'root' if os.geteuid() == 0 else 'a user'}" + "".join(
            f", no {name}" for name in without
        )
        self.arena = Arena(folder / "arena")
        os.environ["ARENA_SECRET"] = self.arena.secrets["environment"]
        self.memory = bytearray(self.arena.secrets["memory"].encode())  # mutable, so that it is a copy of its own
        self.listener = Listener(self.arena.top, self.arena.token)
        collector.MAX_READING_SECONDS = READING_SECONDS  # type: ignore[attr-defined]
        if without:
            original = autograder.isolation.workspace.choose_plan

            def weaker(wanted: object) -> object:
                given = original(wanted)  # type: ignore[arg-type]
                return msgspec.structs.replace(given, layers=[layer for layer in given.layers if layer not in without])

            autograder.isolation.workspace.choose_plan = weaker  # type: ignore[assignment]

    @contextlib.contextmanager
    def grader(self) -> Iterator[autograder.api.Grader]:
        with autograder.api.Grader(self.arena.build, tier=self.tier) as grader:  # type: ignore[arg-type]
            other = grader.workspace.tree({"src/attack.py": f"# {self.arena.secrets['other']}\n".encode()})
            self.arena.facts |= {
                "TIER": self.tier, **self.listener.facts, "SERVER": str(grader.workspace.server.pid), "WORK": str(grader.workspace.work), "SIBLING": str(other),
                "SCRATCHES": str(grader.workspace.server._scratch), "PRISTINE": str(grader.workspace.work / "pristine"),
            }  # fmt: skip
            grader._runner.mistakes.trees["", "another submission"] = other
            yield grader

    def run(self, wanted: dict[str, Path], on: Callable[[Record], None]) -> None:
        with self.grader() as grader:
            honest = self.arena.submission(self.folder / "honest")
            whole = grader.grade(honest)
            assert whole.score == whole.maximum == len(TESTS), [o for o in whole.outcomes if o.status != "passed"]
            grader.grade(self.arena.submission(self.folder / "mistaken", WRONG))  # so that a mistake's tree is there
            witness = Witness(self.arena, grader)
            for name, path in wanted.items():
                on(self.one(grader, witness, honest, name, path))
            whole = grader.grade(honest)
            assert whole.score == whole.maximum, [o for o in whole.outcomes if o.status != "passed"]
            scratch = grader.workspace.server._scratch, grader.workspace.work
        assert not any(path.exists() for path in scratch), "the grader left its folders behind"
        self.listener.close()
        with contextlib.suppress(FileNotFoundError):  # for the next run; what was found has been noted
            subprocess.run(["ipcrm", "-M", "7777", "-S", "7777", "-Q", "7777"], capture_output=True, check=False)
        for shared in SHARED_FOLDERS:
            with contextlib.suppress(OSError):
                for name in os.listdir(shared):
                    if self.arena.token in name:
                        remove(Path(shared, name))

    def one(
        self, grader: autograder.api.Grader, witness: Witness, honest: Path, name: str, path: Path | None
    ) -> Record:
        expected = header(path) if path is not None else PACKAGES[name].expected
        ends = {**expected.ends, **(expected.ends_user if self.tier == "user" else {})}
        place = self.folder / f"submission-{name}"
        submission = self.arena.submission(place, path) if path is not None else PACKAGES[name].make(place, self.arena)
        started, peak = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wanted = [TESTS[short] for short in [*ends, "after"]]
        grader.manifest = self.arena.manifest(limits_for(ends))
        grading, refusal = None, ""
        ran: list[Outcome] = []
        try:
            grading = grader.grade(submission, only=wanted, on_result=ran.append)
        except intake.SubmissionError as error:
            refusal = str(error)
        except Exception as error:
            refusal = f"CRASH {type(error).__name__}: {error}"
        seconds = time.monotonic() - started
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / 1024
        ended = {}
        if grading is not None:
            short = {identifier: key for key, identifier in TESTS.items()}
            ended = {
                short[outcome.test.id]: outcome.reason for outcome in grading.outcomes if outcome.test.id in wanted
            }
        grader.manifest = self.arena.manifest()
        checked = [TESTS["outputs"]]
        again = grader.grade(honest, only=checked)
        harmed = [
            outcome.test.id for outcome in again.outcomes if outcome.test.id in checked and outcome.status != "passed"
        ]
        if ended.pop("after", "passed") != "passed":
            harmed.append("the honest test beside the attack")
        seen, staff = refusal, ""
        if grading is not None:
            seen, staff = visible(grading, with_page=name.startswith(("leaks", "injects"))), printed(grading)
        secrets, inputs = list(self.arena.secrets.values()), list(self.arena.inputs.values())
        breaches = re.findall(r"BREACH: (.*)", staff) + self.listener.find_arrivals()
        if ran != sorted(ran, key=lambda outcome: not outcome.test.public):
            breaches.append("a public test ran after a hidden one")
        texts = ["\n".join((one.message, one.traceback, one.hint)) for one in grading.outcomes] if grading else []
        source = path.read_text(encoding="utf-8") if path is not None and path.is_file() else ""
        if "loot.done()" in source and "DONE" not in staff and not {"time", "protocol"} & {*ended.values()}:
            breaches.append("the attack did not get to its end")
        breaches += [refusal] if refusal.startswith("CRASH") else []
        record = Record(
            case=name, tier=self.label, title=expected.title, expected=ends if not expected.refused else {}, ended=ended,
            points=sum(end == "passed" for end in ended.values()), earned=sum(end == "passed" for end in ends.values()),
            shown=leaked(seen, [*secrets, *inputs]), coded=max((coded(text, [*secrets, *inputs]) for text in texts), default=0),
            reached=leaked(staff, secrets), breaches=breaches, left=witness.left(self.patience),
            changed=witness.changed(), harmed=harmed, memory_mb=grown, seconds=seconds,
        )  # fmt: skip
        if problems(record):
            record.visible, record.staff = (
                seen[:6000],
                "\n".join(o.staff for o in grading.outcomes)[:6000] if grading else "",
            )
        shutil.rmtree(place, ignore_errors=True)
        return record


def problems(record: Record) -> list[str]:
    """Return what is wrong with the record of a submission, in sentences; empty where every layer held."""
    found = []
    if record.points > record.earned:
        found.append(f"gained {record.points - record.earned:g} points")
    for test, ends in record.expected.items():
        acceptable = set(ends.split("|"))
        if "passed" not in acceptable:
            acceptable |= LIMIT_ENDS
        if record.ended.get(test) not in acceptable:
            found.append(f"{test} ended as {record.ended.get(test)!r}, not {ends!r}")
    if not record.expected and record.ended:
        found.append("was graded at all")
    found += [f"{record.shown} characters of secrets shown to the student"] if record.shown else []
    if record.coded > MAX_CODED:
        found.append(f"{record.coded} characters of secrets coded in what one test shows")
    found += [f"{record.reached} characters of secrets reached the worker"] if record.reached else []
    found += record.breaches
    found += [f"left over: {what}" for what in record.left]
    found += [f"changed: {what}" for what in record.changed]
    found += [f"harmed: {what}" for what in record.harmed]
    if record.memory_mb > 450:
        found.append(f"made the trusted process grow by {record.memory_mb:.0f} MB")
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tier", required=True)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--quick", action="store_true", help="leave out what ends by a limit")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds that killed processes have to go")
    parser.add_argument("--show", action="store_true", help="print what a student and staff saw of what went wrong")
    parser.add_argument("--out", type=Path)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    os.umask(0o022)
    found: dict[str, Path | None] = {**cases(), **dict.fromkeys(PACKAGES)}
    wanted = {name: path for name, path in found.items() if not given.names or name in given.names}
    if given.quick:
        wanted = {name: path for name, path in wanted.items() if path is not None and not header(path).slow}
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o755)
    records: list[Record] = []

    def on(record: Record) -> None:
        records.append(record)
        wrong = problems(record)
        if wrong or not given.out:
            verdict = "; ".join(wrong) or "ok"
            print(
                f"{record.seconds:5.2f}s {record.memory_mb:4.0f}MB {record.case}: {verdict} {record.ended}", flush=True
            )
            if wrong and given.show:
                print(record.visible, record.staff, sep="\n---- staff\n")

    try:
        Runner(given.tier, given.without, folder, given.patience).run(wanted, on)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if given.out:
        given.out.write_bytes(msgspec.json.encode(records))


if __name__ == "__main__":
    main()
