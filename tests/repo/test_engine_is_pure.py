"""The engine reads no clock, no file and no network, and loads with nothing installed.

Never trusts the import linter alone: `__import__`, a clock and `open` need no import that it could see.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree

FORBIDDEN_MODULES = {
    "asyncio", "glob", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets",
    "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
FORBIDDEN_CALLS = {
    "now",
    "utcnow",
    "today",
    "time",
    "monotonic",
    "perf_counter",
    "open",
    "input",
    "print",
    "exec",
    "eval",
}
# `datetime.combine(day, time(23, 59, 59))` builds a time of day; it reads none.
BUILDERS = {"datetime.time", "time"}
IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import dutybook.engine
for module in pkgutil.walk_packages(dutybook.engine.__path__, "dutybook.engine."):
    importlib.import_module(module.name)
foreign = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__", "dutybook"}
foreign = {name for name in foreign if not name.startswith("_sysconfigdata")}  # the standard library's own
layers = {name.split(".")[1] for name in sys.modules if name.startswith("dutybook.")}
print(sorted(foreign), sorted(layers))
"""

ENGINE = [path for path in tree.python_files() if tree.SOURCE / "engine" in path.parents]


def test_the_engine_loads_with_nothing_installed() -> None:
    command = [sys.executable, "-S", "-I", "-c", IMPORT_EVERYTHING, str(tree.SOURCE.parent)]

    loaded = subprocess.run(command, capture_output=True, text=True, check=False)

    assert loaded.stderr == ""
    assert loaded.stdout.strip() == "[] ['engine']"


@pytest.mark.parametrize("path", ENGINE, ids=tree.name)
def test_the_engine_imports_no_door_to_the_outside(path: Path) -> None:
    assert not FORBIDDEN_MODULES & set(_imported(path))


@pytest.mark.parametrize("path", ENGINE, ids=tree.name)
def test_the_engine_reads_no_clock_and_no_file(path: Path) -> None:
    assert not [f"line {call.lineno}: {ast.unparse(call)}" for call in _calls(path) if _is_forbidden(call)]


def test_a_clock_hidden_in_the_engine_would_be_found() -> None:
    hidden = ["datetime.now()", "date.today()", "clock.time()", "open('x')", "dt.datetime.utcnow()", "eval('1')"]
    harmless = ["time(23, 59, 59)", "datetime.time(0)", "datetime.combine(day, time.max)", "entries.known()"]

    assert all(_is_forbidden(_call(each)) for each in hidden)
    assert not any(_is_forbidden(_call(each)) for each in harmless)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(tree.text_of(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(tree.text_of(path))) if isinstance(node, ast.Call))


def _call(source: str) -> ast.Call:
    (call,) = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)][:1]
    return call


def _is_forbidden(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name.rpartition(".")[2] in FORBIDDEN_CALLS and name not in BUILDERS
