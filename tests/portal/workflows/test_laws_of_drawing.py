"""Pictures of life cycles: every arrow is there once, and no two arcs lie on one another."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from outward_portal.review.models import Draft
from outward_portal.workflows.drawing import arrows, picture
from outward_portal.workflows.flow import State, Step, Workflow


@st.composite
def flows(draw: st.DrawFn) -> Workflow:
    count = draw(st.integers(2, 9))
    keys = [f"s{number}" for number in range(count)]
    way = st.tuples(st.sets(st.sampled_from(keys), min_size=1, max_size=4), st.sampled_from(["", *keys]))
    ways = draw(st.lists(way, max_size=12))
    steps = tuple(Step(f"t{number}", f"<b>{number}", tuple(sorted(sources)), target, "record.link", "record.linked", "")
                  for number, (sources, target) in enumerate(ways))
    return Workflow("flow", 'A "flow" & more', "", Draft, tuple(State(key, f"{key} & co") for key in keys), steps,
                    page=str)


@given(flows())
def test_every_way_is_drawn_once(flow: Workflow) -> None:
    place = {state.key: number for number, state in enumerate(flow.states)}
    ways = sorted((number, place[source], place[step.target]) for number, step in enumerate(flow.steps, 1)
                  for source in step.sources if step.target and step.target != source)
    assert sorted((each.number, each.source, each.target) for each in arrows(flow)) == ways


@given(flows())
def test_arcs_in_one_lane_do_not_cover_one_another(flow: Workflow) -> None:
    drawn = [each for each in arrows(flow) if each.lane]
    assert all((each.lane > 0) == (each.target > each.source) for each in drawn)
    for one in drawn:
        for other in drawn:
            if one is not other and one.lane == other.lane:
                first, second = sorted([sorted((one.source, one.target)), sorted((other.source, other.target))])
                assert first[1] <= second[0]


@given(flows())
def test_the_picture_is_well_formed_and_everything_lies_within_it(flow: Workflow) -> None:
    root = ElementTree.fromstring(str(picture(flow)))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height
