"""Where the boxes, arrows and labels of a diagram go: layer under layer, with as few crossings as a few sweeps find.

Only numbers live here; no word of a procedure and no mark-up may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GAP_ACROSS = 24.0
GAP_DOWN = 20.0
SWEEPS = 24
STIFF = 8.0
"""How much harder a passing arrow insists on its place than a box: long arrows stay straight."""

Size = tuple[float, float]
Point = tuple[float, float]
Arrow = tuple[str, str]


@dataclass(slots=True)
class Vertex:
    """A box, the label of an arrow, or a place where a long arrow passes a layer. `x` and `y` are its centre."""

    rank: int
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    above: list[Vertex] = field(default_factory=list)
    below: list[Vertex] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pool:
    """Vertices that push against one another, and so move as one."""

    value: float
    weight: float
    count: int

    def joined(self, other: Pool) -> Pool:
        weight = self.weight + other.weight
        value = (self.value * self.weight + other.value * other.weight) / weight
        return Pool(value, weight, self.count + other.count)


@dataclass(frozen=True, slots=True)
class Layout:
    """The picture: centres of boxes and labels, the points each arrow runs through, and the size of the whole."""

    boxes: Mapping[str, Point]
    labels: Mapping[Arrow, Point]
    arrows: Mapping[Arrow, tuple[Point, ...]]
    width: float
    height: float


def lay_out(boxes: Mapping[str, Size], labels: Mapping[Arrow, Size]) -> Layout:
    """Place every box and every arrow; `labels` gives the size of each arrow's label, (0, 0) where it has none."""
    arrows = [arrow for arrow in labels if arrow[0] != arrow[1]]
    back = _back(list(boxes), arrows)
    down = {arrow: (arrow[1], arrow[0]) if arrow in back else arrow for arrow in arrows}
    ranks = _ranks(list(boxes), down.values())
    placed = {id: Vertex(2 * ranks[id], *size) for id, size in boxes.items()}
    chains = {arrow: _chain(placed[a], placed[b], labels[arrow]) for arrow, (a, b) in down.items()}
    layers = _layers([*placed.values(), *(each for chain in chains.values() for each in chain)])
    _order(layers)
    _place_across(layers)
    height = _place_down(layers)
    return Layout(
        boxes={id: (vertex.x, vertex.y) for id, vertex in placed.items()},
        labels={arrow: (chain[0].x, chain[0].y) for arrow, chain in chains.items()},
        arrows={
            arrow: _course(placed[a], chains[arrow], placed[b], upwards=arrow in back) for arrow, (a, b) in down.items()
        },
        width=max((each.x + each.width / 2 for layer in layers for each in layer), default=0.0),
        height=height,
    )


def _back(ids: Sequence[str], arrows: Sequence[Arrow]) -> set[Arrow]:
    """The arrows that lead back to a step already on the way: they are drawn upwards."""
    after = {id: [b for a, b in arrows if a == id] for id in ids}
    found: set[Arrow] = set()
    done: set[str] = set()

    def walk(id: str, path: tuple[str, ...]) -> None:
        for other in after[id]:
            if other in path:
                found.add((id, other))
            elif other not in done:
                walk(other, (*path, other))
        done.add(id)

    for id in ids:
        if id not in done:
            walk(id, (id,))
    return found


