"""Every hostile submission in every tier that this machine offers gains no point, gets no secret out, leaves and harms nothing.

One run per tier grades them all in one grader; a table of what each got is written to ``dist/hostile.txt``. Timing as a channel for
secrets is out of scope, and so are the 32 bits that one test may tell (docs/security.md); more of them in any code is a leak.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from autograder.isolation.layers import landlock, tiers
from tests.hostile.packages import PACKAGES
from tests.hostile.runner import Record, cases, problems

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "dist" / "hostile.txt"
ORDINARY_UID = 61_234  # without an account; outside the range that workers get

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox has its layers only on Linux"),
    pytest.mark.timeout(3600),
]

# What could profit from a missing Landlock.
WITHOUT_LANDLOCK = [
    "changes_modes", "fills_deeply", "fills_unseen", "leaves_state", "marks_shared_files", "network", "neighbours", "privileges",
    "reads_build", "reads_environment", "reads_memory", "reads_secrets", "scans_memory", "shadows_modules", "signals_others",
    "writes_results",
]  # fmt: skip
# What succeeds without layers, so that the suite shows that it notices.
CONTROLS = {
    "reads_build": "reached the worker",
    "leaves_state": "left over: /",
    "network": "arrived at",
    "writes_results": "changed: /",
    "tampers_with_layers": "through",
    "fills_without_writing": "a shared mapping gave",
}


class Tier(NamedTuple):
    name: str
    tier: str
    arguments: list[str] = []  # noqa: RUF012
    uid: int | None = None  # None: the user who runs the tests


PRACTICE = Tier("practice", "practice", ["--patience", "1", *CONTROLS], uid=ORDINARY_UID)  # what they leave stays


def find_tiers() -> list[Tier]:
    """Return the tiers that this machine offers."""
    has_landlock = bool(landlock.detect_abi())
    found = []
    if os.geteuid() == 0 and tiers.find_interpreter_obstacle() is None:
        found.append(Tier("root", "root"))
        found.append(Tier("root, no Landlock", "root", ["--without", tiers.LANDLOCK, *WITHOUT_LANDLOCK]))
    if has_landlock and os.geteuid() == 0:
        if tiers.find_unreadable_parent(ROOT) is None and tiers.find_interpreter_obstacle() is None:
            found.append(Tier("user", "user", uid=ORDINARY_UID))
        found.append(Tier("user, as root", "user", ["--quick"]))
    elif has_landlock:
        found.append(Tier("user", "user"))
    return found


def run(tier: Tier) -> list[Record]:
    with tempfile.TemporaryDirectory(prefix="hostile-run-") as folder:
        out = Path(folder) / "records.json"
        Path(folder).chmod(0o777)
        environment = {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "HOME": folder,
            "TMPDIR": "/tmp",
        }
        user = {} if tier.uid is None else {"user": tier.uid, "group": tier.uid, "extra_groups": []}
        command = [
            sys.executable,
            "-m",
            "tests.hostile.runner",
            "--tier",
            tier.tier,
            "--out",
            str(out),
            *tier.arguments,
        ]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3500, **user)
        assert out.exists(), f"{tier.name}: the run broke off\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return msgspec.json.decode(out.read_bytes(), type=list[Record])


@pytest.fixture(scope="module")
def futures() -> Iterator[dict[str, Future[list[Record]]]]:
    """Return the run of each tier. Two go on at a time, a short one last, so that both processors are in use to the end."""
    found = find_tiers()
    with ThreadPoolExecutor(2) as pool:
        open_tiers = [tier for tier in found if tier.tier == "root"] + ([PRACTICE] if os.geteuid() == 0 else [])
        futures = {tier.name: pool.submit(run, tier) for tier in open_tiers}
        # A worker without Landlock reads what everybody may, and the builds of the user tiers are such.
        readers = [futures[tier.name] for tier in open_tiers if tier.name != "root"]

        def run_after_readers(tier: Tier) -> list[Record]:
            wait(readers)
            return run(tier)

        yield futures | {tier.name: pool.submit(run_after_readers, tier) for tier in found if tier.tier == "user"}


@pytest.fixture(scope="module")
def runs(futures: dict[str, Future[list[Record]]]) -> dict[str, list[Record]]:
    records = {name: future.result() for name, future in futures.items() if name != PRACTICE.name}
    if not records:
        pytest.skip(
            "no tier with layers here: neither root with an interpreter that other users can read, nor Landlock"
        )
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(records), encoding="utf-8")
    print(f"what every hostile submission got: {TABLE}")
    return records


def table(runs: dict[str, list[Record]]) -> str:
    lines = []
    for tier, records in runs.items():
        lines += [f"Tier {tier}: {len(records)} hostile submissions", ""]
        head = f"{'submission':<24}{'points gained':>14}{'leaked bytes':>13}{'leftovers':>10}{'harmed':>7}  ended"
        lines += [head, "-" * len(head)]
        for record in records:
            ends = ", ".join(f"{test} {end}" for test, end in record.ended.items()) or "refused before grading"
            gained, leaked = max(0.0, record.points - record.earned), record.shown + record.reached
            lines.append(
                f"{record.case:<24}{gained:>14g}{leaked:>13}{len(record.left):>10}{len(record.harmed):>7}  {ends}"
                + ("".join(f"\n    ! {problem}" for problem in problems(record)))
            )
        gained = sum(max(0.0, record.points - record.earned) for record in records)
        lines += [
            "-" * len(head),
            f"{'together':<24}{gained:>14g}{sum(r.shown + r.reached for r in records):>13}"
            f"{sum(len(r.left) for r in records):>10}{sum(len(r.harmed) for r in records):>7}",
            "",
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("case", [*cases(), *PACKAGES])
def test_hostile_submission_gets_nothing(case: str, runs: dict[str, list[Record]]) -> None:
    """A hostile submission gets neither points nor secrets in any tier, and costs other submissions nothing."""
    found = [record for records in runs.values() for record in records if record.case == case]
    assert found, f"{case} was run in no tier"
    wrong = [
        f"{record.tier}: {problem}\n{record.visible}\n{record.staff}"
        for record in found
        for problem in problems(record)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_tier_ran_every_case(runs: dict[str, list[Record]]) -> None:
    everything = {*cases(), *PACKAGES}
    assert len(everything) >= 35
    for tier, records in runs.items():
        if tier in ("root", "user"):
            assert {record.case for record in records} == everything
        else:
            assert len(records) >= len(WITHOUT_LANDLOCK)


def test_attacks_succeed_without_layers(futures: dict[str, Future[list[Record]]]) -> None:
    """The suite notices an attack that succeeds, so a case without findings really failed."""
    if PRACTICE.name not in futures:
        pytest.skip("needs root to become a user who owns nothing else")
    records = {record.case: record for record in futures[PRACTICE.name].result()}
    missed = {
        case: problems(records[case])
        for case, sign in CONTROLS.items()
        if sign not in "\n".join(problems(records[case]))
    }
    assert not missed
