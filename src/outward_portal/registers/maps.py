"""Maps as Vega-Lite descriptions: land without borders, circles by the number of records, points of single ones.

No border is drawn: any line is somebody's dispute. ``address`` in a row is where a click leads; the page's table has
the same as links. The same description is drawn by the browser, with the outline fetched as a file of its own, and by
the server for readers without JavaScript, with the outline inside. It is written out here, because the web server would
carry Altair's 40 MB for it; a test holds it to Altair's schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from outward.vocabulary.labels import Language
from outward_portal.records.listing import ListQuery
from outward_portal.registers.places import Place, Places
from outward_portal.registers.tables import narrowed
from outward_portal.theme import words

WIDTH: Final = 960
HEIGHT: Final = 416
_PROJECTION: Final = {
    "type": "equalEarth", "rotate": [-11, 0, 0],
    "scale": 175,  # pixels a radian: the whole width of the Earth
    "translate": [480, 232],  # what lies south of Cape Horn is cut off
}
_SEA, _LAND, _PAPER, _CIRCLE, _SPOT = "#f4f6f8", "#d3dbe1", "#ffffff", "#1f5d8c", "#a6512f"
PLACED: Final = {"longitude": {"field": "longitude", "type": "quantitative"},
                  "latitude": {"field": "latitude", "type": "quantitative"}}
Layer = dict[str, Any]


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
    layers: list[Layer] = []
    if places.countries:
        layers += _circles(places, query, language)
    if places.spots:
        layers.append(_spots(places, query, language))
    return on_land(layers, outline)


def on_land(layers: list[Layer], outline: str | None = None) -> dict[str, Any]:
    """Describe a map of the world with layers of one's own upon the land.

    Parameters
    ----------
    layers : list of dict
        Layers of Vega-Lite; what lies at a place takes its encoding from `PLACED`.
    outline : str, optional
        Address of the land's outline; ``None`` puts it inside.
    """
    land: Layer = {"data": _outline(outline), "mark": {"type": "geoshape", "fill": _LAND, "clip": True}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH, "height": HEIGHT, "padding": 4, "background": _PAPER, "projection": _PROJECTION,
        "config": {"font": "Noto Sans CJK SC, Noto Sans, sans-serif", "view": {"stroke": None, "fill": _SEA}},
        "layer": [land, *layers],
    }


def _outline(address: str | None) -> Mapping[str, Any]:
    format = {"type": "topojson", "feature": "land"}
    return {"values": _land(), "format": format} if address is None else {"url": address, "format": format}


@cache
def _land() -> dict[str, Any]:
    found = files("outward_portal.registers") / "static" / "registers" / "land-110m.json"
    land: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return land


def _circles(places: Places, query: ListQuery, language: Language) -> list[Layer]:
    largest = max(each.records for each in places.countries)
    rows = [_row(each, query, language) for each in places.countries]
    tooltip = [{"field": "name", "title": _("Country")}, {"field": "text", "title": str(query.kind.plural)}]
    size = {"field": "records", "type": "quantitative", "legend": None,
            "scale": {"type": "sqrt", "domain": [1, max(largest, 2)], "range": [110, 1000]}}
    return [
        {"data": {"values": rows},
         "mark": {"type": "circle", "cursor": "pointer", "color": _CIRCLE, "opacity": 0.75, "stroke": _PAPER,
                  "strokeWidth": 1},
         "encoding": PLACED | {"size": size, "tooltip": tooltip}},
        {"data": {"values": [row for row in rows if row["records"] > 1]},
         "mark": {"type": "text", "cursor": "pointer", "color": _PAPER, "fontSize": 10, "fontWeight": "bold"},
         "encoding": PLACED | {"text": {"field": "text"}, "tooltip": tooltip}},
    ]


def _row(place: Place, query: ListQuery, language: Language) -> dict[str, Any]:
    return {"name": words.region_name(place.region, language), "records": place.records,
            "text": words.number(place.records, language), "latitude": place.latitude, "longitude": place.longitude,
            "address": narrowed(query, "country", place.region)}


def _spots(places: Places, query: ListQuery, language: Language) -> Layer:
    rows = [{"name": words.plain_pair(each.name_en, each.name_zh, language), "latitude": each.latitude,
             "longitude": each.longitude, "address": reverse("record", args=[query.kind.slug, each.id])}
            for each in places.spots]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 70, "cursor": "pointer", "color": _SPOT,
                 "opacity": 0.9, "stroke": _PAPER, "strokeWidth": 0.5},
        "encoding": PLACED | {"tooltip": [{"field": "name", "title": str(query.kind.name)}]},
    }


@lru_cache(maxsize=32)
def picture(places: Places, query: ListQuery, language: Language) -> str:
    """Draw the map as SVG, without anything outside itself; the same map is drawn once."""
    from outward.charts import svg  # an engine and Altair: only who draws pays for them

    return svg(description(places, query, language))
