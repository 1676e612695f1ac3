"""Pictures of an exposure: circles on a map by expected loss, and bars; each says the same as the page's table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from outward.errors import NotFoundError
from outward.studies.countries import point_of
from outward.vocabulary.labels import Label, Language
from outward_portal.registers.maps import PLACED, Layer, on_land
from outward_portal.risks.exposure.showing import TotalRow, key_name, money
from outward_portal.theme import words

_MOST_BARS: Final = 20
_CIRCLE, _PAPER = "#a6512f", "#ffffff"


def map_description(rows: list[TotalRow], currency: str, language: Language, outline: str | None) -> dict[str, Any]:
    """Describe a map with a circle at each country, as large as its expected loss; a click leads to its dossier."""
    values = [value for row in rows if (value := _circle(row, currency, language)) is not None]
    layers: list[Layer] = []
    if values:
        largest = max(value["loss"] for value in values)
        layers = [{
            "data": {"values": values},
            "mark": {"type": "circle", "cursor": "pointer", "color": _CIRCLE, "opacity": 0.75, "stroke": _PAPER,
                     "strokeWidth": 1},
            "encoding": PLACED | {
                "size": {"field": "loss", "type": "quantitative", "legend": None,
                         "scale": {"type": "linear", "domain": [0, largest], "range": [20, 1400]}},
                "tooltip": [{"field": "name", "title": _("Country")}, {"field": "text", "title": _("Expected loss")}]},
        }]
    return on_land(layers, outline)


def _circle(row: TotalRow, currency: str, language: Language) -> dict[str, Any] | None:
    point = point_of(row.region)
    if point is None or row.currency != currency or not row.loss:
        return None
    return {"name": words.region_name(row.region, language), "loss": row.value, "text": row.loss,
            "latitude": point.latitude, "longitude": point.longitude,
            "address": reverse("risk-country", args=[row.region])}


def map_picture(rows: list[TotalRow], currency: str, language: Language) -> str:
    """Draw the map as SVG for readers without script."""
    from outward.charts import svg

    return svg(map_description(rows, currency, language, None))


def bars_picture(rows: list[TotalRow], by: str, currency: str, language: Language) -> str:
    """Draw expected losses as bars, the largest first.

    Raises
    ------
    NotFoundError
        If there is nothing to draw.
    """
    drawn = tuple((row.key, row.value) for row in rows if row.currency == currency and row.loss)[:_MOST_BARS]
    if not drawn:
        raise NotFoundError("there is no expected loss", f"exposure in {currency}", "Choose another currency.")
    return _bars(drawn, by, currency, language)


@lru_cache(maxsize=64)
def _bars(drawn: tuple[tuple[str, float], ...], by: str, currency: str, language: Language) -> str:
    from outward.charts import describe, svg
    from outward.studies.result import Point, ResultChart
    from outward.vocabulary.figures import Cell, printed

    points = tuple(Point(key_name(by, key), Label(""), printed(
        Cell("exposure", f"{by}:{key}", money(value, currency), "portal"), _scaled(value, drawn), unit="", digits=2,
        kind="level")) for key, value in drawn)
    unit = _unit(drawn, currency)
    chart = ResultChart("exposure", Label("Expected loss", "预期损失"), "bars", Label("", ""),
                        Label(f"Expected loss, {unit.en}", f"预期损失（{unit.zh}）"), "", points)
    return svg(describe(chart, language))


def _largest(drawn: tuple[tuple[str, float], ...]) -> float:
    return max(value for _key, value in drawn)


def _scaled(value: float, drawn: tuple[tuple[str, float], ...]) -> float:
    return value / (1e6 if _largest(drawn) >= 1e6 else 1e3)


def _unit(drawn: tuple[tuple[str, float], ...], currency: str) -> Label:
    is_large = _largest(drawn) >= 1e6
    return Label(f"{'million' if is_large else 'thousand'} {currency}", f"{'百万' if is_large else '千'}{currency}")
