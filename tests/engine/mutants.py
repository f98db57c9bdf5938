"""Small damages to the engine, one at a time: a comparison turned, a condition taken for granted, a line left out.

A damage that no worked case notices is a line without a case. Each is tried in a process of its own, so that none outlives its trial.
"""

from __future__ import annotations

import ast
import copy
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

SECONDS = 20

TURNED: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}


@dataclass(frozen=True)
class Mutant:
    """One damage: the module, its line, what the line said, what it says now, and the whole damaged module."""

    module: str
    line: int
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.was}  →  {self.now}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every damage to the code of one module (docstrings, imports and type hints apart)."""
    path = import_module(module).__file__
    assert path is not None
    tree = ast.parse(Path(path).read_text())
    for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
        for node in _code(function):
            for now in _damages(node):
                yield _mutant(module, tree, node, now)


def _code(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Every node of the function's body; inner functions come by themselves."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        yield node
        todo.extend(ast.iter_child_nodes(node))


def _damages(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]):
            for turned in TURNED[type(op)]:
                yield ast.Compare(node.left, [turned()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.If(test=test) if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield ast.If(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.IfExp(test=test) if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.AugAssign() | ast.Break() | ast.Continue():
            yield ast.Pass()


def _mutant(module: str, tree: ast.Module, node: ast.AST, now: ast.AST) -> Mutant:
    ast.copy_location(now, node)
    damaged = _Put(node, now).visit(copy.deepcopy(tree, {id(node): node}))
    source = ast.unparse(ast.fix_missing_locations(damaged))
    return Mutant(module, getattr(node, "lineno", 0), ast.unparse(node).split("\n")[0], ast.unparse(now).split("\n")[0], source)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().generic_visit(node)


def survives(mutant: Mutant, trial: Callable[[], bool]) -> bool:
    """Whether the trial notices nothing (it returns True) with the damage done. A crash or a hang is noticed."""
    child = os.fork()
    if child == 0:
        _try(mutant, trial)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _try(mutant: Mutant, trial: Callable[[], bool]) -> None:
    """In the child: do the damage, run the trial, and leave by the exit code without a word."""
    signal.alarm(SECONDS)
    sys.stderr = sys.stdout = Path(os.devnull).open("w")
    try:
        put_in_place(mutant)
        os._exit(0 if trial() else 1)
    except BaseException:
        os._exit(1)


def put_in_place(mutant: Mutant) -> None:
    """Make the damaged module's functions and classes the ones that every module of the engine uses."""
    module = import_module(mutant.module)
    before = dict(vars(module))
    exec(compile(mutant.source, mutant.module, "exec"), vars(module))
    after = vars(module)
    own = {id(old): after[name] for name, old in before.items() if getattr(old, "__module__", "") == mutant.module}
    for each in [each for name, each in sys.modules.items() if name.startswith(("dutybook", "tests"))]:
        _replace(each, own)


def _replace(module: ModuleType, own: dict[int, Any]) -> None:
    for name, value in list(vars(module).items()):
        if id(value) in own:
            setattr(module, name, own[id(value)])
