"""The known mistakes in networks are named whatever a student calls the layers, how they are built and how they start.

Each is rewritten in three ways that the hand-out leaves free. ``make test`` tries one mistake in each way, which a digest of all
of them draws; ``--all`` tries every mistake.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
from collections.abc import Callable
from typing import TypeGuard

import pytest

from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.variants import Variant
from scripts.proof.proof import Findings, ProofByGrading

LAYERS = {"Linear", "Conv2d"}


class RenamedLayers(ast.NodeTransformer):
    """Gives every attribute that a class assigns to itself another name."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        inside = [part for part in ast.walk(node) if _is_own(part)]
        assigned = {part.attr for part in inside if isinstance(part.ctx, ast.Store)}
        for part in inside:
            part.attr = f"my_{part.attr}" if part.attr in assigned else part.attr
        return node


class LayersInSequential(ast.NodeTransformer):
    """Puts every linear layer and every convolution into an nn.Sequential of its own, where its weights are not named."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        names = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        return node if names & {"weight", "bias"} else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in LAYERS:
            return ast.Call(ast.parse("nn.Sequential", mode="eval").body, [node], [])
        return node


class OtherStart(ast.NodeTransformer):
    """Draws random numbers before a network's layers draw theirs."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if node.name == "__init__":
            node.body[1:1] = ast.parse("import torch\ntorch.rand(7)").body
        return node


SPELLINGS: dict[str, Callable[[], ast.NodeTransformer]] = {
    "renamed": RenamedLayers,
    "sequential": LayersInSequential,
    "other start": OtherStart,
}


def _is_own(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def networks_of(problem: Problem) -> list[Variant]:
    """List the mistakes that are a network."""
    return [mistake for mistake in problem.mistakes if "(nn.Module):" in mistake.text]


def respell(mistake: Variant, spelling: str) -> Variant:
    tree = SPELLINGS[spelling]().visit(ast.parse(mistake.text))
    return dataclasses.replace(mistake, text=ast.unparse(ast.fix_missing_locations(tree)))


@pytest.fixture(scope="module")
def networks(complete: Assignment) -> list[tuple[Problem, Variant]]:
    return [(problem, mistake) for problem in complete.problems for mistake in networks_of(problem)]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spelling_is_named(
    spelling: str,
    networks: list[tuple[Problem, Variant]],
    proof: tuple[ProofByGrading, Findings],
    request: pytest.FixtureRequest,
) -> None:
    prover, findings = proof
    digest = hashlib.sha256("".join([spelling, *(mistake.text for _, mistake in networks)]).encode()).hexdigest()
    drawn = networks[int(digest, 16) % len(networks)]
    for problem, mistake in networks if request.config.getoption("--all") else [drawn]:
        prover.prove_mistake(problem, respell(mistake, spelling))
    assert findings.complaints == []
    assert findings.gradings


def test_problems_with_networks_are_found(networks: list[tuple[Problem, Variant]]) -> None:
    assert {problem.name for problem, _ in networks} >= {"digits", "dogset"}


def test_spellings_differ_from_the_original(networks: list[tuple[Problem, Variant]]) -> None:
    mistake = networks[0][1]
    texts = {respell(mistake, spelling).text for spelling in SPELLINGS}
    assert len(texts | {ast.unparse(ast.parse(mistake.text))}) == 4
