"""Small damages to the engine, one at a time: a comparison turned, a condition taken for granted, a line left out.

A damage that no worked case notices is a line without a case. Each is tried in a process of its own: none may outlive
its trial.
"""

from __future__ import annotations

import ast
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

SECONDS = 6
"""Of computing, not of waiting: a damage that makes the engine run for ever is noticed after these."""

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
SWAPPED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
}
PLAIN = ast.Compare | ast.BoolOp | ast.UnaryOp


@dataclass(frozen=True, eq=False)
class Mutant:
    """One damage: the function and its first line, what a line said and says now; in the tree, what is put for what."""

    module: str
    function: str
    begins: int
    was: str
    now: str
    tree: ast.Module
    damage: tuple[ast.AST, ast.AST]

    @property
    def name(self) -> str:
        """What it is known by, wherever its line moves to."""
        return f"{self.module.removeprefix('dutybook.engine.')}.{self.function}: {self.was} → {self.now}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every damage to the code of one module (docstrings, imports and type hints apart)."""
    tree = _tree(module)
    for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
        for node in _code(function):
            for now in _damages(node):
                yield _mutant(module, tree, function, node, now)


def unharmed(module: str) -> Mutant:
    """The module as it is, put in place as a damaged one would be: nothing may notice it."""
    tree = _tree(module)
    return Mutant(module, "", 0, "", "", tree, (tree, tree))


def _tree(module: str) -> ast.Module:
    path = import_module(module).__file__
    assert path is not None
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def _code(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Every node of the function's body; inner functions come by themselves."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        if not isinstance(node, ast.FunctionDef | ast.Assert):
            yield node
            todo.extend(ast.iter_child_nodes(node))


def _damages(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        case ast.Expr() | ast.AugAssign() | ast.Break() | ast.Continue() | ast.Raise():
            yield ast.Pass()
        case ast.If(test=test, body=body, orelse=orelse):
            yield from _branches(test, body, orelse)
        case ast.IfExp(test=test) if not isinstance(test, PLAIN):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Match(subject=subject, cases=cases) if len(cases) > 1:
            for gone in cases:
                yield ast.Match(subject, [each for each in cases if each is not gone])
    if isinstance(node, ast.expr):
        yield from _otherwise(node)


def _branches(test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt]) -> Iterator[ast.AST]:
    """The test turned, or its consequence left out."""
    if not isinstance(test, PLAIN):
        yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
    if isinstance(body[0], ast.Return):
        yield ast.If(test, [ast.Pass()], orelse)


def _otherwise(node: ast.expr) -> Iterator[ast.AST]:
    """The expression, with its operator turned."""
    match node:
        case ast.Compare(ops=[op]):
            for turned in TURNED[type(op)]:
                yield ast.Compare(node.left, [turned()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(left, ast.Add(), right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in SWAPPED:
            yield ast.Call(ast.Name(SWAPPED[name], ast.Load()), args, keywords)


def _mutant(module: str, tree: ast.Module, function: ast.FunctionDef, node: ast.AST, now: ast.AST) -> Mutant:
    ast.copy_location(now, node)
    begins = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    was, said = _first_difference(ast.unparse(node), ast.unparse(now))
    return Mutant(module, function.name, begins, was, said, tree, (node, now))


def _first_difference(was: str, now: str) -> tuple[str, str]:
    """The first line of each that the other does not have there."""
    before, after = was.split("\n"), [*now.split("\n"), ""]
    at = next((n for n, line in enumerate(before) if line != after[n]), 0)
    return before[at].strip(), after[at].strip()


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().generic_visit(node)


def survives(mutant: Mutant, trial: Callable[[], object]) -> bool:
    """Whether the trial says nothing (it returns at all) with the damage done. A crash or a hang is noticed."""
    child = os.fork()
    if child == 0:
        _try(mutant, trial)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _try(mutant: Mutant, trial: Callable[[], object]) -> None:
    """In the child: do the damage, run the trial, and leave by the exit code without a word."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            put_in_place(mutant)
            trial()
    except BaseException:
        os._exit(1)
    os._exit(0)


def put_in_place(mutant: Mutant) -> None:
    """Give every function and method of the module the damaged code, wherever it is already in use."""
    module = import_module(mutant.module)
    damaged = {"__name__": mutant.module, "__doc__": ""}
    tree = ast.fix_missing_locations(_Put(*mutant.damage).visit(mutant.tree))
    exec(compile(tree, mutant.module, "exec"), damaged)  # noqa: S102
    for name, old in vars(module).items():
        if getattr(old, "__module__", "") == mutant.module and name in damaged:
            _graft(old, damaged[name])


def _graft(old: Any, new: Any) -> None:
    match old:
        case FunctionType():
            old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
        case type():
            for name, part in list(vars(old).items()):
                if isinstance(part, FunctionType | property | cached_property) and name in vars(new):
                    _graft(part, vars(new)[name])
        case property():
            _graft(old.fget, new.fget)
        case cached_property():
            _graft(old.func, new.func)
        case _ if hasattr(old, "__wrapped__"):
            _graft(old.__wrapped__, new.__wrapped__)
            old.cache_clear()
