"""A copy of everything that a procedure is made of, and the procedure as such a copy has it.

A copy holds every file that could change an answer: the pack, what it extends, the organisations' packs over it and
the holiday table. Nothing outside the copy may be read where a procedure is made from one.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dutybook.engine.procedure import Procedure
from dutybook.packs.calendars import path_of
from dutybook.packs.layers import stack_of
from dutybook.packs.loading import calendar_of, load, organisations_over
from dutybook.packs.pack import files_of
from dutybook.packs.paths import find

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time that every file in a copy bears, so that the same words always make the same copy."""


class NotTheCopy(ValueError):
    """What is in the copy is not what was put into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One pack's copy; `digest` is the hash of all that its files say."""

    name: str
    digest: str
    archive: bytes


def copy_of(which: str | Path) -> Copy:
    """A copy of a pack as it is now. Raises `UnknownPack`, or `PackErrors` where its calendar is not there."""
    folder = find(which)
    files = dict(_files(folder))
    return Copy(name=folder.name, digest=_digest(files), archive=_archive(files))


def procedure_in(copy: Copy, kept_in: Path) -> Procedure:
    """The procedure that a copy holds, laid out once in a folder of its own inside `kept_in`.

    Raises `NotTheCopy` where the copy was changed.
    """
    return _procedure(copy.name, copy.digest, copy.archive, kept_in)


@lru_cache(maxsize=32)
def _procedure(name: str, digest: str, archive: bytes, kept_in: Path) -> Procedure:
    folder = kept_in / digest
    if not folder.is_dir():
        _lay_out(_checked(digest, archive), folder)
    return load(name, among=(folder,))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    stack = stack_of(folder)
    for pack in [*stack, *organisations_over(stack)]:
        for path in files_of(pack.folder):
            yield f"{pack.name}/{path.name}", path.read_bytes()
    calendar = path_of(calendar_of(stack).name)
    yield f"calendars/{calendar.name}", calendar.read_bytes()


def _digest(files: Mapping[str, bytes]) -> str:
    hashed = hashlib.sha256()
    for path, content in sorted(files.items()):
        hashed.update(f"{path} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


def _archive(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _checked(digest: str, archive: bytes) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            files = {path: opened.read(path) for path in opened.namelist()}
    except zipfile.BadZipFile:
        files = {}
    if _digest(files) != digest:
        raise NotTheCopy(f"the copy of {digest[:12]} is not what was adopted; restore it from a backup")
    return files


def _lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """All of it or nothing: two processes may do this at once, and one may be stopped in the middle."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as half:
        made = Path(half) / "made"
        for path, content in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(content)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
