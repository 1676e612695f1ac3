"""One consistent world of numbers behind a document: levels by indicator, region, item and year, unrounded."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from tests.audit.corpus.words import Measure, Theme


@dataclass(slots=True)
class World:
    """Levels in base units; what is asked of regions and items that contain others is their sum.

    Finest levels are of a city, an item and a year; the nation and the rivals have their own.
    """

    theme: Theme
    years: tuple[int, ...]
    cities: tuple[str, ...]
    rivals: tuple[str, ...]
    items: tuple[str, ...]
    finest: dict[tuple[str, str, str, int], float] = field(default_factory=dict)

    def level(self, measure: Measure, region: str, item: str, period: str) -> float:
        """Give the exact level of a year."""
        items = self.items if item == self.theme.total else (item,)
        regions = self.cities if region == self.theme.province else (region,)
        return math.fsum(self.finest[measure.key, place, thing, int(period)] for place in regions for thing in items)


def make_world(rng: random.Random, theme: Theme) -> World:
    """Draw a world: sizes log-normal, indicators near their usual size, growth by item and region."""
    last = rng.randint(2012, 2019)
    years = tuple(range(last - 6, last + 1))
    world = World(
        theme,
        years,
        tuple(rng.sample(theme.cities, rng.randint(4, len(theme.cities)))),
        tuple(rng.sample(theme.rivals, rng.randint(3, len(theme.rivals)))),
        tuple(rng.sample(theme.items, rng.randint(5, len(theme.items)))),
    )
    leading = rng.uniform(0.5, 2) * theme.leading_size
    size = {item: rng.lognormvariate(0, 0.7) * leading for item in world.items}
    weights = {city: rng.lognormvariate(0, 0.6) for city in world.cities}
    share = {city: weight / sum(weights.values()) for city, weight in weights.items()}
    share |= {rival: rng.lognormvariate(0.1, 0.6) for rival in world.rivals}
    share[theme.nation] = rng.uniform(12, 30)
    typical = {
        (measure.key, item): measure.typical * rng.lognormvariate(0, measure.spread)
        for measure in theme.measures
        for item in world.items
    }
    for item in world.items:
        for region, part in share.items():
            _fill_series(rng, world, region, item, size[item] * part * rng.lognormvariate(0, 0.12), typical)
    if rng.random() < 0.3:
        _rescale(world, "part", rng.choice(world.items), 0.0)
    if rng.random() < 0.12 and theme.measures[-1].name in ("total profits", "利润总额"):
        _rescale(world, "gain", min(world.items, key=lambda item: size[item]), -0.5)
    return world


def _rescale(world: World, key: str, item: str, factor: float) -> None:
    """Make an item lack an indicator, or lose money, everywhere."""
    for place in world.finest:
        if place[0] == key and place[2] == item:
            world.finest[place] *= factor


def _fill_series(
    rng: random.Random, world: World, region: str, item: str, start: float, typical: dict[tuple[str, str], float]
) -> None:
    trend = rng.gauss(0.05, 0.06)
    own = {measure.key: rng.lognormvariate(0, min(measure.spread, 0.1)) for measure in world.theme.measures}
    lead = start
    for year in world.years:
        lead *= 1 + trend + rng.gauss(0, 0.05)
        for measure in world.theme.measures:
            level = lead * typical[measure.key, item] * own[measure.key] if measure.key != "lead" else lead
            if measure.key == "twin":
                level = lead * math.exp(rng.gauss(0, 0.015))
            elif measure.key != "lead":
                level *= math.exp(rng.gauss(0, 0.02))
            if measure.key == "part":
                level = min(level, 0.92 * lead)
            world.finest[measure.key, region, item, year] = (
                max(measure.exact(level), 1) if measure.count else measure.exact(level)
            )
