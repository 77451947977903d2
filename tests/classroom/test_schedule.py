"""Which submissions are graded together, and in which order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scripts.classroom.engine.schedule import MAX_BATCH, MIN_BATCH, Schedule

NAMES = st.lists(st.text("0123456789abcdef", min_size=1, max_size=6), unique=True, max_size=200)
JOBS = st.integers(1, 8)


def drain(schedule: Schedule) -> list[list[str]]:
    batches = []
    while (batch := schedule.take()) is not None:
        batches.append(batch)
    return batches


@given(NAMES, JOBS)
def test_every_submission_once(names: list[str], jobs: int) -> None:
    batches = drain(Schedule(names, {}, jobs))
    assert sorted(one for batch in batches for one in batch) == sorted(names)
    assert all(0 < len(batch) <= MAX_BATCH for batch in batches)
    assert len(batches) >= min(len(names), jobs)  # every job has something to do
    assert len(batches) <= jobs or min(map(len, batches)) >= MIN_BATCH


@given(NAMES, JOBS, st.data())
def test_longest_first(names: list[str], jobs: int, data: st.DataObject) -> None:
    """Each batch, and the first of all batches, begin with what takes longest; what was never timed may be longer still."""
    seconds = {one: data.draw(st.floats(0, 1e4)) for one in names[::2]}
    timed = {one: seconds.get(one, float("inf")) for one in names}
    batches = drain(Schedule(names, seconds, jobs))
    for batch in [*batches, [batch[0] for batch in batches]]:
        assert [timed[one] for one in batch] == sorted((timed[one] for one in batch), reverse=True)


@given(NAMES.filter(bool), JOBS, st.data())
def test_failing_processes_lose_nothing(names: list[str], jobs: int, data: st.DataObject) -> None:
    """Whatever each batch leaves comes back until all is graded, and what a process died at comes back by itself."""
    schedule = Schedule(names, {}, jobs)
    graded: list[str] = []
    blamed: set[str] = set()
    while schedule:
        batch = schedule.take()
        assert batch is not None
        assert len(batch) == 1 or not blamed & set(batch)
        done = data.draw(st.integers(0, len(batch)))
        graded += batch[:done]
        rest = batch[done:]
        if rest and rest[0] not in blamed:  # the second time it has to end
            blamed.add(rest[0])
            schedule.put_back(rest[:1], alone=True)
            schedule.put_back(rest[1:], alone=False)
        else:
            graded += rest
    assert sorted(graded) == sorted(names)
    assert schedule.take() is None


def test_suspects_come_last() -> None:
    """A batch that waits goes before a submission at which a process died: it may take the machine down again."""
    schedule = Schedule(["a", "b", "c"], {}, 3)
    assert schedule.take() == ["a"]
    schedule.put_back(["a"], alone=True)
    schedule.put_back(["d", "e"], alone=False)
    assert drain(schedule) == [["b"], ["c"], ["d", "e"], ["a"]]
