"""A small build made by hand, full of planted secrets, that the hostile submissions attack.

It does not use the course's spec: one problem, two editable files, a handful of tests. ``src/attack.py`` is the hostile
file; ``src/honest.py`` stays honest, so that tests which need only that file show what an attack costs others.
"""

from __future__ import annotations

import base64
import codecs
import json
import os
import random
import re
import secrets
import shutil
import textwrap
from pathlib import Path

import msgspec

from autograder.model import mistake_files
from autograder.model.manifest import Limits, Manifest, Mistake, Problem, SubmissionLimits, Test

LOOT = Path(__file__).with_name("loot.py")

HONEST = '''
    """What an attack does not touch."""


    def double(x):
        """Twice x."""
        return x * 2
'''

SOLUTION = '''
    """The right answers. {secret}"""

    import torch


    def answer(x, note):
        """2x + 1 everywhere."""
        return x * 2 + 1


    def predict(pictures):
        """The place of the largest entry of every row."""
        return pictures.argmax(1)


    def model():
        """A linear layer that doubles."""
        layer = torch.nn.Linear(3, 3)
        with torch.no_grad():
            layer.weight.copy_(2 * torch.eye(3))
            layer.bias.zero_()
        return layer.eval()


    def descend(function, start):
        """Where the function is smallest, by thirds."""
        low, high = start - 8.0, start + 8.0
        for _ in range(60):
            third = (high - low) / 3
            if function(low + third) < function(high - third):
                high -= third
            else:
                low += third
        return (low + high) / 2
'''

HIDDEN_HONEST = '''
    """{secret}"""
    import torch
    from testkit import check, number

    @number("1")
    def test_before(student, rng):
        """double is right."""
        x = torch.rand(4, generator=rng)
        check.close(student.module("src.honest").double(x), 2 * x)

    @number("9")
    def test_after(student, rng):
        """double is still right."""
        x = torch.rand(4, generator=rng)
        check.close(student.module("src.honest").double(x), 2 * x)
'''

HIDDEN_ATTACKED = '''
    """{secret}"""
    import torch
    from testkit import check, number

    @number("2")
    def test_outputs(student, rng):
        """answer is right."""
        attack = student.module("src.attack")
        x = torch.rand(5, generator=rng)
        check.close(attack.answer(x, "{note}"), 2 * x + 1, what="the answer")
        fixed = [{given}]
        expected = [{expected}]
        check.close(attack.answer(torch.tensor(fixed, dtype=torch.float64), "{note}"),
                    torch.tensor(expected, dtype=torch.float64), what="the second answer")

    @number("3")
    def test_labels(student, rng):
        """predict finds the largest."""
        pictures = torch.rand(40, 6, generator=rng)
        labels = pictures.argmax(1)
        predicted = student.module("src.attack").predict(pictures)
        check.shape(predicted, (40,), what="the predictions")
        right = (predicted == labels).double().mean()
        check.between(right, 0.9, 1.0, what="the accuracy")

    @number("4")
    def test_claims(student, rng):
        """The layer doubles."""
        model = student.module("src.attack").model()
        weights = student.tools.parameters(model)
        check.keys(weights, ["weight", "bias"], what="the parameters")
        check.shape(weights["weight"], (3, 3), what="the weight")
        check.shape(weights["bias"], (3,), what="the bias")
        x = torch.rand(7, 3, generator=rng)
        check.close(x @ weights["weight"].T + weights["bias"], 2 * x, what="the layer of the claimed weights")
        check.close(student.tools.predict(model, x), 2 * x, what="the predictions of the layer")

    @number("5")
    def test_callback(student, rng):
        """descend finds the smallest value."""
        target = float(torch.rand((), generator=rng)) * 4
        found = student.module("src.attack").descend(lambda x: (check.number(x) - target) ** 2, 0.0)
        check.between(abs(check.number(found) - target), 0.0, 0.01, what="the place")

    @number("6")
    def test_refusal(student):
        """refuse raises a ValueError."""
        check.raises(ValueError, student.module("src.attack").refuse, "{note}")

    @number("7")
    def test_numbers(student):
        """listed gives three numbers."""
        check.numbers(student.module("src.attack").listed("{note}"), 3)
'''

PUBLIC = '''
    """What students have themselves."""
    import torch
    from testkit import check, number

    @number("0")
    def test_public(student):
        """double doubles 3."""
        check.close(student.module("src.honest").double(3.0), 6.0)

    @number("8")
    def test_shown(student):
        """shown gives 6; the assignment lists this test after the hidden ones."""
        check.close(student.module("src.attack").shown(), 6.0)
'''