def _ranks(ids: Sequence[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """Each step one layer below the lowest step that leads to it."""
    before: dict[str, list[str]] = {id: [] for id in ids}
    for a, b in arrows:
        before[b].append(a)
    ranks: dict[str, int] = {}

    def rank(id: str) -> int:
        if id not in ranks:
            ranks[id] = max((rank(each) + 1 for each in before[id]), default=0)
        return ranks[id]

    return {id: rank(id) for id in ids}


def _chain(top: Vertex, bottom: Vertex, label: Size) -> list[Vertex]:
    """The vertices between two boxes, the label first, each joined to its neighbours."""
    chain = [Vertex(top.rank + 1, *label)]
    chain += [Vertex(rank, 0.0, 0.0) for rank in range(top.rank + 2, bottom.rank)]
    for upper, lower in zip([top, *chain], [*chain, bottom], strict=True):
        upper.below.append(lower)
        lower.above.append(upper)
    return chain


def _layers(vertices: Sequence[Vertex]) -> list[list[Vertex]]:
    layers: list[list[Vertex]] = [[] for _ in range(max((each.rank for each in vertices), default=-1) + 1)]
    for vertex in vertices:
        layers[vertex.rank].append(vertex)
    return layers


def _order(layers: list[list[Vertex]]) -> None:
    """Order each layer by the middle of its neighbours, down and up again."""
    _number(layers)
    for _ in range(SWEEPS):
        for layer in layers:
            layer.sort(key=lambda each: _middle(each.above, each.x))
            _number([layer])
        for layer in reversed(layers):
            layer.sort(key=lambda each: _middle(each.below, each.x))
            _number([layer])


def _number(layers: Iterable[list[Vertex]]) -> None:
    for layer in layers:
        for place, vertex in enumerate(layer):
            vertex.x = place / len(layer)


def _middle(neighbours: Sequence[Vertex], otherwise: float) -> float:
    return sum(each.x for each in neighbours) / len(neighbours) if neighbours else otherwise


def _place_across(layers: list[list[Vertex]]) -> None:
    """Draw every vertex towards its neighbours without changing the order or letting two touch."""
    for layer in layers:
        _settle(layer, [0.0 for _ in layer])
    for _ in range(SWEEPS):
        for layer in layers:
            _settle(layer, [_middle(each.above, each.x) for each in layer])
        for layer in reversed(layers):
            _settle(layer, [_middle([*each.above, *each.below], each.x) for each in layer])
    left = min((each.x - each.width / 2 for layer in layers for each in layer), default=0.0)
    for layer in layers:
        for vertex in layer:
            vertex.x -= left


def _settle(layer: list[Vertex], wanted: list[float]) -> None:
    """The places nearest to those wanted (least squares) that keep order and gaps: neighbours pool where they push."""
    offsets = [0.0]
    for left, right in pairwise(layer):
        offsets.append(offsets[-1] + (left.width + right.width) / 2 + GAP_ACROSS)
    pools: list[Pool] = []
    for vertex, want, offset in zip(layer, wanted, offsets, strict=True):
        pool = Pool(want - offset, 1.0 if vertex.width else STIFF, 1)
        while pools and pools[-1].value > pool.value:
            pool = pools.pop().joined(pool)
        pools.append(pool)
    settled = [pool.value for pool in pools for _ in range(pool.count)]
    for vertex, value, offset in zip(layer, settled, offsets, strict=True):
        vertex.x = value + offset


def _place_down(layers: list[list[Vertex]]) -> float:
    """Layer under layer, each as high as its highest; the height of the whole comes back.

    An arrow that only passes is made as high as the layer: it runs upright there and cuts no box's corner.
    """
    top = 0.0
    for layer in layers:
        height = max((each.height for each in layer), default=0.0)
        for vertex in layer:
            vertex.y = top + height / 2
            vertex.height = vertex.height if vertex.width else height
        top += height + GAP_DOWN
    return max(top - GAP_DOWN, 0.0)


def _course(top: Vertex, chain: Sequence[Vertex], bottom: Vertex, *, upwards: bool) -> tuple[Point, ...]:
    """The points an arrow runs through, from its tail to its head."""
    points = [(_port(top, top.below, chain[0]), top.y + top.height / 2)]
    for vertex in chain:
        points += [(vertex.x, vertex.y - vertex.height / 2), (vertex.x, vertex.y + vertex.height / 2)]
    points.append((_port(bottom, bottom.above, chain[-1]), bottom.y - bottom.height / 2))
    return tuple(reversed(points)) if upwards else tuple(points)


def _port(box: Vertex, neighbours: Sequence[Vertex], towards: Vertex) -> float:
    """Where on its edge a box lets an arrow in or out: spread over the middle half, in the order of the other ends."""
    place = sorted(neighbours, key=lambda each: each.x).index(towards)
    return box.x + box.width / 2 * ((place + 1) / (len(neighbours) + 1) - 0.5) * 1.2
