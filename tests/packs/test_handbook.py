"""The handbook page: everything a procedure says, in words a head teacher reads, each with its paragraph."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dutybook.engine.forms import Length
from dutybook.engine.procedure import Citation, Hours, Passage, Procedure
from dutybook.packs import load, names
from dutybook.packs.citing import every_element
from dutybook.packs.handbook import CHAPTERS, document, fragment, shown
from dutybook.packs.handbook_page import anchor
from dutybook.packs.taking_out import without
from tests.packs.small_packs import ALBION, BARSETSHIRE, load_small

VOID = {"meta"}
BLOCKS = {"dt", "dd", "th", "td", "li", "p", "h2", "h3", "caption"}


class Page(HTMLParser):
    """What a browser would make of the page: its tags in order, whether they nest, its ids, links and headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in BLOCKS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]

    def every(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(scope="module")
def barsetshire() -> Procedure:
    return load_small(BARSETSHIRE)


@pytest.fixture(scope="module")
def page(barsetshire: Procedure) -> Page:
    return Page(document(barsetshire))


def card(procedure: Procedure, chapter: str, id: str) -> str:
    """The words of one element's card."""
    text = shown(procedure, chapter)
    start = text.index(f'id="{anchor(chapter, id)}"')
    return Page(f"<section {text[start : text.index('</section>', start)]}</section>").text


@pytest.mark.parametrize("name", names())
def test_every_page_that_ships_is_sound_html(name: str) -> None:
    page = Page(document(load(name)))

    assert len(page.ids) == len(set(page.ids))
    anchors = [str(each["href"]) for each in page.every("a") if str(each["href"]).startswith("#")]
    assert {each[1:] for each in anchors} - set(page.ids) == set()


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert levels.count(1) == 1


def test_the_page_says_its_language_its_title_and_how_wide_it_is(page: Page) -> None:
    assert page.every("html") == [{"lang": "en-GB"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.every("meta")
    assert "Barsetshire (a shire that is in no atlas): the procedure in words" in page.text


def test_every_table_has_a_caption_and_its_cells_have_heads(page: Page) -> None:
    tables = len(page.every("table"))

    assert tables == len(page.every("caption")) > 3
    assert {each["scope"] for each in page.every("th")} == {"col", "row"}


def test_the_fragment_holds_no_style_and_no_script(barsetshire: Procedure) -> None:
    page = Page(fragment(barsetshire))

    assert page.every("style", "script", "link") == []
    assert [each for _, each in page.tags if "style" in each or any(name.startswith("on") for name in each)] == []


def test_every_element_of_the_procedure_has_its_anchor(barsetshire: Procedure, page: Page) -> None:
    for each in every_element(barsetshire.editions[-1][1]):
        wanted = anchor(each.chapter, each.id)
        assert wanted in page.ids, each.path


def test_every_chapter_has_a_place_on_the_page() -> None:
    assert len({each.name for each in CHAPTERS}) == len(CHAPTERS) == 20


def test_a_chapter_that_nobody_foresaw_is_shown_all_the_same(barsetshire: Procedure) -> None:
    (day, rules) = barsetshire.editions[-1]
    passage = Passage(id="dovecote", title="Dovecote", chapter="follies", more={"says": "It is empty.", "doves": ["0"]})
    follies = replace(rules, plain={**rules.plain, "follies": {"dovecote": passage}})

    text = Page(fragment(replace(barsetshire, editions=((day, follies),)))).text

    assert "Follies" in text
    assert "It is empty." in text


def test_taking_any_element_out_changes_its_chapter(barsetshire: Procedure) -> None:
    for each in every_element(barsetshire.editions[-1][1]):
        smaller = without(barsetshire, each.chapter, each.id, each.member)

        assert shown(smaller, each.chapter) != shown(barsetshire, each.chapter), each.path


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("tell-the-officer", "By when Within 4 hours of a concern being raised"),
        ("tell-the-officer-again", "By when Within 24 hours of a concern being raised or “Review held”"),
        ("tell-the-officer-again", "Aim By the end of the day of a concern being raised"),
        ("tell-the-officer-again", "Who Designated officer if serious; otherwise Senior manager"),
        ("tell-the-officer-again", "Arises When a concern is raised or “Review held” is recorded, where serious"),
        ("tell-the-officer-again", "Only while Injury is answered no"),
        (
            "tell-the-officer-again",
            "Done When the officer is told or “Review held” is recorded, where injury is answered yes",
        ),
        ("review-it", "Done before Doing it before the duty arises counts as doing it."),
        ("tell-the-officer-again", "Falls away When the case is closed"),
        (
            "tell-the-officer-again",
            "Met for the time being when the duty desk is told, while “Tell the officer” is not overdue",
        ),
        (
            "tell-the-officer-again",
            "The clock stands still while category is “Neglect”; while that is not known, it runs on",
        ),
        ("tell-the-officer-again", "After 16:00 on Friday, the count starts on the next working day"),
        ("tell-the-officer-again", "Its time starts again; the old date is kept on record"),
        ("tell-the-officer-again", "one deed meets them all. Read otherwise: Tell the officer"),
        ("review-it", "By when By the end of the 15th working day after the last time a concern was raised"),
        ("review-it", "Worth knowing: Listen first"),
        ("keep-a-note", "By when As soon as practicable; no number of days is given"),
    ],
)
def test_a_duty_is_said_in_words(barsetshire: Procedure, id: str, said: str) -> None:
    words = card(barsetshire, "duties", id).replace("LADO for Barsetshire", "Designated officer")

    assert said in words


def test_the_local_name_of_a_role_is_used_wherever_it_acts(barsetshire: Procedure) -> None:
    assert "Who LADO for Barsetshire" in card(barsetshire, "duties", "review-it")


def test_a_decision_is_a_table_of_its_rows(barsetshire: Procedure) -> None:
    words = card(barsetshire, "decisions", "tier")

    assert "At which tier is this managed?" in words
    assert "Read from the top; the first row that holds counts." in words
    for cell in ("Serious", "Tier 1", "will", "Otherwise", "Tier 2", "Everything else.", "Para 4"):
        assert cell in words


def test_whom_to_ring_comes_with_number_and_hours(barsetshire: Procedure) -> None:
    words = card(barsetshire, "directory", "duty_desk")

    assert "Telephone 01632 960001: ask for the desk" in words
    assert "Monday to Friday 09:00 to 17:00" in words
    assert "Closed" in words


def test_the_hours_of_a_bank_holiday_stand_beside_those_of_the_week(barsetshire: Procedure) -> None:
    (day, rules) = barsetshire.editions[-1]
    desk = rules.directory["duty_desk"]
    kept = replace(desk, bank_holidays=(Hours(("mon",), "10:00", "12:00"), Hours(("mon",), "13:00", "16:00")))
    procedure = replace(barsetshire, editions=((day, replace(rules, directory={"duty_desk": kept})),))

    assert "Bank holidays 10:00 to 12:00 and 13:00 to 16:00" in card(procedure, "directory", "duty_desk")


def test_hours_that_no_source_gives_are_not_invented(barsetshire: Procedure) -> None:
    (day, rules) = barsetshire.editions[-1]
    unknown = replace(rules.directory["duty_desk"], hours=None)
    procedure = replace(barsetshire, editions=((day, replace(rules, directory={"duty_desk": unknown})),))

    assert "Opening hours are not given" in card(procedure, "directory", "duty_desk")


def test_what_is_national_says_so_and_what_is_local_does_not(barsetshire: Procedure) -> None:
    assert "national; not stated locally" in card(barsetshire, "duties", "keep-a-note")
    assert "national" in card(barsetshire, "facts", "injury")
    assert "national" not in card(barsetshire, "duties", "review-it")


def test_one_local_value_in_a_national_duty_is_marked(barsetshire: Procedure) -> None:
    words = card(barsetshire, "duties", "tell-the-officer")

    assert "Within 4 hours of a concern being raised local" in words
    assert "national, except what is marked local" in words


def test_the_national_page_marks_nothing() -> None:
    assert "national;" not in fragment(load_small(ALBION))


def test_a_paragraph_of_another_source_comes_with_the_name_of_the_source(barsetshire: Procedure) -> None:
    assert "Guidance for Albion, page 4" in card(barsetshire, "duties", "keep-a-note")
    assert card(barsetshire, "duties", "review-it").strip().endswith("Para 3")


def test_a_rule_of_our_own_says_so_and_why(barsetshire: Procedure) -> None:
    assert "Our own rule: a picture." in card(barsetshire, "flows", "start")


def test_what_a_later_edition_changes_is_on_the_page_with_its_day(barsetshire: Procedure) -> None:
    ((first, rules),) = barsetshire.editions
    stricter = replace(rules.duties["review-it"], within=Length(5, "working days"))
    later = replace(rules, duties={**rules.duties, "review-it": stricter})

    text = Page(fragment(replace(barsetshire, editions=((first, rules), (first.replace(2026), later))))).text

    assert "What changed and when" in text
    assert "From Thursday 1 January 2026" in text
    assert "5th working day" in text


def test_the_text_of_a_pack_cannot_become_mark_up(barsetshire: Procedure) -> None:
    (day, rules) = barsetshire.editions[-1]
    evil = "<script>alert(1)</script>"
    duty = replace(rules.duties["review-it"], title=evil, promptly=evil, cite=Citation(at=evil), within=None)
    choice = replace(rules.facts["category"].choices[0], title=evil)
    fact = replace(rules.facts["category"], title=evil, ask=evil, choices=(choice,))
    event = replace(rules.events["concern_raised"], title=f"{evil} was {evil}")
    spoilt = replace(
        rules,
        duties={**rules.duties, "review-it": duty},
        facts={**rules.facts, "category": fact},
        events={**rules.events, "concern_raised": event},
    )

    text = document(replace(barsetshire, title=evil, editions=((day, spoilt),)))

    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 10