TESTS = {  # short name -> id
    "public": "arena/public/test_public.py::test_public",
    "before": "arena/hidden/test_honest.py::test_before",
    "outputs": "arena/hidden/test_attacked.py::test_outputs",
    "labels": "arena/hidden/test_attacked.py::test_labels",
    "claims": "arena/hidden/test_attacked.py::test_claims",
    "callback": "arena/hidden/test_attacked.py::test_callback",
    "refusal": "arena/hidden/test_attacked.py::test_refusal",
    "numbers": "arena/hidden/test_attacked.py::test_numbers",
    "after": "arena/hidden/test_honest.py::test_after",
    "shown": "arena/public/test_public.py::test_shown",
}
PUBLIC_TESTS = ("public", "shown")
HONEST_TESTS = ["public", "before", "after"]
# Honest code and attacks that end by themselves get far more time than they take, so that a busy machine changes no verdict.
PATIENT = Limits(cpu_seconds=20.0, wall_seconds=200.0, memory_mb=512, threads=1, disk_mb=8)
# Attacks that end by a limit get little time, for the suite's sake.
SHORT = Limits(cpu_seconds=1.0, wall_seconds=2.5, memory_mb=512, threads=1, disk_mb=8)


_canaries = random.Random(1)  # the same in every run, so that a chance match is found in every run or in none


def secret(place: str) -> str:
    """Return a text that occurs nowhere else."""
    return f"CANARY-{place}-{_canaries.randbytes(12).hex()}"


