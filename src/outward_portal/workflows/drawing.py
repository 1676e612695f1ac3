"""A life cycle as a picture: states one below the other, steps as numbered arrows, forward right and back left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from outward_portal.workflows.flow import State, Step, Workflow

_WIDTH: Final = 170  # of a state's box; all in pixels
_HEIGHT: Final = 40
_GAP: Final = 34  # between boxes: room for an arrow
_LANE: Final = 26  # between two arcs beside the boxes
_EDGE: Final = 14
_ALONE: Final = Markup(  # what workflows.css says on the page, in colours of its own
    "<style>text{font:14px sans-serif;text-anchor:middle;fill:#1a1a1a}rect,circle{fill:#fff;stroke:#555}"
    ".over rect{fill:#eee;stroke-width:3}path{fill:none;stroke:#555;stroke-width:1.5}marker path{fill:#555;stroke:none}"
    ".grave circle{stroke-dasharray:2 2}</style>")


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step from one state to another, with its number in the table below the picture."""

    number: int
    step: Step
    source: int  # place of the state, from the top
    target: int
    lane: int  # 0: straight down; else so many lanes right (forward) or left (back)


def numbered(flow: Workflow) -> list[tuple[int, Step]]:
    """Number the steps, from 1, in the order of the life cycle."""
    return list(enumerate(flow.steps, start=1))


def arrows(flow: Workflow) -> list[Arrow]:
    """Place every arrow in the first lane that is free along its way."""
    place = {state.key: number for number, state in enumerate(flow.states)}
    taken: dict[bool, list[list[tuple[int, int]]]] = {True: [], False: []}
    found = []
    ways = [(number, step, place[source], place[step.target]) for number, step in numbered(flow)
            for source in step.sources if step.target and step.target != source]
    for number, step, source, target in sorted(ways, key=lambda way: (abs(way[3] - way[2]), way[0])):
        if target == source + 1:
            found.append(Arrow(number, step, source, target, 0))
            continue
        lanes = taken[target > source]
        way = (min(source, target), max(source, target))
        lane = next((n for n, ways_in in enumerate(lanes) if all(way[1] <= a or b <= way[0] for a, b in ways_in)), None)
        if lane is None:
            lanes.append([])
            lane = len(lanes) - 1
        lanes[lane].append(way)
        found.append(Arrow(number, step, source, target, (lane + 1) * (1 if target > source else -1)))
    return found


def picture(flow: Workflow, *, is_alone: bool = False) -> Markup:
    """Draw a life cycle as SVG, in the present language; colours and type are the page's, or its own as a file."""
    drawn = arrows(flow)
    left = _EDGE + _LANE * max((-each.lane for each in drawn if each.lane < 0), default=0) + (_LANE if drawn else 0)
    right = _LANE * (1 + max((each.lane for each in drawn if each.lane > 0), default=0)) + _EDGE
    width, height = left + _WIDTH + right, len(flow.states) * (_HEIGHT + _GAP) - _GAP + 2 * _EDGE
    title = str(flow.name)
    parts = [Markup('<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" '
                    'height="{h}" role="img" aria-label="{title}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" '
                    'refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
                    '<path d="M0 0L8 4L0 8z"/></marker></defs>').format(w=width, h=height, title=title)]
    parts += [_ALONE] if is_alone else []
    parts += [_box(state, number, left) for number, state in enumerate(flow.states)]
    beside: dict[tuple[int, int], int] = {}
    for each in drawn:
        shift = beside.get((each.source, each.target), 0) if each.lane == 0 else 0
        beside[each.source, each.target] = shift + 1
        parts.append(_arrow(each, left, shift))
    return Markup().join([*parts, Markup("</svg>")])


def _top(place: int) -> int:
    return _EDGE + place * (_HEIGHT + _GAP)


def _box(state: State, place: int, left: int) -> Markup:
    kind = "over" if state.is_end else "at"
    return Markup('<g class="{kind}"><rect x="{x}" y="{y}" width="{w}" height="{h}" rx="6"/>'
                  '<text x="{tx}" y="{ty}">{name}</text></g>').format(
        kind=kind, x=left, y=_top(place), w=_WIDTH, h=_HEIGHT, tx=left + _WIDTH // 2,
        ty=_top(place) + _HEIGHT // 2 + 5, name=escape(str(state.name)))


def _arrow(arrow: Arrow, left: int, shift: int) -> Markup:
    """Draw an arrow with its number; several straight ones between the same states stand beside one another."""
    if arrow.lane == 0:
        x = left + _WIDTH // 2 + 26 * shift
        top, bottom = _top(arrow.source) + _HEIGHT, _top(arrow.target)
        line = f"M{x} {top}V{bottom - 2}"
        return _line(line, x + 9, (top + bottom) // 2, arrow)
    side = left + _WIDTH if arrow.lane > 0 else left
    out = side + _LANE * arrow.lane
    down = 1 if arrow.target > arrow.source else -1
    spread = 4 * (abs(arrow.lane) % 3)
    begin = _top(arrow.source) + _HEIGHT // 2 + down * (4 + spread)
    end = _top(arrow.target) + _HEIGHT // 2 - down * (4 + spread)
    line = f"M{side} {begin}H{out}V{end}H{side + (2 if arrow.lane > 0 else -2)}"
    return _line(line, out, (begin + end) // 2, arrow)


def _line(path: str, x: int, y: int, arrow: Arrow) -> Markup:
    kind = "grave" if arrow.step.is_grave else "step"
    return Markup('<g class="{kind}"><path d="{path}" marker-end="url(#arrow)"/><circle cx="{x}" cy="{y}" r="9"/>'
                  '<text x="{x}" y="{ty}">{number}</text></g>').format(
        kind=kind, path=path, x=x, y=y, ty=y + 4, number=arrow.number)
