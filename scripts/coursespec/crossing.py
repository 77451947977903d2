"""Find what a graded test cannot do with student code in another process; see "What crosses" in ``spec/README.md``.

Only what is certain from the source is refused: a value that a helper of another file returns may be the test's own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from scripts.coursespec.syntax import nodes_of

Kind = Literal["student", "module", "class", "function", "object", "answer"]
"""What an expression stands for: the fixture; what stays beside the student's code; what came back, which may be plain data."""

Kinds = Mapping[str, Kind]

STAYS = ("module", "class", "object")
PLAIN = {"bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "dict", "numpy.ndarray", "torch.Tensor"}
GRAD_MODES = {"no_grad", "inference_mode", "enable_grad", "set_grad_enabled"}
SEEDS = {"torch.manual_seed", "torch.random.manual_seed", "torch.cuda.manual_seed", "random.seed", "np.random.seed",
         "numpy.random.seed", "torch.seed"}  # fmt: skip
# Only a file with one of these can have something to find.
WORDS = {"isinstance", "issubclass", "type", "__class__", "manual_seed", "seed", *GRAD_MODES}
# Modules of torch whose classes never come back by value.
STAYING_MODULES = ("torch.nn", "torch.optim", "torch.utils.data")

IS_INSTANCE = (
    "what student code made is a stand-in here, whose type is the grader's; ask student.tools.is_instance(value, Class) with a "
    "class of the student's, student.tools.is_module(value), or what the value does"
)


def find_uncrossable(tree: ast.Module, display_path: str) -> Iterator[str]:
    """Find what has no effect, or another one, in the grader, a sentence each with its line.

    Args:
        tree: a test file, or a file of helpers beside the tests.
        display_path: how messages name it.
    """
    words = {node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in nodes_of(tree)}
    if words.isdisjoint(WORDS):
        return
    names = _imported_names(tree)
    functions = [node for node in nodes_of(tree) if isinstance(node, ast.FunctionDef)]
    returned: dict[str, Kind] = {}
    for _ in range(3):  # helpers that use helpers
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                _Reader(node, names, returned).note_return(returned)
    found = {line: sentence for node in functions for line, sentence in _Reader(node, names, returned).find()}
    for line, sentence in sorted(found.items()):
        yield f"{display_path}:{line}: {sentence}."


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Return the full names of what the file imports."""
    names: dict[str, str] = {}
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


class _Reader:
    """Reads one function from top to bottom, and knows what its names stand for."""

    def __init__(self, function: ast.FunctionDef, names: Mapping[str, str], returned: Kinds) -> None:
        self._function, self._names, self._returned = function, names, returned
        self._kinds: dict[str, Kind] = {}
        arguments = function.args
        if any(one.arg == "student" for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]):
            self._kinds["student"] = "student"

    def note_return(self, returned: dict[str, Kind]) -> None:
        """Add what the function returns to ``returned``, if that is certain."""
        for _ in self.find():
            pass
        kinds = {self._kind(node.value) for node in nodes_of(self._function) if isinstance(node, ast.Return)}
        if len(kinds) == 1 and (kind := kinds.pop()) is not None:
            returned[self._function.name] = kind

    def find(self) -> Iterator[tuple[int, str]]:
        """Find what cannot work, with its line."""
        for decorator in self._function.decorator_list:
            if self._is_grad_mode(decorator) and (call := self._first_call(self._function.body)):
                yield decorator.lineno, self._explain_grad_mode(decorator, call)
        yield from self._read(self._function.body)

    def _read(self, body: Sequence[ast.stmt]) -> Iterator[tuple[int, str]]:
        seed: ast.Call | None = None
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue  # read by itself
            parts = [child for child in ast.iter_child_nodes(statement) if not isinstance(child, ast.stmt)]
            self._learn_targets(statement)
            for part in parts:
                if not isinstance(part, (ast.ExceptHandler, ast.match_case)):
                    yield from self._find_types(part)
            called = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(called, ast.Call) and self._name_of(called.func) in SEEDS:
                seed = called
                continue
            if seed is not None and self._first_call([statement]):
                yield (
                    seed.lineno,
                    f"{ast.unparse(seed.func)} does not seed student code, which runs in another process; give the call a "
                    "torch.Generator of its own, and draw the test's inputs from rng",
                )
                seed = None
            if isinstance(statement, ast.With):
                for item in statement.items:
                    call = self._first_call(statement.body)
                    if self._is_grad_mode(item.context_expr) and call:
                        yield item.context_expr.lineno, self._explain_grad_mode(item.context_expr, call)
            for name in ("body", "orelse", "finalbody"):
                yield from self._read(getattr(statement, name, []))
            for handler in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
                yield from self._read(handler.body)

    # Names

    def _learn_targets(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._learn(target, self._kind(statement.value), statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._learn(statement.target, self._kind(statement.value), statement.value)
        elif isinstance(statement, ast.For):
            self._learn(statement.target, self._part_of(statement.iter), None)
        elif isinstance(statement, ast.With):
            for item in statement.items:
                if item.optional_vars is not None:
                    self._learn(item.optional_vars, None, None)

    def _learn(self, target: ast.expr, kind: Kind | None, value: ast.expr | None) -> None:
        """Note what a name stands for from here on."""
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            for index, one in enumerate(target.elts):
                if len(parts) == len(target.elts):
                    self._learn(one, self._kind(parts[index]), parts[index])
                else:
                    self._learn(one, "answer" if kind else None, None)
        elif isinstance(target, ast.Starred):
            self._learn(target.value, None, None)
        elif isinstance(target, ast.Name):
            if kind is None:
                self._kinds.pop(target.id, None)
            else:
                self._kinds[target.id] = kind

    def _part_of(self, value: ast.expr) -> Kind | None:
        """Return what a loop over ``value`` gives."""
        if isinstance(value, (ast.Tuple, ast.List)):
            kinds = {self._kind(one) for one in value.elts}
            return kinds.pop() if len(kinds) == 1 else None
        return "answer" if self._kind(value) else None

    def _kind(self, value: ast.expr | None) -> Kind | None:
        """Return what an expression stands for; None for what is the test's own or is not known."""
        if isinstance(value, ast.Name):
            return self._kinds.get(value.id)
        if isinstance(value, (ast.Subscript, ast.Starred)):
            return "answer" if self._kind(value.value) else None
        if isinstance(value, ast.NamedExpr):
            return self._kind(value.value)
        if isinstance(value, ast.Attribute):
            return self._kind_of_attribute(value)
        if isinstance(value, ast.Call):
            return self._kind_of_call(value)
        return None

    def _kind_of_attribute(self, value: ast.Attribute) -> Kind | None:
        owner = self._kind(value.value)
        if owner == "student":
            return "module" if value.attr == "tools" else None
        if owner == "module":
            name = value.attr
            if name.isupper():
                return "answer"  # a constant
            return "class" if name[:1].isupper() else "function"
        return "answer" if owner else None

    def _kind_of_call(self, value: ast.Call) -> Kind | None:
        called = value.func
        if isinstance(called, ast.Attribute) and self._kind(called.value) == "student":
            return "module" if called.attr == "module" else None
        if isinstance(called, ast.Name) and called.id not in self._kinds:
            gives = any(self._kind(argument) == "student" for argument in value.args)
            return self._returned.get(called.id) if gives else None
        kind = self._kind(called)
        if kind == "class":
            return "object"
        return "answer" if kind else None

    # What cannot work

    def _find_types(self, part: ast.AST) -> Iterator[tuple[int, str]]:
        """Find questions about the type of what stays beside the student's code."""
        nodes = nodes_of(part)
        before = dict(self._kinds)
        for node in nodes:
            if isinstance(node, ast.comprehension):
                self._learn(node.target, self._part_of(node.iter), None)
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                asked = [self._kind(argument) for argument in node.args]
                name = node.func.id
                if name in ("isinstance", "issubclass") and len(node.args) == 2:
                    stays = self._stays(node.args[1]) or (asked[0] in STAYS and not self._is_plain(node.args[1]))
                    if (asked[0] and stays) or self._is_students(node.args[1]):
                        yield node.lineno, f"{ast.unparse(node)} is never true in the grader: {IS_INSTANCE}"
                elif name == "type" and asked and asked[0] in STAYS:
                    yield node.lineno, f"{ast.unparse(node)} is no class of the student's in the grader: {IS_INSTANCE}"
            elif isinstance(node, ast.Attribute) and node.attr == "__class__" and self._kind(node.value) in STAYS:
                yield node.lineno, f"{ast.unparse(node)} is no class of the student's in the grader: {IS_INSTANCE}"
            elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
                call = node.left
                if self._name_of(call.func) == "type" and len(call.args) == 1:
                    asked_of = self._kind(call.args[0])
                    for other in node.comparators:
                        if self._is_students(other) or (asked_of and self._stays(other)):
                            yield node.lineno, f"{ast.unparse(node)} is never as it looks in the grader: {IS_INSTANCE}"
        self._kinds = before

    def _is_students(self, classes: ast.expr) -> bool:
        """Return whether a class, or one of several, is of the student's module."""
        parts = classes.elts if isinstance(classes, ast.Tuple) else [classes]
        return any(self._kind(part) == "class" for part in parts)

    def _is_plain(self, classes: ast.expr) -> bool:
        """Return whether some class may be of an object that comes back by value: a student's class can derive from it."""
        parts = classes.elts if isinstance(classes, ast.Tuple) else [classes]
        return any(self._name_of(part) in PLAIN for part in parts)

    def _stays(self, classes: ast.expr) -> bool:
        """Return whether every one of some classes is of those whose objects never come back by value."""
        parts = classes.elts if isinstance(classes, ast.Tuple) else [classes]
        names = [self._name_of(part) for part in parts]
        return bool(names) and all(
            name.startswith(tuple(f"{module}." for module in STAYING_MODULES)) or name == "torch.Generator"
            for name in names
        )

    def _first_call(self, body: Sequence[ast.stmt]) -> ast.Call | None:
        """Return a call of student code in some statements."""
        before = dict(self._kinds)
        try:
            for statement in body:
                for node in nodes_of(statement):
                    if isinstance(node, ast.Call) and self._kind(node.func) in (
                        "class",
                        "function",
                        "object",
                        "answer",
                    ):
                        return node
                self._learn_targets(statement)
            return None
        finally:
            self._kinds = before

    def _is_grad_mode(self, value: ast.expr) -> bool:
        name = self._name_of(value.func if isinstance(value, ast.Call) else value)
        return name.partition(".")[0] == "torch" and name.rpartition(".")[2] in GRAD_MODES

    def _explain_grad_mode(self, mode: ast.expr, call: ast.Call) -> str:
        return (
            f"{ast.unparse(mode)} does not reach {ast.unparse(call.func)} (line {call.lineno}), which runs in another process; "
            "take student code out of it, use student.tools.predict for outputs without gradients, or write a probe"
        )

    def _name_of(self, value: ast.expr) -> str:
        """Return the full name of what an expression names, as far as the file's imports say."""
        text = ast.unparse(value) if isinstance(value, (ast.Name, ast.Attribute)) else ""
        first, dot, rest = text.partition(".")
        full = f"{self._names.get(first, first)}{dot}{rest}"
        return "numpy" + full[2:] if full.startswith("np.") else full