class Arena:
    """The build and everything that an attack could want, below ``top``.

    Attributes:
        build: the build tree.
        secrets: place -> what must never enter a worker.
        inputs: place -> what a worker receives and no student may see.
        facts: values that replace ``@NAME@`` in the text of a hostile submission, more than it could know.
    """

    def __init__(self, top: Path) -> None:
        self.top, self.build = top, top / "build"
        top.mkdir(parents=True, exist_ok=True)
        top.chmod(0o755)
        self.token = secrets.token_hex(6)
        places = (
            "test",
            "attacked",
            "solution",
            "mistake",
            "metadata",
            "environment",
            "memory",
            "rootonly",
            "other",
            "results",
        )
        self.secrets = {place: secret(place) for place in places}
        self.secrets["seed"] = _canaries.randbytes(16).hex()
        given = [_canaries.randrange(10**9) / 10**9 + 0.0000000001 for _ in range(4)]
        expected = [2 * value + 1 for value in given]
        self.inputs = {
            "note": secret("input"),
            **{f"given {index}": f"{value:.10f}" for index, value in enumerate(given)},
        }
        self.secrets |= {f"expected {index}": f"{value:.10f}" for index, value in enumerate(expected)}
        self._numbers = ", ".join(f"{value:.10f}" for value in given), ", ".join(f"{value:.10f}" for value in expected)
        self.metadata = top / "submission_metadata.json"
        self.root_only = top / "locked" / "key"
        self.results = top / "results" / "results.json"
        self.other = top / "other_submission"
        self.facts: dict[str, str] = {}
        self._write()

    def _write(self) -> None:
        filled = {**self.secrets, "note": self.inputs["note"], "given": self._numbers[0], "expected": self._numbers[1]}
        put(self.build / "tests" / "arena" / "public" / "test_public.py", PUBLIC)
        put(
            self.build / "tests" / "arena" / "hidden" / "test_honest.py",
            HIDDEN_HONEST.replace("{secret}", filled["test"]),
        )
        attacked = HIDDEN_ATTACKED.replace("{secret}", filled["attacked"])
        for name in ("note", "given", "expected"):
            attacked = attacked.replace("{" + name + "}", filled[name])
        put(self.build / "tests" / "arena" / "hidden" / "test_attacked.py", attacked)
        put(self.build / "tree" / "src" / "__init__.py", "")
        shutil.copy(LOOT, self.build / "tree" / "src" / "loot.py")
        put(self.build / "solution" / "src" / "attack.py", SOLUTION.replace("{secret}", filled["solution"]) + REST)
        put(self.build / "solution" / "src" / "honest.py", HONEST)
        archive = self.build / mistake_files.archive_name("arena")
        archive.parent.mkdir(parents=True, exist_ok=True)
        wrong = textwrap.dedent(WRONG.replace("{secret}", filled["mistake"])).lstrip("\n")
        archive.write_bytes(mistake_files.pack({"forgets": {"src/attack.py": wrong.encode()}}))
        put(self.metadata, json.dumps({"secret": self.secrets["metadata"]}))
        put(self.root_only, self.secrets["rootonly"])
        put(self.results, json.dumps({"secret": self.secrets["results"]}))
        put(self.other / "src" / "attack.py", f"# {self.secrets['other']}\n")
        self.root_only.parent.chmod(0o700)
        self.root_only.chmod(0o600)
        self.metadata.chmod(0o600)
        self.results.parent.chmod(0o700)
        self.other.chmod(0o700)
        (self.build / "manifest.json").write_bytes(msgspec.json.encode(self.manifest()))
        self.facts |= {
            "TOP": str(self.top), "BUILD": str(self.build), "TOKEN": self.token, "METADATA": str(self.metadata),
            "ROOTONLY": str(self.root_only), "RESULTS": str(self.results), "OTHER": str(self.other),
            "TRUSTED": str(os.getpid()),
        }  # fmt: skip

    def manifest(self, attacked: Limits = PATIENT) -> Manifest:
        """Return the manifest of the build; ``attacked`` are the limits of the tests that need ``src/attack.py``."""
        words = {"public": "double doubles 3."}
        tests = [
            Test(
                identifier,
                "arena",
                words.get(name, f"Test {name}."),
                f"1.{index}",
                1.0,
                public=name in PUBLIC_TESTS,
                module="src.honest" if name in HONEST_TESTS else "src.attack",  # so that workers get ready ahead
                limits=PATIENT if name in HONEST_TESTS else attacked,
            )
            for index, (name, identifier) in enumerate(TESTS.items())
        ]
        mistake = Mistake(
            "arena",
            "forgets",
            "This is what comes out when the one is forgotten.",
            [TESTS["outputs"]],
            ["src/attack.py"],
        )
        return Manifest(
            assignment="arena", title="Arena", course="Hostile", term="now",
            problems=[Problem("arena", "Arena", float(len(tests)), 0.0, ["src/attack.py", "src/honest.py"])],
            tests=tests, mistakes=[mistake], editable=["src/attack.py", "src/honest.py"], packages=["torch", "numpy"],
            seed=self.secrets["seed"], build="arena", run_seconds=2000.0, hint_runs=400,
            submission=SubmissionLimits(max_files=200, max_file_mb=1.0, max_total_mb=4.0),
        )  # fmt: skip

    def fill(self, text: str) -> str:
        """Return the text of a hostile submission with the facts put in."""
        return re.sub(r"@([A-Z]+)@", lambda match: self.facts.get(match[1], match[0]), text)

    def submission(self, folder: Path, attack: Path | str | None = None) -> Path:
        """Write a submission below ``folder``: the honest one, or with ``attack`` (a file, a folder or text) in it."""
        put(folder / "src" / "honest.py", HONEST)
        if attack is None:
            shutil.copy(self.build / "solution" / "src" / "attack.py", folder / "src" / "attack.py")
            honest = folder / "src" / "attack.py"
            honest.write_text(honest.read_text().replace(self.secrets["solution"], ""))
        elif isinstance(attack, Path) and attack.is_dir():
            for path in sorted(attack.rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    put(folder / path.relative_to(attack), self.fill(path.read_text()))
        else:
            put(folder / "src" / "attack.py", self.fill(attack if isinstance(attack, str) else attack.read_text()))
        return folder


REST = '''

    def refuse(note):
        """Refuses everything."""
        raise ValueError("no")


    def listed(note):
        """Three numbers."""
        return [1.0, 2.0, 3.0]


    def shown():
        """Six."""
        return 6.0
'''
WRONG = SOLUTION.replace("return x * 2 + 1", "return x * 2") + REST


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


# Finding secrets in text

SHORTEST, SHORTEST_NUMBER = 6, 8  # characters of a secret that count as leaked: fewer stand in any text by chance


def disguises(value: str) -> list[str]:
    """Return ``value`` and the forms in which it might be smuggled out."""
    core = value.rpartition("-")[2]  # the part that cannot be guessed
    raw = core.encode()
    return [
        core, core[::-1], core.upper(), core.replace(".", ""), raw.hex(), base64.b64encode(raw).decode().rstrip("="),
        base64.b32encode(raw).decode().rstrip("="), codecs.encode(core, "rot13"),
    ]  # fmt: skip


def leaked(text: str, values: list[str]) -> int:
    """Return how many characters of ``values`` are in ``text``, plain, disguised, or spelled as numbers or single letters."""
    ordinals = [int(number) for number in re.findall(r"\d{2,3}", text)]
    views = [
        text,
        re.sub(r"[^0-9A-Za-z]+", "", text),
        "".join(chr(number) for number in ordinals if 32 <= number < 127),
        "".join(re.findall(r"(?<![0-9A-Za-z])[0-9A-Za-z](?![0-9A-Za-z])", text)),
    ]
    total = 0
    for value in values:
        least = SHORTEST_NUMBER if value.replace(".", "").isdigit() else SHORTEST
        total += max(longest(view, shape, least) for view in views for shape in disguises(value))
    return total


def longest(text: str, value: str, least: int) -> int:
    """Return the length of the longest part of ``value`` that is in ``text``, 0 below ``least``."""
    best = 0
    for start in range(len(value) - least + 1):
        end = start + max(best + 1, least)
        while end <= len(value) and value[start:end] in text:
            best = end - start
            end += 1
    return best
