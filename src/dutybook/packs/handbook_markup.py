"""A very small builder of HTML and SVG: text is made safe unless it is already mark-up.

No word of a procedure and no layout may live here.
"""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is mark-up already. Everything else that is put into an element is escaped."""

    __slots__ = ()


Attribute = str | int | float | bool | None


def tag(name: str, /, *children: str, **attributes: Attribute) -> Html:
    """An element. `class_` is written `class` and `data_rules` `data-rules`; None and False leave an attribute out."""
    return Html(f"<{name}{_written(attributes)}>{together(*children)}</{name}>")


def lone(name: str, /, **attributes: Attribute) -> Html:
    """An element that holds nothing, such as `meta`."""
    return Html(f"<{name}{_written(attributes)}>")


def together(*children: str) -> Html:
    """Several pieces after one another, each made safe."""
    return Html("".join(safe(child) for child in children))


def lines(*children: str) -> Html:
    """Several blocks, each on a line of its own, so that a change to the page is a change to few lines."""
    return Html("\n".join(safe(child) for child in children if child))


def safe(child: str) -> Html:
    return child if isinstance(child, Html) else Html(escape(child))


def _written(attributes: dict[str, Attribute]) -> str:
    return "".join(
        _attribute(name, value) for name, value in attributes.items() if value is not None and value is not False
    )


def _attribute(name: str, value: Attribute) -> str:
    spelled = name.rstrip("_").replace("_", "-")
    return f" {spelled}" if value is True else f' {spelled}="{escape(str(value))}"'
