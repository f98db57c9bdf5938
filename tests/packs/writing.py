"""Packs written for one test: a small sound one, and what is added to it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from dutybook.packs import check

HEAD = """\
name: {name}
title: A pack for tests
kind: national
calendar: england-and-wales
sources: {{handbook: {{title: The handbook}}}}
"""

SOUND = """\
things:
  allegation: {title: Allegation, cite: {at: para 1}}
  child: {title: Child, cite: {at: para 1}}
roles:
  head: {title: Head teacher, says: Runs the school., cite: {at: para 2}}
  officer: {title: Officer, says: Oversees., cite: {at: para 2}}
events:
  raised: {title: A concern was raised, by: [head], about: [allegation], class: adult, cite: {at: para 3}}
  told: {title: The officer was told, by: [head, officer], about: [allegation], class: adult, cite: {at: para 3}}
  child_named: {title: A child was named, by: [head], about: [child], asks: [injury], class: child, cite: {at: para 3}}
  closed: {title: The case was closed, by: [officer], class: general, cite: {at: para 3}}
facts:
  injury: {of: child, ask: Was there an injury?, answers: yes_no, class: child, cite: {at: para 4}}
  crime: {ask: Is a crime possible?, answers: yes_no, class: police, cite: {at: para 4}}
  grave: {of: allegation, ask: Is it grave?, answers: yes_no, class: adult, cite: {at: para 4}}
  incident_on: {ask: On which day was it?, answers: date, class: adult, cite: {at: para 4}}
  people: {ask: How many people?, answers: number, class: adult, cite: {at: para 4}}
  area: {ask: In which area?, answers: text, class: adult, cite: {at: para 4}}
  setting:
    ask: Where was it?
    answers: choice
    choices: {work: {title: At work}, home: {title: At home}, club: {title: At a club, withdrawn: never used}}
    class: adult
    cite: {at: para 4}
  signs:
    ask: Which signs were there?
    answers: choices
    choices: {mark: {title: A mark}, words: {title: Words}}
    class: child
    cite: {at: para 4}
conditions:
  child_hurt: {any: child, means: injury, cite: {at: para 5}}
duties:
  tell:
    title: Tell the officer
    for: allegation
    owner: head
    strength: should
    arises: raised
    within: 24 hours
    done_by: told
    cite: {at: para 6, rules: [T-1-1]}
"""

DUTY = "title: A duty, owner: head, strength: should, cite: {at: para 9}"
"""What a duty in flow style begins with, when a test is not about it."""


def write_pack(folder: Path, extra: str = "", *, head: str = HEAD, sound: str = SOUND, **files: str) -> Path:
    """A folder with the sound pack, and what a test adds to it in `extra.yaml` and other files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {"pack": head.format(name=folder.name), "sound": sound, "extra": dedent(extra), **files}
    for name, text in written.items():
        if text:
            (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    return folder


def found_in(folder: Path) -> list[str]:
    """What `check` says of the folder, as `file:line: what is wrong; what to write`."""
    return [f"{Path(each.path).name}:{each.line}: {each.what}; {each.write}" for each in check([folder])]


def said_of(tmp_path: Path, extra: str) -> list[str]:
    """What `check` says of the sound pack with this added."""
    return found_in(write_pack(tmp_path / "barset", extra))
