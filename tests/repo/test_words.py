"""The words of the code and the screens are the field's own, and no authority is named outside its pack.

Never lists an exception without its reason: `allowed_words.yaml` holds both.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.repo import tree

ALLOWED = Path(__file__).with_name("allowed_words.yaml")
# "ticket" and its forms; an abbreviation is meant in capitals only.
NEVER = {
    "ticket": r"tickets?",
    "SLA": r"(?-i:SLAs?)",
    "victim": r"victims?",
    "perpetrator": r"perpetrators?",
    "waive": r"waive[srd]?|waiver|waivers|waiving",
    "breach": r"breach(?:es|ed|ing)?",
    "compliance": r"compliance|compliant",
    "neutral act": r"neutral[\s_-]*acts?",
    "user story": r"user[\s_-]*stor(?:y|ies)",
}
FICTIONAL = {"barsetshire"}
ALWAYS_NAMED = {"staffordshire", "bedfordshire", "luton", "dorset", "gloucestershire", "hampshire"}
SAID_IN_CODE = {".py", ".html", ".jinja", ".txt", ".md", ".yaml", ".json"}


def test_no_authority_is_named_in_python_or_in_a_template() -> None:
    names = authorities()
    product = [path for path in (*tree.python_files(), *tree.templates()) if _is_product(path)]

    found = [f"{tree.name(path)}: {name}" for path in product for name in names if _says(tree.text_of(path), name)]

    assert not found, "what an authority says belongs in procedures/"


def test_every_pack_of_a_real_authority_is_known_to_the_test_above() -> None:
    folders = {path.parent.name for path in (tree.ROOT / "procedures").glob("*/pack.yaml")}

    assert folders - {"england"} - FICTIONAL <= authorities()


def test_the_words_never_to_be_used_are_not_used() -> None:
    found = [(use, word) for path in _worded() for use, word in _uses(path) if (tree.name(path), word) not in allowed()]

    assert not found, "GLOSSARY.md has the word to use instead"


def test_every_kind_of_thing_and_every_role_is_in_the_glossary() -> None:
    glossary = tree.text_of(tree.ROOT / "GLOSSARY.md").lower().replace("'s", "")
    england = tree.ROOT / "procedures" / "england"

    declared = {*_declared(england / "things.yaml", "things"), *_declared(england / "roles.yaml", "roles")}

    assert declared
    assert not [name for name in declared if name.replace("_", " ") not in glossary]


def test_every_allowed_exception_has_a_reason_and_is_still_needed() -> None:
    needed = {(tree.name(path), word) for path in _worded() for _, word in _uses(path)}

    assert all(len(reason) > 20 for reason in allowed().values())
    assert set(allowed()) <= needed


def test_the_forms_of_a_word_are_found_also_inside_a_longer_name() -> None:
    assert _find("the_ticket_id", "ticket")
    assert _find("class TicketList", "ticket")
    assert _find("Waived by the head", "waive")
    assert _find("userStory", "user story")
    assert not _find("translate the slate", "SLA")
    assert not _find("a sticketing", "ticket")


def _declared(path: Path, chapter: str) -> set[str]:
    return set(yaml.safe_load(tree.text_of(path))[chapter])


def authorities() -> set[str]:
    """Every publisher of a pack, by its folder and the words of its title that are a place's."""
    packs = [path for path in (tree.ROOT / "procedures").glob("*/pack.yaml") if path.parent.name not in FICTIONAL]
    folders = {path.parent.name for path in packs}
    titled = {word.lower() for path in packs for word in re.findall(r"\b[A-Z]\w+shire\b", _title(path))}
    return (ALWAYS_NAMED | folders | titled) - FICTIONAL - {"england"}


@cache
def allowed() -> dict[tuple[str, str], str]:
    listed = yaml.safe_load(ALLOWED.read_text(encoding="utf-8")) or []
    return {(each["path"], each["word"]): each["reason"] for each in listed}


def _title(pack: Path) -> str:
    lines = tree.text_of(pack).splitlines()
    return "\n".join(line for line in lines if re.match(r"\s*(title|name|publisher|authority|authorities)\s*:", line))


def _is_product(path: Path) -> bool:
    return tree.ROOT / "tests" not in path.parents and tree.ROOT / "procedures" not in path.parents


def _worded() -> Iterator[Path]:
    """All that is said in code and on screens. The packs may quote a source that uses such a word."""
    for path in tree.files():
        if tree.SOURCE in path.parents and path.suffix in SAID_IN_CODE and not tree.is_vendored(path):
            yield path


def _uses(path: Path) -> Iterator[tuple[str, str]]:
    text = tree.text_of(path)
    for word in NEVER:
        for found in _find(text, word):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{tree.name(path)}:{line}: {found.group(0)!r}", word


def _find(text: str, word: str) -> list[re.Match[str]]:
    """Whole words, where an underscore or a capital also ends a word: `ticket_id`, but not `translate`."""
    pattern = rf"(?<![^\W_])(?:{NEVER[word]})(?![^\W_])"
    return list(re.finditer(pattern, _split_at_capitals(text), flags=re.IGNORECASE))


def _split_at_capitals(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text, flags=re.IGNORECASE) is not None
