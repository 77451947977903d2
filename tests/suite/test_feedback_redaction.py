"""No hidden value is in what a student reads, however a test fails; what a public test saw can be seen at home."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.api import Grader
from autograder.gradescope.results import to_results
from autograder.isolation.rpc import messages
from autograder.model.grading import Grading, Outcome
from autograder.model.manifest import Test
from autograder.reports import page
from autograder.suite import feedback
from autograder.suite.errors import Ending, MissingError, StudentError, WorkerEnded
from autograder.suite.redaction import KINDS, is_library_exception
from autograder.suite.submitted_code import SubmittedCode
from testkit import check
from tests.small_builds import make_build, submission

GIVEN, EXPECTED, TEXT = 0.7340918265, 5.2817364509, "hidden-input-qzxwvk"
SECRETS = ["7340918265", "2817364509", "qzxwvk", "0x", "6869646465"]  # the last: "hidde" in hexadecimal
SOURCE = '''"""A submission."""


class Mine:
    pass


def answer(values, note):
    return helper(values)


def helper(values):
    raise ValueError(values)
'''
SOURCES = {"src/answer.py": SOURCE}


def hidden_test(**fields: object) -> Test:
    return Test("p/hidden/test_x.py::test_y", "p", "A test.", "1.1", 1.0, **fields)  # type: ignore[arg-type]


def public_test() -> Test:
    return Test("p/public/test_x.py::test_y", "p", "A test.", "1.1", 1.0, public=True)


def raised(
    message: str, types: list[str] | None = None, frames: list[messages.Frame] | None = None, package: str = ""
) -> StudentError:
    kinds = [*(types or ["ValueError"]), "Exception", "BaseException"]
    place = [messages.Frame("src/answer.py", 13, "helper")] if frames is None else frames
    return StudentError(messages.Raised(1, kinds, message, place, package))


def student_text(error: BaseException, test: Test | None = None) -> str:
    explanation = feedback.explain(error, test or hidden_test(), SubmittedCode(SOURCES))
    return "\n".join([explanation.message, explanation.traceback, explanation.hint])


def holds_no_secret(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in re.sub(r"[\s,.\[\]()'\"-]", "", text)], text


# How a check can fail, with the hidden values in it.


def _fails(call: Callable[[], object]) -> check.CheckFailure:
    with pytest.raises(check.CheckFailure) as caught:
        call()
    return caught.value


CHECKS: dict[str, Callable[[], object]] = {
    "close numbers": lambda: check.close(GIVEN, EXPECTED),
    "close tensors": lambda: check.close(torch.tensor([GIVEN, 1.0]), torch.tensor([EXPECTED, 1.0])),
    "close lists": lambda: check.close([GIVEN], [EXPECTED]),
    "close nan": lambda: check.close(torch.tensor([GIVEN, float("nan")]), torch.tensor([EXPECTED, 1.0])),
    "close type": lambda: check.close(TEXT, EXPECTED),
    "close nested": lambda: check.close([[GIVEN], TEXT], [[EXPECTED], [1.0]]),
    "close shape": lambda: check.close(torch.zeros(7340918, 1, dtype=torch.bool), torch.zeros(2, dtype=torch.bool)),
    "close empty": lambda: check.close(torch.zeros(0, 73, 40, 91, 82, 65), torch.zeros(2)),
    "equal text": lambda: check.equal(TEXT, "other"),
    "equal hidden text": lambda: check.equal("other", TEXT),
    "equal numbers": lambda: check.equal(7340918265, 2817364509),
    "equal none": lambda: check.equal(TEXT, None),
    "equal lists": lambda: check.equal([TEXT, "b"], ["a", TEXT]),
    "between": lambda: check.between(GIVEN, 2.0, EXPECTED),
    "between tensors": lambda: check.between(torch.tensor([GIVEN, 9.0]), 0.5, EXPECTED),
    "between text": lambda: check.between(TEXT, 0.0, EXPECTED),
    "number": lambda: check.number(TEXT),
    "numbers": lambda: check.numbers([GIVEN, TEXT], 2),
    "numbers length": lambda: check.numbers([GIVEN] * 3, 2),
    "unpack": lambda: check.unpack(TEXT, 2),
    "unpack dict": lambda: check.unpack({TEXT: GIVEN}, 2),
    "keys": lambda: check.keys({TEXT: GIVEN}, ["loss"]),
    "tensor": lambda: check.tensor(TEXT),
    "shape": lambda: check.shape(torch.zeros(73, 40), (2,)),
    "that": lambda: check.that(GIVEN == EXPECTED, "The two passes should agree.", values=f"{GIVEN} {EXPECTED}"),
    "raises another": lambda: check.raises(KeyError, _raiser(raised(TEXT, [TEXT, "ValueError"]))),
    "raises nothing": lambda: check.raises(KeyError, lambda: TEXT),
}  # fmt: skip


def _raiser(error: BaseException) -> Callable[[], object]:
    def call() -> object:
        raise error

    return call


@pytest.mark.parametrize("name", CHECKS)
def test_hidden_check_shows_no_value(name: str) -> None:
    """A failed check of a hidden test says what was expected without a value."""
    failure = _fails(CHECKS[name])
    text = student_text(failure)
    holds_no_secret(text)
    assert len(text) > 10  # and says something all the same


def test_public_check_leads_home() -> None:
    """What student code returned in a public test is shown by pytest on the student's machine, not by the grader."""
    text = student_text(_fails(CHECKS["close numbers"]), public_test())
    assert "The result is not right." in text and "Run `pytest tests/p` on your machine" in text
    holds_no_secret(text)


