"""Maps as Vega-Lite descriptions: land without borders, circles by the number of records, points of single ones.

No border is drawn: any line is somebody's dispute. ``address`` in a row is where a click
leads; the page's table has the same as links. The same description is drawn by the browser, with the outline
fetched as a file of its own, and by the server for readers without JavaScript, with the outline inside.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

import altair as alt
from django.urls import reverse
from django.utils.translation import gettext as _

from outward.charts import palette, svg
from outward.vocabulary.labels import Language
from outward_portal.records.listing import ListQuery
from outward_portal.registers.places import Place, Places
from outward_portal.registers.tables import narrowed
from outward_portal.theme import words

WIDTH: Final = 960
HEIGHT: Final = 416
_SCALE: Final = 175  # pixels a radian: the whole width of the Earth; what lies south of Cape Horn is cut off
_MIDDLE: Final = (480, 232)
_FONT: Final = "Noto Sans CJK SC, Noto Sans, sans-serif"
_SEA, _LAND = "#f4f6f8", "#d3dbe1"


def description(places: Places, query: ListQuery, language: Language, outline: str | None = None) -> dict[str, Any]:
    """Describe a map.

    Parameters
    ----------
    places : Places
        What stands where.
    query : ListQuery
        The list, for the addresses behind the circles.
    language : {"en", "zh"}
        In which names are written.
    outline : str, optional
        Address of the land's outline; ``None`` puts it inside.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    land = alt.Chart(_outline(outline)).mark_geoshape(fill=_LAND, stroke=None, clip=True)
    layers: list[Any] = [land]
    if places.countries:
        layers += _circles(places, query, language)
    if places.spots:
        layers.append(_spots(places, query, language))
    chart = (alt.layer(*layers).project("equalEarth", rotate=[-11, 0, 0], scale=_SCALE, translate=list(_MIDDLE))
             .properties(width=WIDTH, height=HEIGHT)
             .configure(font=_FONT, background=palette.PAPER, padding=4)
             .configure_view(stroke=None, fill=_SEA))
    made: dict[str, Any] = chart.to_dict()
    return made


def _outline(address: str | None) -> alt.Data | alt.UrlData:
    if address is not None:
        return alt.topo_feature(address, "land")
    return alt.InlineData(values=_land(), format=alt.TopoDataFormat(type="topojson", feature="land"))


@cache
def _land() -> dict[str, Any]:
    found = files("outward_portal.registers") / "static" / "registers" / "land-110m.json"
    land: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return land


def _circles(places: Places, query: ListQuery, language: Language) -> list[Any]:
    largest = max(each.records for each in places.countries)
    rows = [_row(each, query, language) for each in places.countries]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        longitude="longitude:Q", latitude="latitude:Q",
        tooltip=[alt.Tooltip("name:N", title=_("Country")), alt.Tooltip("records:Q", title=str(query.kind.plural))])
    circles = base.mark_circle(
        cursor="pointer", color=palette.ACCENT, opacity=0.75, stroke=palette.PAPER, strokeWidth=1).encode(
        size=alt.Size("records:Q", legend=None,
                      scale=alt.Scale(type="sqrt", domain=[1, max(largest, 2)], range=[110, 1000])))
    numbers = base.transform_filter("datum.records > 1").mark_text(
        cursor="pointer", color=palette.PAPER, fontSize=10, fontWeight="bold").encode(text="text:N")
    return [circles, numbers]


def _row(place: Place, query: ListQuery, language: Language) -> dict[str, Any]:
    return {"name": words.region_name(place.region, language), "records": place.records,
            "text": words.number(place.records, language), "latitude": place.latitude, "longitude": place.longitude,
            "address": narrowed(query, "country", place.region)}


def _spots(places: Places, query: ListQuery, language: Language) -> Any:
    rows = [{"name": words.plain_pair(each.name_en, each.name_zh, language), "latitude": each.latitude,
             "longitude": each.longitude, "address": reverse("record", args=[query.kind.slug, each.id])}
            for each in places.spots]
    return alt.Chart(alt.InlineData(values=rows)).mark_point(
        cursor="pointer", shape="diamond", filled=True, size=70, color="#a6512f", opacity=0.9, stroke=palette.PAPER,
        strokeWidth=0.5).encode(longitude="longitude:Q", latitude="latitude:Q",
                                tooltip=alt.Tooltip("name:N", title=str(query.kind.name)))


def picture(places: Places, query: ListQuery, language: Language) -> str:
    """Draw the map as SVG, without anything outside itself."""
    return svg(description(places, query, language))
