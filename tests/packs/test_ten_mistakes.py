"""A pack with ten mistakes lists ten, each with its file and line, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs import PackErrors, load
from tests.packs.writing import found_in, write_pack

SYNTAX_AND_KEYS = """\
events:
  seen: {title: on, by: [head], about: [child], class: child, cite: {at: para 1}}
  heard: {title: Heard, by: [head], class: secret, cite: {at: para 1}}
things:
  plan: {title: Plan}
"""

MEANING = """\
facts:
  tall: {ask: Tall?, answers: yes_no, class: child, cite: {at: para 2, rules: [T-1-1, T-1-1]}}
conditions:
  sly: {means: crime.__class__, cite: {at: para 2}}
  odd: {means: setting == 'wrok', cite: {at: para 2}}
duties:
  see:
    title: See the child
    for: child
    owner: haed
    strength: must
    arises: raised
    when: grave
    wihtin: 5 days
    done_by: told
    cite: {at: para 3}
"""

TEN = [
    "extra.yaml:2: 'on' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
    "extra.yaml:3: class: 'secret' is not one of the words for it;"
    " write 'general', 'child', 'adult', 'employment', 'police' or 'source'",
    "extra.yaml:5: plan has no citation; write cite: {at: para 12, rules: [S-12-2]} or {ours: why}",
    "meaning.yaml:2: T-1-1 is cited twice by one element; cite it once",
    "meaning.yaml:4: 'crime.__class__' is not allowed in a condition, at column 1;"
    " write it with names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in",
    "meaning.yaml:5: 'wrok' is no answer to setting; write 'work'",
    "meaning.yaml:10: 'haed' is not declared as a role; write head",
    "meaning.yaml:13: grave is about an allegation, and only child is in hand here;"
    " write for: allegation, or name a condition {any: allegation, means: grave}",
    "meaning.yaml:14: 'wihtin' is not a key of a duty; write within",
    "meaning.yaml:15: told is not about a child, so it can never do a duty for one;"
    " write child under about: of told, or leave child out of for:",
]


def test_a_pack_with_ten_mistakes_lists_ten(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", SYNTAX_AND_KEYS, meaning=MEANING)

    assert found_in(folder) == TEN


def test_such_a_pack_is_not_loaded_and_the_refusal_says_all_of_it(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", SYNTAX_AND_KEYS, meaning=MEANING)

    with pytest.raises(PackErrors) as refusal:
        load(folder)

    assert len(refusal.value.problems) == 10
    assert str(refusal.value).count("\n") == 9
