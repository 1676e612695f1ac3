"""Whole documents: tables and prose of one world, with or without planted errors, in the audit's own types."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from outward.audit.documents import Cell, Claim, Document, Fact
from tests.audit.corpus import accounts, prose, series, tables
from tests.audit.corpus.drafts import Draft, Likeness, Number
from tests.audit.corpus.errors import Plant, plant
from tests.audit.corpus.words import THEMES, Family
from tests.audit.corpus.worlds import World, make_world

Mode = Literal["given", "found", "text", "bare"]


@dataclass(frozen=True, slots=True)
class Exam:
    """A made document, and what is wrong in it."""

    draft: Draft
    texts: dict[str, str]
    plants: tuple[Plant, ...]

    def document(self, mode: Mode) -> Document:
        """Give the document with facts, without them, with bare sentences (``text``), or with neither (``bare``)."""
        numbers = self.draft.numbers.values()
        cells = tuple(_cell(number, self.texts[number.id]) for number in numbers if number.table)
        claims = tuple(self._claim(number, is_bare=mode in ("text", "bare")) for number in numbers if not number.table)
        facts = tuple(
            Fact(fact["fact"], {key: value for key, value in fact.items() if key != "fact"})
            for fact in self.draft.facts
        )
        return Document(self.draft.id, cells, claims, facts if mode in ("given", "text") else None)

    def sentence(self, number: Number) -> str:
        """Fill a claim's sentence with what is printed."""

        def fill(found: re.Match[str]) -> str:
            other = self.draft.numbers[found[1]]
            text = self.texts[other.id]
            if found[2] == ":unit":
                return self.unit(other)
            if other.words:
                return other.words[text.startswith("-")] if found[2] else text.removeprefix("-")
            return text

        return re.sub(r"\{(c\d+)(:way|:unit)?\}", fill, self.draft.sentences[number.sentence])

    def unit(self, number: Number) -> str:
        """Give the unit that is printed with a claim, right or wrong."""
        return next((plant.units[number.id] for plant in self.plants if number.id in plant.units), number.unit)

    def _claim(self, number: Number, *, is_bare: bool) -> Claim:
        sentence = self.sentence(number)
        para = f"p{number.sentence // 4 + 1}"
        if is_bare:
            return Claim(number.id, sentence, para=para, lang=self.draft.lang)
        text = self.texts[number.id]
        if number.words and not self.draft.signed:
            text = text.removeprefix("-")
        return Claim(
            number.id,
            sentence,
            number.region,
            number.item,
            number.period,
            number.indicator,
            text,
            self.unit(number),
            number.hedge,
            para,
            self.draft.lang,
        )


def _cell(number: Number, text: str) -> Cell:
    return Cell(
        number.id,
        number.table,
        number.region,
        number.item,
        number.shown,
        number.indicator,
        number.shown_unit,
        text,
        number.title,
        number.note,
    )


Shape = Callable[[Draft, World], None]


def _sectors_of_province(draft: Draft, world: World) -> None:
    tables.sectors(draft, world, world.theme.province, str(world.years[-1]))


def _sectors_of_nation(draft: Draft, world: World) -> None:
    tables.sectors(draft, world, world.theme.nation, str(world.years[-1]))


def _sectors_before(draft: Draft, world: World) -> None:
    tables.sectors(draft, world, world.theme.province, str(world.years[-2]), undated=0)


def _compositions(draft: Draft, world: World) -> None:
    accounts.composition(draft, world, world.theme.province)
    if draft.rng.random() < 0.4:
        accounts.composition(draft, world, world.theme.nation)


