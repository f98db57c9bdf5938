"""Which files the repository consists of.

Never looks at what Git ignores: a convention binds what is published, and a folder that a command made is not.
"""

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "dutybook"
MADE = {".git", ".venv", "build", "dist", "var", "__pycache__"}
MADE_ENDING = ("_cache", ".hypothesis", ".egg-info")
TEMPLATE_ENDINGS = {".html", ".jinja", ".txt"}


@cache
def files() -> tuple[Path, ...]:
    """Tracked files and new ones not ignored; in an unpacked archive, everything but what the commands make."""
    listed = _listed_by_git()
    return tuple(sorted(path for path in (listed or _walked()) if path.is_file()))


def python_files() -> tuple[Path, ...]:
    return tuple(path for path in files() if path.suffix == ".py")


def templates() -> tuple[Path, ...]:
    return tuple(path for path in files() if path.suffix in TEMPLATE_ENDINGS and SOURCE in path.parents)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_vendored(path: Path) -> bool:
    """Somebody else's file, kept as they published it with its licence and its checksum."""
    return "vendor" in path.parts or ".min." in path.name


def text_of(path: Path) -> str:
    """A binary file has no text, and so nothing to say about."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _listed_by_git() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return []
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / each for each in listed.split("\0") if each]


def _walked() -> list[Path]:
    return [path for path in ROOT.rglob("*") if not any(_is_made(part) for part in path.relative_to(ROOT).parts)]


def _is_made(part: str) -> bool:
    return part in MADE or part.endswith(MADE_ENDING)