# How student code can end.

RAISED = {
    "plain": raised(f"{TEXT} {GIVEN}"),
    "own type": raised(TEXT, [f"Error{TEXT}", TEXT.replace("-", "_")]),
    "hexadecimal": raised(TEXT.encode().hex()),
    "a long shape": raised("shape '[73, 40, 91, 82, 65, 28, 17]' is invalid for input of size 45"),
    "long sizes": raised("The size of tensor a (73409) must match the size of tensor b (18265) at non-singleton dimension 281736"),
    "a long list of sizes": raised("operands could not be broadcast together with shapes (73,40,91,82,65) (28,17,36,45,9) "),
    "sizes in a row": raised(
        "Calculated padded input size per channel: (73 x 40 x 91 x 82 x 65). Kernel size: (1). Kernel size can't be greater than"
        " actual input size"
    ),
    "a module's name": raised("module '7340918265' has no attribute 'answer'"),
    "a module's name in parts": raised("module 'answer.7340918265' has no attribute 'answer'"),
    "a name not in the source": raised("name 'qzxwvk' is not defined"),
    "an attribute": raised("'Mine' object has no attribute 'qzxwvk'"),
    "an operator": raised("unsupported operand type(s) for qzx: 'int' and 'str'"),
    "what follows a known beginning": raised(f"maximum recursion depth exceeded {TEXT}"),
    "a second line": raised(f"division by zero\n{TEXT}"),
    "a key": raised(f"'{TEXT}'", ["KeyError"]),
    "a missing package": raised("No module named x", ["ModuleNotFoundError"], package="qzxwvk"),
    "a missing package of numbers": raised("No module named x", ["ModuleNotFoundError"], package="7340918265"),
    "frames of files that are not there": raised(
        "x", frames=[messages.Frame(f"src/{TEXT}.py", 1, TEXT), messages.Frame("/etc/passwd", 1, TEXT)]
    ),
    "frames with names of their own": raised("x", frames=[messages.Frame("src/answer.py", 13, TEXT)]),
    "frames outside the file": raised(
        "x", frames=[messages.Frame("src/answer.py", 7340918265, "f"), messages.Frame("src/answer.py", -1, "f")]
    ),
    "exit": raised(TEXT, ["SystemExit"]),
    "memory": raised(TEXT, ["MemoryError"]),
    "a syntax error": raised(TEXT, ["SyntaxError"]),
    "not written": raised(TEXT, ["NotImplementedError"]),
    "no permission": raised(f"[Errno 13] Permission denied: '{TEXT}'", ["PermissionError"]),
    "missing module": MissingError(
        messages.Raised(1, ["ModuleNotFoundError", "ImportError"], TEXT, [], "src"), requested="src.answer"
    ),
    "missing name": MissingError(messages.Raised(1, ["AttributeError"], TEXT, []), requested="answer"),
    **{f"ended: {ending}": WorkerEnded(ending) for ending in get_args(Ending)},
    "protocol with words": WorkerEnded("protocol", TEXT),
    "an error of the test's own code": TypeError(f"{TEXT} {EXPECTED}"),
    "a plain assertion": AssertionError(f"{TEXT} {EXPECTED}"),
}  # fmt: skip


