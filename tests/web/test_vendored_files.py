"""What was taken over from others is as it was taken over, with its licence, and without what only GOV.UK may show."""

from __future__ import annotations

import hashlib
from pathlib import Path

import dutybook.web

VENDORED = Path(dutybook.web.__file__).parent / "static" / "vendor" / "govuk-frontend"


def test_every_vendored_file_has_the_checksum_that_was_written_down() -> None:
    written = dict(reversed(line.split()) for line in (VENDORED / "checksums.txt").read_text().splitlines())

    found = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in VENDORED.glob("*.min.*")}

    assert found == written
    assert len(found) == 2


def test_the_licence_lies_beside_it() -> None:
    assert (VENDORED / "LICENSE.txt").read_text().startswith("The MIT License")


def test_no_typeface_crest_or_image_of_govuk_came_with_it() -> None:
    style = next(VENDORED.glob("*.css")).read_text()

    for mark in ("@font-face", "Transport", "crest", "url(", "sourceMappingURL"):
        assert mark not in style
    assert sorted(each.suffix for each in VENDORED.iterdir()) == [".css", ".js", ".md", ".txt", ".txt"]
