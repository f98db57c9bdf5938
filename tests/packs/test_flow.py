"""The picture of a strand: everything in its place, and the same steps as a list."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.engine.english.names import Words
from dutybook.engine.procedure import Passage
from dutybook.packs import flow, load, names
from dutybook.packs.flow_layout import Layout, lay_out
from tests.packs.small_packs import BARSETSHIRE, load_small

SVG = "{http://www.w3.org/2000/svg}"
PRESENTATION = {
    *(
        "xmlns",
        "viewBox",
        "width",
        "height",
        "role",
        "aria-labelledby",
        "font-family",
        "font-size",
        "id",
        "x",
        "y",
        "d",
        "rx",
    ),
    *(
        "fill",
        "stroke",
        "stroke-width",
        "marker-end",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "orient",
        "text-anchor",
    ),
}


@pytest.fixture(scope="module")
def picture() -> ElementTree.Element:
    rules = load_small(BARSETSHIRE).editions[-1][1]
    passage = rules.plain["flows"]["start"]
    return ElementTree.fromstring(flow.svg("start", "From a concern to a tier", flow.steps_of(passage, rules)))


def texts(picture: ElementTree.Element) -> list[str]:
    return [" ".join(span.text or "" for span in text) for text in picture.iter(f"{SVG}text")]


def test_every_step_and_every_label_is_in_the_picture_as_text(picture: ElementTree.Element) -> None:
    assert set(texts(picture)) == {
        "A concern was raised",
        "The officer was told",
        "Tier",
        "Done",
        "at once",
        "the officer weighs it",
        "another concern",
        "tier 2",
    }


def test_the_picture_has_a_title_and_says_itself_in_sentences(picture: ElementTree.Element) -> None:
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert description is not None

    assert title.text == "From a concern to a tier"
    assert "A concern was raised: at once, then The officer was told." in str(description.text)
    assert picture.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"


def test_there_is_an_arrow_for_every_way_on(picture: ElementTree.Element) -> None:
    arrows = [path for path in picture.iter(f"{SVG}path") if "marker-end" in path.attrib]

    assert len(arrows) == 4


def test_nothing_in_the_picture_is_a_style_a_class_or_a_script(picture: ElementTree.Element) -> None:
    used = {name for each in picture.iter() for name in each.attrib}

    assert used <= PRESENTATION
    assert {each.tag.removeprefix(SVG) for each in picture.iter()} <= {
        *("svg", "title", "desc", "defs", "marker", "path", "rect", "text", "tspan")
    }


def test_the_list_beside_the_picture_says_the_same() -> None:
    rules = load_small(BARSETSHIRE).editions[-1][1]

    beside = flow.figure(rules.plain["flows"]["start"], Words(rules)).partition("</svg>")[2]

    words = re.sub(r"<[^>]*>", " ", beside)
    for text in ("A concern was raised", "(event)", "at once:", "another concern:", "(decision)", "tier 2:", "Done"):
        assert text in words


def test_a_step_that_leads_back_to_itself_says_when() -> None:
    steps = [{"id": "meet", "title": "Meet", "to": {"meet": "something is open"}}]
    rules = load_small(BARSETSHIRE).editions[-1][1]

    drawn = flow.svg("meet", "Meet", flow.steps_of(Passage(id="meet", chapter="flows", more={"steps": steps}), rules))

    assert texts(ElementTree.fromstring(drawn)) == ["Meet again: something is open"]


@pytest.mark.parametrize("name", names())
def test_every_picture_that_ships_is_drawn_whole(name: str) -> None:
    rules = load(name).editions[-1][1]

    for passage in rules.plain.get("flows", {}).values():
        steps = flow.steps_of(passage, rules)
        said = texts(ElementTree.fromstring(flow.svg(passage.id, passage.title, steps)))
        wanted = {step.title for step in steps} | {
            label for step in steps for to, label in step.to.items() if to != step.id
        }
        assert {" ".join(each.split()) for each in wanted if each} <= set(said) | {
            each.partition(" again:")[0] for each in said
        }


# --- the layout -------------------------------------------------------------------------------------------------------

IDS = "abcdefgh"
Graph = tuple[dict[str, tuple[float, float]], dict[tuple[str, str], tuple[float, float]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ids = list(IDS[: draw(st.integers(1, len(IDS)))])
    heights = st.sampled_from([37.0, 56.0])
    boxes = {id: (208.0, draw(heights)) for id in ids}
    arrows = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), unique=True, max_size=14))
    labels = st.sampled_from([(0.0, 0.0), (90.0, 17.0), (130.0, 34.0)])
    return boxes, {arrow: draw(labels) for arrow in arrows}


@given(graph=graphs())
def test_no_box_and_no_label_touches_another(graph: Graph) -> None:
    boxes, labels = graph
    layout = lay_out(boxes, labels)

    placed = [(layout.boxes[id], size) for id, size in boxes.items()]
    placed += [(layout.labels[arrow], labels[arrow]) for arrow in layout.labels if labels[arrow] != (0.0, 0.0)]

    for (one, size), (other, other_size) in combinations(placed, 2):
        across = abs(one[0] - other[0]) >= (size[0] + other_size[0]) / 2
        down = abs(one[1] - other[1]) >= (size[1] + other_size[1]) / 2
        assert across or down


@given(graph=graphs())
def test_everything_lies_inside_the_picture(graph: Graph) -> None:
    boxes, labels = graph
    layout = lay_out(boxes, labels)

    for point in points(layout):
        assert -0.001 <= point[0] <= layout.width + 0.001
        assert -0.001 <= point[1] <= layout.height + 0.001


@given(graph=graphs())
def test_every_arrow_runs_from_its_own_box_to_its_own_box(graph: Graph) -> None:
    boxes, labels = graph
    layout = lay_out(boxes, labels)

    assert set(layout.arrows) == {arrow for arrow in labels if arrow[0] != arrow[1]}
    for (start, end), course in layout.arrows.items():
        for id, (x, y) in ((start, course[0]), (end, course[-1])):
            assert abs(x - layout.boxes[id][0]) <= boxes[id][0] / 2
            assert abs(abs(y - layout.boxes[id][1]) - boxes[id][1] / 2) < 0.001


def points(layout: Layout) -> list[tuple[float, float]]:
    return [*layout.boxes.values(), *(point for course in layout.arrows.values() for point in course)]
