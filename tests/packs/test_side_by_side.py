"""Every authority's procedure side by side: nothing left out, nothing written by hand, and what differs says so."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dutybook.cli.main import main
from dutybook.engine.forms import Length
from dutybook.engine.procedure import NOT_CITED, Procedure
from dutybook.packs import load, names
from dutybook.packs.citing import chapter_of
from dutybook.packs.schema.chapters import PLAIN, RULES
from dutybook.packs.side_by_side import Line, SideBySide, Topic, authorities, side_by_side
from dutybook.packs.side_by_side_page import DIFFERS, document, fragment, has_topics
from dutybook.packs.topics import OTHER, Topics
from tests.packs.small_packs import load_small
from tests.packs.test_every_key import BARSETSHIRE


@pytest.fixture(scope="module")
def five() -> list[Procedure]:
    return authorities(load(name) for name in names())


@pytest.fixture(scope="module")
def shown(five: list[Procedure]) -> SideBySide:
    return side_by_side(five)


def topic(shown: SideBySide, id: str) -> Topic:
    return next(each for each in shown.topics if each.id == id)


def line(shown: SideBySide, title: str) -> Line:
    return next(line for each in shown.topics for line in each.lines if line.title == title)


def test_a_column_is_an_authority_s_and_no_organisation_s_or_register_s(shown: SideBySide) -> None:
    assert [each.name for each in shown.columns] == [
        "bedfordshire",
        "dorset",
        "gloucestershire",
        "hampshire",
        "staffordshire",
    ]


@pytest.mark.parametrize("chapter", [*RULES, *PLAIN])
def test_everything_that_any_pack_declares_is_somewhere(chapter: str, five: list[Procedure], shown: SideBySide) -> None:
    """By its anchor in the column of its procedure, or among what all of them say."""
    anchors = [{saying.anchor for topic in shown.topics for each in topic.lines for saying in each.cells[place]}
               for place in range(len(five))]  # fmt: skip
    shared = {title for topic in shown.topics for each in topic.lines for title in each.shared}

    missing = [
        f"{procedure.name} {chapter}/{id}"
        for place, procedure in enumerate(five)
        for id, element in chapter_of(procedure.editions[-1][1], chapter).items()
        if not any(anchor.endswith(f"-{id}") for anchor in anchors[place])
        and (getattr(element, "ask", "") or element.title or id.replace("_", " ")) not in shared
        and not (chapter == "facts" and id in procedure.editions[-1][1].decisions)
    ]

    assert missing == []


def test_every_element_of_every_pack_has_a_topic_of_the_page() -> None:
    packs = [load(name).editions[-1][1] for name in names()]
    topics = Topics(packs)

    assert {topics.of(chapter, each.id) for rules in packs for chapter, each in rules.elements()} <= set(topics.titles)


def test_what_falls_under_no_topic_comes_last(shown: SideBySide) -> None:
    assert [each.id for each in shown.topics].index(OTHER) == len(shown.topics) - 1


def test_duties_that_one_event_meets_stand_in_one_line_and_say_that_their_limits_differ(shown: SideBySide) -> None:
    told = line(shown, "The designated officer was told")

    assert told.differs
    assert told.how_many == 5
    assert "Within 24 hours of a concern being raised" in [saying.limit for saying in told.cells[-1]]


def test_a_line_of_limits_that_are_alike_says_nothing_of_a_difference() -> None:
    small = load_small("barsetshire")
    other = replace(small, name="other", hash="other")

    alike = side_by_side([small, other])

    assert not any(each.differs for topic in alike.topics for each in topic.lines)


def test_one_limit_that_is_changed_is_one_line_that_differs() -> None:
    small = load_small("barsetshire")
    ((day, rules),) = small.editions
    duties = {**rules.duties, "review-it": replace(rules.duties["review-it"], within=Length(5, "working days"))}
    other = replace(small, hash="five days", editions=((day, replace(rules, duties=duties)),))

    found = side_by_side([small, other])

    assert [each.title for topic in found.topics for each in topic.lines if each.differs] == ["Review held"]


def test_the_whole_course_of_child_protection_is_one_topic(shown: SideBySide) -> None:
    titles = [each.title for each in topic(shown, "child_protection").lines]

    for wanted in (
        "Refer the child to children's social care",
        "Start the assessment",
        "Section 17 or section 47",
        "Hold the initial child protection conference",
        "Meet as the core group, led by the key worker",
        "A review child protection conference was held",
    ):
        assert wanted in titles


def test_roles_stand_under_their_local_names(shown: SideBySide) -> None:
    called = line(shown, "Senior manager")

    assert [[saying.title for saying in cell] for cell in called.cells][2] == ["Most senior person"]


def test_every_duty_and_every_row_says_its_strength_and_its_paragraph(five: list[Procedure], shown: SideBySide) -> None:
    duties = [(saying, each) for topic in shown.topics for each in topic.lines if each.chapter == "duties"
              for cell in each.cells for saying in cell]  # fmt: skip
    cited = {id for each in five for id, duty in each.editions[-1][1].duties.items() if duty.cite != NOT_CITED}

    assert [saying.title for saying, _ in duties if not saying.strength] == []
    assert [
        saying.title for saying, _ in duties if not saying.at and saying.anchor.removeprefix("duty-") in cited
    ] == []


def test_looking_a_word_up_leaves_the_lines_that_speak_of_it(shown: SideBySide) -> None:
    found = shown.about("Strategy Discussion")

    assert 0 < sum(len(each.lines) for each in found.topics) < 30
    assert "The strategy discussion was held" in [each.title for topic in found.topics for each in topic.lines]
    assert shown.about("a word that nobody uses").topics == ()


def test_looking_a_topic_up_shows_the_whole_of_it(shown: SideBySide) -> None:
    assert topic(shown.about("suspension and the employer"), "employer") == topic(shown, "employer")


def test_a_pack_that_uses_every_key_can_stand_beside_the_five(five: list[Procedure]) -> None:
    shown = side_by_side([*five, load(BARSETSHIRE)])

    assert shown.columns[-1].title == "Barsetshire"
    assert any(each.cells[-1] and each.how_many == 1 for topic in shown.topics for each in topic.lines)


def test_the_page_marks_limits_that_differ_with_words_and_links_each_point(five: list[Procedure]) -> None:
    page = fragment(five, lambda name: f"/procedures/{name}")

    assert page.count(f">{DIFFERS}<") == sum(each.limits_differ for each in side_by_side(five).topics)
    assert 'href="/procedures/staffordshire#duty-tell-the-lado-24-hours"' in page
    assert page.count('id="topic-') == page.count('href="#topic-')


def test_a_page_of_words_that_nothing_speaks_of_is_empty(five: list[Procedure]) -> None:
    assert not has_topics(fragment(five, str, "a word that nobody uses"))
    assert has_topics(fragment(five, str, "strategy"))


def test_the_page_on_its_own_needs_nothing_else(five: list[Procedure]) -> None:
    page = document(five)

    assert "<script" not in page
    assert "http://" not in page.partition("</style>")[0]
    assert "size: A4 landscape" in page
    assert 'href="dorset.html#duty-evaluate-the-referral"' in page


def test_the_command_says_the_same_in_lines_and_as_json(shown: SideBySide, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "side-by-side", "--words", "strategy discussion was held"]) == 0
    said = capsys.readouterr().out
    assert "  The strategy discussion was held [time limits differ]\n" in said
    assert (
        "    Gloucestershire: Hold the strategy discussion (should); By the end of the 10th day after a child" in said
    )

    assert main(["procedures", "side-by-side", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in data["topics"]] == [each.id for each in shown.topics]


def test_the_command_sets_only_the_packs_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "side-by-side", "dorset", "illuminate-ap", "--json"]) == 0

    assert [each["title"] for each in json.loads(capsys.readouterr().out)["columns"]] == ["Dorset", "Illuminate AP"]


def test_an_event_stands_under_the_stage_that_all_share_though_a_pack_shows_it_in_its_own_too(
    five: list[Procedure],
) -> None:
    topics = Topics([each.editions[-1][1] for each in five])
    own = five[3].editions[-1][1].plain["vocabularies"]["stages"].more["values"]["telling"]

    assert "person_told" in own.more["events"]
    assert topics.of("events", "person_told") == "people"
    assert topics.of("events", "ofsted_told") == "telling"


def test_a_stage_of_one_pack_follows_the_shared_one_that_it_names(five: list[Procedure]) -> None:
    titles = list(Topics([each.editions[-1][1] for each in five]).titles)

    assert titles.index("concern") < titles.index("levels") < titles.index("people")


def test_what_a_decision_about_keeping_records_says_stands_with_how_long_they_are_kept(shown: SideBySide) -> None:
    decisions = [each.title for each in topic(shown, "retention").lines if each.chapter == "decisions"]

    assert len(decisions) >= 3