@pytest.mark.parametrize("name", RAISED)
def test_exception_shows_no_hidden_value(name: str) -> None:
    """However student code ends, its explanation holds no hidden value."""
    for test in (hidden_test(), public_test()):
        text = student_text(RAISED[name], test)
        holds_no_secret(text)
        assert len(text) > 10


def test_public_exception_leads_home() -> None:
    text = student_text(RAISED["plain"], public_test())
    assert "Run `pytest tests/p` on your machine" in text and "raise ValueError(values)" in text


HELPFUL = {  # type: messages, and what is shown of them
    "RuntimeError": {
        "mat1 and mat2 shapes cannot be multiplied (32x100 and 784x10)": "mat1 and mat2 shapes cannot be multiplied (… and …)",
        "element 0 of tensors does not require grad and does not have a grad_fn": "does not require grad and does not have a",
        "torch's own conv1d cannot be used here: write this function from scratch.": "torch's own … cannot be used here",
    },
    "ZeroDivisionError": {"division by zero": "ZeroDivisionError: division by zero."},
    "ValueError": {
        "Expected input batch_size (8) to match target batch_size (4).": "Expected input batch_size (…) to match target",
        "operands could not be broadcast together with shapes (3,4) (5,) ": "broadcast together with shapes … …",
    },
    "TypeError": {
        "'int' object is not callable": "'int' object is not callable",
        "'Mine' object is not callable": "'…' object is not callable",
        "helper() takes 0 positional arguments but 1 was given": "helper() takes … positional arguments but … was given",
        "helper() missing 1 required positional argument: 'values'": "helper() missing … required positional argument: 'values'",
        "helper() missing 1 required positional argument: 'others'": "helper() missing … required positional argument: '…'",
        "unsupported operand type(s) for +: 'int' and 'Tensor'": "type(s) for …: 'int' and 'Tensor'",
    },
    "NameError": {
        "name 'helper' is not defined": "name 'helper' is not defined.",
        "name 'answer' is not defined. Did you mean: 'x'?": "name '…' is not defined.",
    },
    "AttributeError": {"'Mine' object has no attribute 'helper'": "'…' object has no attribute '…'"},
    "NotImplementedError": {
        "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'": "not implemented for 'Long'",
        'Module [Mine] is missing the required "forward" function': 'is missing the required "forward" function',
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "message", "shown"), [(kind, *pair) for kind, pairs in HELPFUL.items() for pair in pairs.items()]
)
def test_shows_messages_of_known_wording(kind: str, message: str, shown: str) -> None:
    """A message that the interpreter or torch words is shown, without numbers, and with the names of the line that raised."""
    place = [messages.Frame("src/answer.py", 9, "answer")]
    assert shown in student_text(raised(message, [kind], place))


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "answer() takes 1 positional argument but 2 were given",
            "answer() takes … positional argument but … were given",
        ),
        (
            "answer() got an unexpected keyword argument 'padding'",
            "answer() got an unexpected keyword argument 'padding'",
        ),
        (
            "answer() missing 1 required positional argument: 'note'",
            "answer() missing … required positional argument: 'note'",
        ),
        (
            "qzxwvk() missing 1 required positional argument: 'qzxwvk'",
            "…() missing … required positional argument: '…'",
        ),
    ],
)
def test_names_what_the_test_called(message: str, shown: str) -> None:
    """A call that does not fit the student's function fails in no line of theirs; the names of the call are the test's own."""
    reply = messages.Raised(1, ["TypeError", "Exception"], message, [])
    assert shown in student_text(StudentError(reply, asked=("answer", "padding")))


