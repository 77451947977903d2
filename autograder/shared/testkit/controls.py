"""Control questions, which test what a probe claims.

A probe answers in the student's process, so its answer is a claim. The same probe is also asked about something whose answer
the test knows, in random order. A wrong answer to such a question means no points for the test, and a notice to staff.

These functions run beside the test. What they ask about is made by ``testkit.probes.dirty``, beside the student's code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch

from . import check, probes
from .probes import dirty

__tracebackhide__ = True  # as in check

T = TypeVar("T")

_WORDS = (
    "A part of this test asks a question to which it knows the answer, and your process gave another answer, so the test has no "
    "points. Code that changes torch, NumPy or the grader's own modules causes this: remove it. If you have no such code, tell "
    "the course staff."
)


class ControlFailure(check.CheckFailure):
    """The answer to a control question was wrong: what the student's process says of this test cannot be used."""

    def __init__(self) -> None:
        super().__init__(_WORDS)


class Control(NamedTuple):
    """A question whose answer the test knows.

    Attributes:
        ask: asks it, by the same probe as the real question.
        is_right: whether an answer is right.
    """

    ask: Callable[[], Any]
    is_right: Callable[[Any], bool]


def ask(rng: torch.Generator, real: Callable[[], T], *controls: Control) -> T:
    """Ask a question and control questions in random order.

    Args:
        rng: the test's own generator, which decides the order.
        real: asks the real question.
        *controls: questions of the same kind, whose answers the test knows.

    Returns:
        The answer to the real question.

    Raises:
        ControlFailure: the answer to a control question was wrong.
    """
    answers = []
    for index in torch.randperm(1 + len(controls), generator=rng).tolist():
        if index == 0:
            answers.append(real())
        elif not _is_right(controls[index - 1]):
            raise ControlFailure
    return answers[0]


def is_asking() -> bool:
    """Return whether a control question is being asked: its answer says nothing of what the student's code does."""
    return _state.is_asking


class _State:
    is_asking = False


_state = _State()


def _is_right(control: Control) -> bool:
    _state.is_asking = True
    try:
        answer = control.ask()
    finally:
        _state.is_asking = False
    try:
        return bool(control.is_right(answer))
    except Exception:  # the answer may be anything
        return False


def is_refused(function: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Return whether a call raises a RuntimeError: the right answer to some control questions."""
    try:
        check.raises(RuntimeError, function, *args, **kwargs)
    except check.CheckFailure:
        return False
    return True


def call_keeping_inputs(
    student: Any, rng: torch.Generator, function: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, list[str]]:
    """Call a function of the student's and find which arguments it changes in place.

    The arguments come back by value and are compared here. A function that is known to change them is the control.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        function: what is called.
        *args: its positional arguments.
        **kwargs: its keyword arguments.

    Returns:
        What the function returned, and the names or positions of the arguments that hold changed tensors, arrays or numbers.

    Raises:
        ControlFailure: the answer to the control question was wrong.
    """
    tools = student.tools

    def call(called: Callable[..., Any]) -> tuple[Any, dict[str, Any]]:
        answer = tools.call_keeping_inputs(called, *map(copy, args), **{name: copy(v) for name, v in kwargs.items()})
        result, later, named = check.unpack(answer, 3)
        return result, _by_name(later, named)

    def is_right(answer: tuple[Any, dict[str, Any]]) -> bool:
        return not changed(
            _by_name(
                [dirty.spoil(copy(value)) for value in args],
                {name: dirty.spoil(copy(value)) for name, value in kwargs.items()},
            ),
            answer[1],
        )

    result, after = ask(rng, lambda: call(function), Control(lambda: call(tools.spoil_all), is_right))
    return result, changed(_by_name(args, kwargs), after)


def ask_parameters(student: Any, rng: torch.Generator, model: Any) -> dict[str, torch.Tensor]:
    """Return ``student.tools.parameters(model)``; the control is a network of which PyTorch knows one layer of two.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: the student's.

    Raises:
        ControlFailure: the answer to the control question was wrong.
    """
    tools = student.tools
    known = Control(
        lambda: tools.parameters(tools.unregistered()),
        lambda found: [tuple(value.shape) for value in found.values()] == dirty.REGISTERED,
    )
    return ask(rng, lambda: tools.parameters(model), known)


def ask_parameter_count(student: Any, rng: torch.Generator, model: Any) -> int:
    """Return ``student.tools.parameter_count(model)``; the control and the arguments are those of ``ask_parameters``."""
    tools = student.tools
    registered = sum(torch.Size(shape).numel() for shape in dirty.REGISTERED)
    known = Control(lambda: tools.parameter_count(tools.unregistered()), lambda found: found == registered)
    return ask(rng, lambda: tools.parameter_count(model), known)


def ask_loss_gradients(
    student: Any, rng: torch.Generator, model: Any, x: torch.Tensor, y: torch.Tensor
) -> dict[str, torch.Tensor | None]:
    """Return ``student.tools.loss_gradients(model, x, y)``; the control is a network whose first layer no gradient reaches.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: the student's classifier.
        x: a batch of its inputs.
        y: labels, int64; shape (N,).

    Raises:
        ControlFailure: the answer to the control question was wrong.
    """
    tools = student.tools
    known = Control(
        lambda: tools.loss_gradients(tools.cut_off(), torch.ones(2, 3), torch.tensor([0, 4])),
        lambda found: [value is None for value in found.values()] == [True, True, False, False],
    )
    return ask(rng, lambda: tools.loss_gradients(model, x, y), known)


def modes_matter(student: Any, settings: dict[str, Any], x: torch.Tensor) -> Control:
    """Return the control that a network of ``probes.network`` computes something else in training mode.

    Args:
        student: the fixture ``student``.
        settings: of the network, which has dropout or batch normalisation.
        x: a batch.
    """

    def is_right(output: torch.Tensor) -> bool:
        here = probes.network(**settings)
        if settings.get("dropout"):  # its random numbers are those of the other process
            return not torch.allclose(output, probes.predict(here, x))
        return torch.allclose(output, probes.predict(here, x, train=True), rtol=1e-3, atol=1e-4)  # float32

    tools = student.tools
    return Control(lambda: tools.predict(tools.network(**settings), x, train=True), is_right)


def _by_name(args: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    return {str(index): value for index, value in enumerate(args)} | kwargs


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names in ``before`` whose plain data is not the same in ``after``."""
    return [name for name, value in before.items() if name not in after or not same(value, after[name])]


def copy(value: Any) -> Any:
    """Return a copy of plain data: tensors, arrays, generators, lists and dicts of these; anything else as it is."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, list):
        return [copy(item) for item in value]
    if isinstance(value, dict):
        return {key: copy(item) for key, item in value.items()}
    if isinstance(value, torch.Generator):
        return value.clone_state()
    return value.copy() if isinstance(value, np.ndarray) else value


def same(before: Any, after: Any) -> bool:
    """Return whether plain data is the same, in type, shape and every value; True for anything else, such as a model."""
    if isinstance(before, torch.Tensor):
        return isinstance(after, torch.Tensor) and before.shape == after.shape and torch.equal(before, after.detach())
    if isinstance(before, np.ndarray):
        return isinstance(after, np.ndarray) and before.shape == after.shape and np.array_equal(before, after)
    if isinstance(before, (list, tuple)):
        return type(before) is type(after) and len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and before.keys() == after.keys()
            and all(same(value, after[key]) for key, value in before.items())
        )
    if before is None or isinstance(before, (bool, int, float, str)):
        return type(before) is type(after) and bool(before == after)
    return True
