"""Read ``survivors.toml``: the mutants of a problem that no test notices, each with the reason why it is right."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from scripts.coursespec.files import read_text
from scripts.coursespec.model import Problem
from scripts.errors import SpecError
from scripts.proof.mutants import Mutant

MIN_REASON = 10  # characters: fewer give no reason


class Survivor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``survivors.toml``."""

    file: str
    owner: str
    before: str
    after: str
    why: str

    @property
    def name(self) -> tuple[str, str, str, str]:
        """The name of the mutant."""
        return self.file, self.owner, self.before, self.after


class Survivors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``survivors.toml``."""

    survivor: list[Survivor] = []


def read_survivors(problem: Problem) -> list[Survivor]:
    """Read the problem's ``survivors.toml``; without one there are no entries.

    Raises:
        SpecError: it is not valid.
    """
    path = problem.folder / "survivors.toml"
    if not path.is_file():
        return []
    display_path = f"{problem.display_path}/survivors.toml"
    try:
        survivors = msgspec.toml.decode(read_text(path, display_path), type=Survivors).survivor
    except msgspec.MsgspecError as error:
        raise SpecError(f"{display_path}: {error}; an entry has file, owner, before, after and why.") from error
    for survivor in survivors:
        if len(survivor.why) < MIN_REASON:
            raise SpecError(
                f"{display_path}: '{survivor.after}' has no reason; say in 'why' why it is right all the same."
            )
    return survivors


def compare_survivors(problem: Problem, mutants: Sequence[Mutant], survived: Sequence[Mutant]) -> list[str]:
    """Compare the survivors of a problem with its ``survivors.toml``.

    Args:
        problem: whose mutants they are.
        mutants: all of them.
        survived: those that no test notices.

    Returns:
        What is wrong, a sentence each: a survivor without an entry, an entry without a survivor.

    Raises:
        SpecError: ``survivors.toml`` is not valid.
    """
    entries = {entry.name for entry in read_survivors(problem)}
    display_path = f"{problem.display_path}/survivors.toml"
    found = [
        f"{problem.display_path}/{mutant.path}:{mutant.line}: no test notices when '{mutant.before}' becomes "
        f"'{mutant.after}' in {mutant.owner or 'the module'}; write one, or list it in survivors.toml."
        for mutant in survived
        if mutant.name not in entries
    ]
    made, alive = {mutant.name for mutant in mutants}, {mutant.name for mutant in survived}
    for entry in sorted(entries):
        if entry not in made:
            found.append(f"{display_path}: '{entry[3]}' is not among the changes made any more; delete the entry.")
        elif entry not in alive:
            found.append(
                f"{display_path}: a test notices '{entry[3]}' in {entry[1] or 'the module'}; delete the entry."
            )
    return found
