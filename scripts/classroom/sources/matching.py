"""Who of the roster handed something in: by the keys that platforms give, then by name where one person only has it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from scripts.classroom.sources.model import Person

KEYS = ("email", "sid", "login", "platform_id", "github")  # of which one is enough


class Matcher:
    """Finds people in a list; nobody is guessed.

    Args:
        people: the roster, or everybody known.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for index, person in enumerate(people):
            for key in KEYS:
                if value := getattr(person, key):
                    self._by_key[key, value.casefold()].append(index)
            for name in name_forms(person.name):
                self._by_name[name].append(index)

    def find(self, person: Person) -> int | str:
        """Return the position of a person in the list, or a sentence that says why nobody is sure to be meant.

        A name decides where one person alone has it and no key says otherwise.
        """
        for key in KEYS:
            value = getattr(person, key)
            found = self._by_key.get((key, value.casefold()), []) if value else []
            if len(found) == 1:
                return found[0]
            if found:
                return f"{person.describe()}: {len(found)} people in the roster have the {_WORDS[key]} {value}"
        # A folder's name may be anybody's key, where the export says nothing else.
        if person.name and not any(getattr(person, key) for key in KEYS):
            loose = {index for key in KEYS for index in self._by_key.get((key, person.name.casefold()), [])}
            if len(loose) == 1:
                return loose.pop()
        named = set(self._by_name.get(fold_name(person.name), [])) if person.name else set()
        named = {index for index in named if not _contradict(person, self._people[index])}
        if len(named) == 1:
            return named.pop()
        if named:
            others = " and ".join(sorted(self._people[index].describe() for index in named))
            return f"{person.describe()}: the name fits {len(named)} people, {others}"
        return f"{person.describe()}: nobody in the roster has this name or key"


def _contradict(one: Person, other: Person) -> bool:
    """Return whether a key that both have says that they are two people."""
    for key in KEYS:
        a, b = getattr(one, key).casefold(), getattr(other, key).casefold()
        is_comparable = (
            key != "platform_id" or a.partition(":")[0] == b.partition(":")[0]
        )  # numbers of the same platform
        if a and b and a != b and is_comparable:
            return True
    return False


_WORDS = {
    "email": "address",
    "sid": "student number",
    "login": "login",
    "platform_id": "number",
    "github": "GitHub name",
}


def fold_name(name: str) -> str:
    """Return a name without accents, case, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if character.isalnum())


def name_forms(name: str) -> set[str]:
    """Return the forms of a name by which platforms call a person: "Jane Doe", and Canvas's "doejane"."""
    words = name.split()
    forms = {fold_name(name)}
    forms |= {fold_name(" ".join(words[cut:] + words[:cut])) for cut in range(1, len(words))}
    return forms - {""}