@pytest.mark.parametrize(
    ("fails", "shown"),
    [
        (lambda: bool(np.zeros(3)), "The truth value of an array with more than one element is ambiguous."),
        (lambda: len(5), "object of type 'int' has no len()"),  # type: ignore[arg-type]
        (lambda: len(np.float64(5)), "object of type 'numpy.float64' has no len()"),  # type: ignore[arg-type]
        (lambda: np.zeros((73, 4))[0, 0, 0], "array is …-dimensional, but … were indexed"),
        (lambda: torch.zeros(73, 4)[0, 0, 0], "too many indices for tensor of dimension …"),
        (lambda: np.array([[1, 2], [3]]), "has an inhomogeneous shape after … dimensions"),
        (lambda: torch.from_numpy([1]), "expected np.ndarray (got list)"),
        (
            lambda: torch.nn.BatchNorm1d(73)(torch.zeros(1, 73)),
            "Expected more than 1 value per channel when training, got input size torch.Size(…)",
        ),
        (
            lambda: torch.nn.functional.cross_entropy(torch.zeros(4, 2), torch.zeros(4)),
            "expected target dtype to be Long or Byte, but got Float",
        ),
        (lambda: torch.stack([]), "stack expects a non-empty TensorList"),
        (
            lambda: np.zeros((2, 73)) @ np.zeros((2, 73)),
            "mismatch in its core dimension …, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size … is different from …)",
        ),
        (lambda: np.zeros((2, 73)).dot(np.zeros((2, 73))), "shapes … and … not aligned: … (dim …) != … (dim …)"),
        (lambda: np.zeros(6).reshape(73, 2), "cannot reshape array of size … into shape …"),
        (lambda: np.zeros((2, 3)).argmax(axis=73), "axis … is out of bounds for array of dimension …"),
        (lambda: torch.tensor([[1, 2], [3]]), "expected sequence of length … at dim … (got …)"),
        (lambda: torch.nn.MaxPool2d(9)(torch.zeros(1, 73, 2, 2)), "Given input size: …. Calculated output size: …."),
        (lambda: [1] + 1, 'can only concatenate list (not "int") to list'),  # type: ignore[operator]
    ],
)
def test_shows_beginners_messages_without_numbers(fails: Callable[[], object], shown: str) -> None:
    """What Python, NumPy and torch say of beginners' mistakes is shown, without the sizes that student code could choose."""
    with pytest.raises(Exception) as caught:
        fails()
    kinds = [kind.__name__ for kind in type(caught.value).__mro__ if is_library_exception(kind.__name__)]
    text = student_text(raised(str(caught.value), kinds))
    assert shown in text and "73" not in text


@pytest.mark.parametrize(
    "message",
    [
        "object of type 'qzxwvk' has no len()",
        "expected np.ndarray (got qzxwvk)",
        "stack expects a non-empty TensorList qzxwvk",
        "Expected floating point type for target with class probabilities, got qzxwvk",
    ],
)
def test_beginners_messages_carry_no_names(message: str) -> None:
    for kind in ("TypeError", "RuntimeError"):
        assert "qzxwvk" not in student_text(raised(message, [kind]))


def test_only_stub_counts_as_unwritten() -> None:
    kinds, torch_says = (
        ["NotImplementedError", "RuntimeError"],
        "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'",
    )
    sources = {"src/answer.py": "def a():\n    raise NotImplementedError\n\ndef b(x):\n    return x.softmax(0)\n"}

    def reason(line: int, message: str) -> str:
        return feedback.explain(
            raised(message, kinds, [messages.Frame("src/answer.py", line, "")]), hidden_test(), SubmittedCode(sources)
        ).reason

    assert (reason(2, ""), reason(5, torch_says)) == ("unwritten", "raised")


