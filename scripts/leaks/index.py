"""The secrets of an assignment, arranged such that a text is searched for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scripts.leaks.code_shapes import fragments
from scripts.leaks.extraction import Piece, pieces
from scripts.leaks.secrets import Category, Key, Kind, Secret
from scripts.leaks.streams import NUMBERS, TOKENS, WORDS, Stream
from scripts.leaks.thresholds import CHOSEN, Thresholds

STREAMS: dict[Kind, Stream] = {"line": TOKENS, "sentence": WORDS, "numbers": NUMBERS}
HEAD = 3  # values by which a sequence is looked up: every kind of sequence but a single number has as many
_STRICTEST_FIRST: tuple[Category, ...] = (
    "solution",
    "model answer",
    "rubric",
    "hidden test",
    "mistake",
    "alternative",
)

Found = tuple[Kind, Key]


class SecretIndex:
    """Secrets by the values that they begin with."""

    def __init__(self, secrets: Iterable[Secret], thresholds: Thresholds = CHOSEN) -> None:
        self.thresholds = thresholds
        self._sequences: dict[Kind, dict[tuple[object, ...], dict[Key, Secret]]] = {
            kind: defaultdict(dict) for kind in ("line", "sentence", "numbers", "number")
        }
        self._shapes: dict[Key, Secret] = {}
        for secret in secrets:
            if isinstance(secret.key, str):
                _keep_strictest(self._shapes, secret)
            else:
                _keep_strictest(self._sequences[secret.kind][secret.key[:HEAD]], secret)

    def search(self, piece: Piece) -> Iterator[tuple[Secret, int, bool]]:
        """Yield (secret, line, whether in the file's own code) for everything found in ``piece``."""
        text = piece.text

        def place(line: int) -> tuple[int, bool]:
            return line, piece.code and line not in piece.prose_lines

        for kind, stream in STREAMS.items():
            values = stream.values(text)
            found = list(self._find_sequences(kind, values))
            offsets = stream.offsets(text, (at for at, _ in found))
            for at, secret in found:
                yield (secret, *place(piece.line + text.count("\n", 0, offsets[at])))
        for first, tree in piece.trees:
            for fragment in fragments(tree, self.thresholds.fragment_nodes):
                if fragment.key in self._shapes:
                    yield (self._shapes[fragment.key], *place(first + fragment.line - 1))

    def _find_sequences(self, kind: Kind, values: Sequence[object]) -> Iterator[tuple[int, Secret]]:
        """Yield (index of its first value, secret) for the secrets in a stream of values."""
        heads = self._sequences[kind]
        for at, head in enumerate(zip(values, values[1:], values[2:], strict=False)):
            if head in heads:
                for key, secret in heads[head].items():
                    if tuple(values[at : at + len(key)]) == key:
                        yield at, secret
        if kind == "numbers":
            for at, number in enumerate(values):
                yield from ((at, secret) for secret in self._sequences["number"].get((abs(number),), {}).values())  # type: ignore[arg-type]

    def found_in(self, source: str) -> Iterator[Found]:
        """Yield (kind, key) of the secrets in the source of a Python file."""
        for piece in pieces("source.py", source.encode()):
            yield from ((secret.kind, secret.key) for secret, _, _ in self.search(piece))


def _keep_strictest(where: dict[Key, Secret], secret: Secret) -> None:
    """Keep one of equal secrets: that of the category which may be shared the least."""
    other = where.get(secret.key)
    rank = _STRICTEST_FIRST.index
    if other is None or rank(secret.origin.category) < rank(other.origin.category):
        where[secret.key] = secret