SHAPES: dict[Family, tuple[tuple[Shape, float], ...]] = {
    "industry": (
        (_sectors_of_province, 3),
        (series.sectors_over_years, 1.2),
        (_sectors_of_nation, 1),
        (_sectors_before, 1),
        (_compositions, 1.5),
        (lambda draft, world: accounts.trade(draft, world, same_sides=True), 1),
        (tables.regions, 2),
        (series.years, 2.5),
        (series.parts_of_years, 1),
        (tables.nation, 1.5),
        (tables.ranks, 1),
        (lambda draft, world: accounts.account(draft, world, wide=False), 1),
        (lambda draft, world: accounts.stock_and_flow(draft, world, hidden=True), 1.2),
        (lambda draft, world: accounts.of_which(draft, world, elsewhere=True), 0.8),
        (accounts.averages, 0.6),
        (accounts.of_which_of_total, 0.5),
    ),
    "other": (
        (_sectors_of_province, 1.5),
        (series.panel, 1.5),
        (tables.yields, 1.5),
        (series.sectors_over_years, 1),
        (tables.regions, 2),
        (series.years, 2),
        (series.parts_of_years, 1.5),
        (tables.ranks, 1),
        (_compositions, 1),
        (lambda draft, world: accounts.trade(draft, world, same_sides=False), 1.5),
        (lambda draft, world: accounts.account(draft, world, wide=True), 1.5),
        (tables.nation, 1),
        (lambda draft, world: accounts.stock_and_flow(draft, world, hidden=draft.rng.random() < 0.4), 1),
        (lambda draft, world: accounts.of_which(draft, world, elsewhere=True), 0.6),
        (lambda draft, world: accounts.of_which(draft, world, elsewhere=False), 1),
        (accounts.averages, 1),
        (accounts.of_which_of_total, 0.5),
    ),
}


def make_exam(seed: int, number: int, family: Family, *, errors: int | None = None) -> Exam:
    """Make one document; ``errors`` is drawn (none in three of ten) where it is not said."""
    rng = random.Random(f"{family} {seed} {number}")
    lang: Literal["en", "zh"] = "zh" if rng.random() < 0.4 else "en"
    theme = rng.choice(THEMES[family][lang])
    world = make_world(rng, theme)
    draft = Draft(
        f"D{number + 1}",
        lang,
        rng,
        id_form=rng.choice(("t{table}:{row}", "{table}:{row}", "T{table}.{row}")),
        half_up=rng.random() < 0.5,
        signed=rng.random() < 0.6,
        lower=rng.random() < 0.5,
    )
    draft.parts = {theme.province: theme.nation} | dict.fromkeys(world.cities, theme.province)
    size = rng.randint(200, 320)
    shapes = list(SHAPES[family])
    while shapes and len(draft.numbers) < size:
        chosen = rng.choices(range(len(shapes)), [weight for _, weight in shapes])[0]
        shapes.pop(chosen)[0](draft, world)
    prose.write(draft, world, rng.randint(20, 60))
    _declare_regions(draft, world)
    draft.finish()
    _collect_likenesses(draft, world)
    texts = {name: one.text() for name, one in draft.numbers.items()}
    touched: set[str] = set()
    count = rng.choice((0, 0, 0, 1, 1, 1, 2, 2, 3, 3)) if errors is None else errors
    plants = tuple(plant(rng, draft, texts, touched) for _ in range(count))
    return Exam(draft, texts, plants)


def _declare_regions(draft: Draft, world: World) -> None:
    regions = {number.region for number in draft.numbers.values() if number.table}
    for part, whole in sorted(draft.parts.items()):
        if part in regions and whole in regions and draft.rng.random() < 0.8:
            draft.fact("region_part_of", part=part, whole=whole)


def _collect_likenesses(draft: Draft, world: World) -> None:
    for fact in draft.facts:
        if fact["fact"] == "twin":
            first, second = fact["indicators"]
            pairs = [
                (number.id, other)
                for number in draft.numbers.values()
                if number.table
                and number.indicator == first
                and (other := draft.find(number.region, number.item, number.period, second))
            ]
            draft.likenesses.append(Likeness("twin", tuple(pairs), 0.2))


def make_exams(seed: int, documents: int, family: Family = "industry", *, errors: int | None = None) -> Iterator[Exam]:
    """Make documents, one after another, each from its own seed."""
    for number in range(documents):
        yield make_exam(seed, number, family, errors=errors)
