"""The picture of a strand of a procedure: an SVG whose text is text, and the same steps as a list.

Nothing may be in the picture that is not in the list beside it, and no style or script may be in either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

from dutybook.engine.english.names import NOUNS, Words, humanised, title_of
from dutybook.engine.procedure import Passage, Rules
from dutybook.engine.words import sentence
from dutybook.packs.flow_layout import Arrow, Layout, Point, lay_out
from dutybook.packs.handbook_markup import Html, lines, tag, together

BOX_WIDTH = 208.0
BOX_LETTERS = 22
LABEL_LETTERS = 18
LETTER = 7.4
LINE = 19.0
LABEL_LINE = 17.0
MARGIN = 12.0
INK = "#0b0c0c"

KINDS = {"event": "events", "decision": "decisions", "meeting": "meetings", "duty": "duties"}
"""What a step can be, and the chapter that says more of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One box: what it is, and which steps follow it under which label."""

    id: str
    kind: str
    title: str
    element: str
    to: Mapping[str, str]


def steps_of(flow: Passage, rules: Rules) -> list[Step]:
    """The steps that a pack writes, each with its title."""
    return [_step(raw, rules) for raw in flow.more.get("steps", ())]


def figure(flow: Passage, words: Words) -> Html:
    """The picture and the list, side by side where there is room."""
    steps = steps_of(flow, words.rules)
    title = title_of(flow, flow.id)
    picture = tag(
        "div", svg(flow.id, title, steps), class_="handbook-scroll", tabindex=0, role="group", aria_label=title
    )
    return tag("div", picture, as_list(steps, words), class_="handbook-flow")


def svg(id: str, title: str, steps: Sequence[Step]) -> Html:
    """The picture alone."""
    boxes = {step.id: _box_lines(step) for step in steps}
    labels = {(step.id, other): wrap(label, LABEL_LETTERS) for step in steps for other, label in step.to.items()}
    layout = lay_out(
        {id: (BOX_WIDTH, LINE * len(said) + 18) for id, said in boxes.items()},
        {arrow: _label_size(said) for arrow, said in labels.items()},
    )
    width, height = round(layout.width + 2 * MARGIN), round(layout.height + 2 * MARGIN)
    drawn = [_arrow(layout.arrows[arrow], id) for arrow in layout.arrows]
    drawn += [_label(layout, arrow, labels[arrow]) for arrow in layout.arrows if labels[arrow]]
    drawn += [_box(layout.boxes[step.id], step, boxes[step.id]) for step in steps]
    return tag(
        "svg",
        tag("title", title, id=f"flow-{id}-title"),
        tag("desc", described(steps), id=f"flow-{id}-desc"),
        tag("defs", _arrow_head(id)),
        lines("", *drawn),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-MARGIN:g} {-MARGIN:g} {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"flow-{id}-title flow-{id}-desc",
        font_family="arial, sans-serif",
    )


def described(steps: Sequence[Step]) -> str:
    """The whole picture in sentences."""
    titles = {step.id: step.title for step in steps}
    return " ".join(f"{step.title}: {_leads_to(step, titles)}." for step in steps)


def as_list(steps: Sequence[Step], words: Words) -> Html:
    """The same steps and arrows as a list."""
    titles = {step.id: step.title for step in steps}
    return tag("ol", lines("", *(_item(step, titles, words) for step in steps)), class_="govuk-list govuk-list--number")


def _step(raw: Mapping[str, Any], rules: Rules) -> Step:
    kind = next((each for each in KINDS if each in raw), "")
    element = str(raw.get(kind, ""))
    title = raw.get("title") or (_title(KINDS[kind], element, rules) if kind else sentence(humanised(raw["id"])))
    return Step(raw["id"], kind, str(title), element, raw.get("to", {}))


def _title(chapter: str, id: str, rules: Rules) -> str:
    members = rules.plain.get(chapter) or getattr(rules, chapter, {})
    return sentence(title_of(members.get(id), id))


def _box_lines(step: Step) -> list[str]:
    again = [f"again: {step.to[step.id]}"] if step.id in step.to else []
    return [line for text in (step.title, *again) for line in wrap(text, BOX_LETTERS)]


def _label_size(said: Sequence[str]) -> tuple[float, float]:
    return max((len(line) for line in said), default=0) * LETTER + 4, len(said) * LABEL_LINE


def _arrow_head(id: str) -> Html:
    point = tag("path", d="M0 0L10 5L0 10Z", fill=INK)
    return tag(
        "marker",
        point,
        id=f"flow-{id}-head",
        viewBox="0 0 10 10",
        refX=9,
        refY=5,
        markerWidth=8,
        markerHeight=8,
        orient="auto",
    )


def _arrow(points: Sequence[Point], id: str) -> Html:
    """A line that leaves and enters every point upright."""
    drawn = f"M{_at(points[0])}"
    for (x, y), (next_x, next_y) in pairwise(points):
        half = (y + next_y) / 2
        drawn += f"C{_at((x, half))} {_at((next_x, half))} {_at((next_x, next_y))}"
    return tag("path", d=drawn, fill="none", stroke=INK, stroke_width=1.5, marker_end=f"url(#flow-{id}-head)")


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _label(layout: Layout, arrow: Arrow, said: Sequence[str]) -> Html:
    """White behind the words, so that the arrow they stand on does not cross them out."""
    width, height = _label_size(said)
    x, y = layout.labels[arrow]
    ground = tag("rect", x=_n(x - width / 2), y=_n(y - height / 2), width=_n(width), height=_n(height), fill="#ffffff")
    return together(ground, _text(x, y, said, LABEL_LINE, 14))


def _box(centre: Point, step: Step, said: Sequence[str]) -> Html:
    x, y = centre
    height = LINE * len(said) + 18
    shape = tag(
        "rect",
        x=_n(x - BOX_WIDTH / 2),
        y=_n(y - height / 2),
        width=_n(BOX_WIDTH),
        height=_n(height),
        rx=20 if step.kind == "decision" else 2,
        fill={"decision": "#fff7bf", "meeting": "#d2e2f1"}.get(step.kind, "#ffffff"),
        stroke=INK,
        stroke_width=2,
    )
    return together(shape, _text(x, y, said, LINE, 16))


def _text(x: float, y: float, said: Sequence[str], line: float, size: int) -> Html:
    first = y - line * (len(said) - 1) / 2 + size * 0.35
    spans = (tag("tspan", text, x=_n(x), y=_n(first + place * line)) for place, text in enumerate(said))
    return tag("text", *spans, text_anchor="middle", font_size=size, fill=INK)


def _n(number: float) -> str:
    return f"{number:.1f}"


def _leads_to(step: Step, titles: Mapping[str, str]) -> str:
    if not step.to:
        return "the picture ends here"
    return "; ".join(
        f"{label}, then {titles.get(other, other)}" if label else f"then {titles.get(other, other)}"
        for other, label in step.to.items()
    )


def _before(label: str) -> str:
    """The label in front of the step it leads to."""
    if not label:
        return "then "
    return f"{label} " if label.endswith("?") else f"{label}: "


def _item(step: Step, titles: Mapping[str, str], words: Words) -> Html:
    arrows = [tag("li", _before(label), tag("em", titles.get(other, other))) for other, label in step.to.items()]
    inner = tag("ul", *arrows, class_="govuk-list govuk-list--bullet") if arrows else Html("")
    said = (
        words.refer(KINDS[step.kind], step.element, words.quote(step.title)) if step.kind else words.quote(step.title)
    )
    return tag("li", tag("strong", Html(said)), f" ({NOUNS[KINDS[step.kind]]})" if step.kind else "", inner)
