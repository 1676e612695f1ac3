"""What the alternatives of a framework leave out is said."""

from __future__ import annotations

import pytest

from outward.composite import read_framework
from outward.composite.alternatives import unvaried

TEXT = """
[index]
code = "i"
[[indicator]]
code = "a"
[[indicator]]
code = "b"
[[factor]]
name = "scale"
alternatives = [{normalise = {method = "minmax", low = 1}}, {normalise = {method = "zscore", mean = 10}}]
[[factor]]
name = "points"
alternatives = [{treat = {max_winsorised = 1}}, {treat = {max_winsorised = 5}}]
"""


@pytest.mark.parametrize(("changed", "named"), [
    ({}, ()), ({"normalise.method": "zscore"}, ()), ({"normalise.method": "rank"}, ("scale",)),
    ({"treat.max_winsorised": 3}, ("points",)), ({"treat.max_winsorised": 1}, ()),
])
def test_a_choice_that_no_alternative_holds_is_named(changed: dict[str, object], named: tuple[str, ...]) -> None:
    assert unvaried(read_framework(TEXT).with_choices(changed)) == named