def test_shows_line_and_its_caller() -> None:
    frames = [messages.Frame("src/answer.py", line, "") for line in range(1, 14)]
    text = student_text(raised("x", frames=frames))
    assert text.count("src/answer.py line") == 2
    assert "line 9, in answer\n    return helper(values)" in text
    assert "line 13, in helper\n    raise ValueError(values)" in text


def test_ignores_frames_of_other_functions() -> None:
    frames = [messages.Frame("src/answer.py", 13, "answer"), messages.Frame("src/answer.py", 3, "qzxwvk")]
    assert "line" not in student_text(raised("x", frames=frames))


@settings(max_examples=300)
@given(
    st.sampled_from(["NameError", "TypeError", "AttributeError", "RuntimeError", "KeyError"]),
    st.text(max_size=300)
    | st.from_regex(
        r"(shape '\[[0-9, ]*\]' is invalid for input of size [0-9]+)|[a-z ]+'[a-z0-9_., ]+'.*|'.*'", fullmatch=True
    ),
)
def test_message_carries_no_digits_and_names(kind: str, message: str) -> None:
    """Whatever a message is made of, nothing of a student's choosing remains of it but what the line holds."""
    text = student_text(raised(message, [kind]))
    words = text.partition("src/answer.py")[0]
    assert not re.search(r"\d", words.replace("1-d", "").replace("0-d", ""))
    allowed = {"ValueError", "values", "…", *KINDS}
    assert {quoted for quoted in re.findall(r"'([^']*)'", words) if quoted.isidentifier()} <= allowed


# The whole way, through a real worker.

TESTS = f"""
def test_close(student):
    check.close(student.module("src.answer").close({GIVEN}, "{TEXT}"), {EXPECTED}, what="the answer")

def test_raises(student):
    student.module("src.answer").fails({GIVEN}, "{TEXT}")

def test_prints(student):
    check.close(student.module("src.answer").prints({GIVEN}, "{TEXT}"), {EXPECTED})

def test_returns(student):
    check.close(student.module("src.answer").returns({GIVEN}, "{TEXT}"), {EXPECTED})

def test_callback(student):
    student.module("src.answer").calls(lambda x: x + {EXPECTED}, "{TEXT}")

def test_broken(student):
    wrong = {{}}["{TEXT}"]

def test_ends(student):
    student.module("src.answer").ends({GIVEN}, "{TEXT}")

def test_hint(student):
    check.close(student.module("src.answer").close({GIVEN}, "{TEXT}"), {EXPECTED} + 1, hint="Look at the sign.")
"""
CODE = """
    import os, sys, warnings

    def close(x, note):
        return x

    def fails(x, note):
        raise type(note.replace("-", "_"), (RuntimeError,), {})(f"{note} {x}")

    def prints(x, note):
        print(note, x)
        print(note, x, file=sys.stderr)
        warnings.warn(note)
        return x

    def returns(x, note):
        return {note: x}

    def calls(function, note):
        return function(note)

    def ends(x, note):
        print(note, x, flush=True)
        os._exit(3)
"""


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    folder: Path = tmp_path_factory.mktemp("redaction")
    build = make_build(folder / "build", TESTS)
    with Grader(build) as grader:
        return grader.grade(submission(folder / "handed in", CODE))


def test_student_reports_hold_no_hidden_value(grading: Grading) -> None:
    assert {outcome.status for outcome in grading.outcomes} == {"failed"}
    results = to_results(grading)
    results["extra_data"].pop("digest")
    for text in (json.dumps(results), re.sub(r"<style.*?</style>", "", page.render_page(grading), flags=re.DOTALL)):
        for secret in (str(GIVEN), str(EXPECTED), TEXT, TEXT.replace("-", "_"), "qzxwvk"):
            assert secret not in text
    assert "Look at the sign." in json.dumps(results)


def test_staff_report_holds_hidden_values(grading: Grading) -> None:
    by_name: dict[str, Outcome] = {outcome.test.id.partition("::")[2]: outcome for outcome in grading.outcomes}
    assert str(EXPECTED) in by_name["test_close"].staff
    for name in ("test_prints", "test_raises", "test_ends"):
        assert TEXT in by_name[name].staff + by_name[name].printed, name
