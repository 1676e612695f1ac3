"""Numbers printed under another label, and rates that their parts contradict."""

from __future__ import annotations

from tests.audit.made import alarms, claim, judged, only

PARTS = (claim("200", "enterprises", "enterprises", id="c1"), claim("8,642", "sales", "million CNY", id="c2"),
         claim("9,214", "output", "million CNY", id="c3"))


def test_sales_per_enterprise_printed_as_value_added_per_enterprise() -> None:
    """9,214 / 200 = 46.07: it is output per enterprise, and nobody prints the value added."""
    said = claim("46.07", "value added per enterprises", "million CNY", id="c4")
    finding = only(judged((), claims=(*PARTS, said)))
    assert (finding.rule, finding.severity) == ("label", "warning")
    assert finding.suspects == ("c4",)
    assert finding.arithmetic == ("output: 9,214 / 200 = 46.07",) or "9,214 / 200" in finding.arithmetic[0]


def test_a_number_under_its_own_label() -> None:
    said = claim("46.07", "output per enterprises", "million CNY", id="c4")
    assert alarms(judged((), claims=(*PARTS, said))) == []


RATE = (claim("100,000", "output", "units", item="Tools", id="c1"),
        claim("5.0", "growth of output", "%", item="Tools", id="c2"),
        claim("73,700", "output", "units", item="CNC tools", id="c3"),
        claim("20.0", "growth of output", "%", item="CNC tools", id="c4"),
        claim("73.7", "CNC rate", "%", item="Tools", id="c5"))


def test_a_rate_its_change_and_the_growth_of_its_parts_agree() -> None:
    """Before: 73,700 / 1.2 = 61,417 of 100,000 / 1.05 = 95,238 are 64.5 %; 73.7 is 9.2 points more."""
    said = claim("9.2", "change in CNC rate", "percentage points", item="Tools", id="c6")
    assert alarms(judged((), claims=(*RATE, said))) == []


def test_a_rate_that_its_parts_contradict() -> None:
    said = claim("20.0", "change in CNC rate", "percentage points", item="Tools", id="c6")
    finding = only(judged((), claims=(*RATE, said)))
    assert (finding.rule, finding.severity) == ("rate_identity", "error")
    assert {"c3", "c4", "c5", "c6"} <= set(finding.evidence)
