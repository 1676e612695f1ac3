"""From what the database gives to what a page, a file and the API show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from outward.vocabulary.labels import Language
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.records.currencies import present_currencies
from outward_portal.records.kinds import KINDS, Column, Filter, Kind
from outward_portal.records.listing import ListQuery
from outward_portal.records.models import Record
from outward_portal.records.queries import Page
from outward_portal.theme import words
from outward_portal.theme.languages import PREFIXES

Cell = Callable[[tuple[Any, ...]], str]


def rows(kind: Kind, page: Page, language: Language) -> Markup:
    """Write a page's rows, cells in the order of the kind's columns.

    A page has fifteen hundred pieces of rows; put together here they take a third of the time that a template takes.
    """
    base = reverse("records", args=[kind.slug])
    sample = Markup(' <span class="tag sample">{}</span>').format(_("sample"))
    (first, start, end), *others = _writers(kind, language)
    opened = [f"<td{_class(column)}>" for column in kind.columns[1:]]
    pieces: list[str] = []
    for row in page.rows:
        key = str(row[0])
        pieces += ('<tr><td class="choose"><input type="checkbox" name="with" value="', key,
                   '" form="two" aria-labelledby="r', key, '"></td><th scope="row"><a id="r', key, '" href="', base,
                   key, '/">', first(row[start:end]), "</a>", sample if row[1] else "", "</th>")
        for (write, begins, stops), tag in zip(others, opened, strict=True):
            pieces += (tag, write(row[begins:stops]), "</td>")
        pieces.append("</tr>\n")
    return Markup("".join(pieces))  # noqa: S704  (each writer escapes what it writes)


def _class(column: Column) -> str:
    return ' class="numeric"' if column.show in ("amount", "number") else ""


@lru_cache(maxsize=64)
def _writers(kind_: Kind, language: Language) -> list[tuple[Cell, int, int]]:
    writers, at = [], 3
    for column in kind_.columns:
        writers.append((_writer(kind_, column, language), at, at + len(column.paths)))
        at += len(column.paths)
    return writers


def _writer(kind: Kind, column: Column, language: Language) -> Cell:
    """Give the function that writes a column's cells."""
    if column.show == "choice":
        names = {value: escape(str(label)) for value, label in kind.field(column.paths[0]).choices or ()}
        return lambda cell: names[cell[0]] if cell[0] in names else escape(cell[0] or "")
    if column.show == "sector":
        return lambda cell: escape(words.sector_name(cell[0], language))
    if column.show == "countries":
        return lambda cell: _countries_cell(cell[0], language) if cell[0] else ""
    if column.show == "amount":
        hedges = _hedges(kind, column)
        return lambda cell: escape(" ".join(part for part in (
            hedges.get(cell[2], "") if len(cell) > 2 else "", words.amount(cell[0], cell[1], language)) if part))
    if column.show == "record":
        return lambda cell: words.pair(cell[0][1], cell[0][2], language) if cell[0] else ""
    if column.show == "number":
        return lambda cell: words.number(cell[0], language)
    if len(column.paths) == 2:
        return lambda cell: words.pair(cell[0], cell[1], language)
    say = getattr(kind.field(column.paths[0]), "say", None)  # a field of codes that names them itself
    if say is not None:
        return lambda cell: escape(say(cell[0] or "", language))
    return lambda cell: escape("" if cell[0] is None else str(cell[0]))


@lru_cache(maxsize=4096)
def _countries_cell(codes: str, language: Language) -> Markup:
    return escape(words.country_names(codes, language))


def _hedges(kind: Kind, column: Column) -> dict[str, str]:
    if len(column.paths) < 3:
        return {}
    return {value: str(label) for value, label in kind.field(column.paths[2]).choices or ()}


def options(kind: Kind, query: ListQuery) -> dict[str, Markup]:
    """Give the choices of a list's filters as markup, the chosen one marked."""
    found = {each.key: _choices(each, query.language) for each in kind.filters if each.by in _CHOSEN_FROM}
    for each, value in query.filters:
        if each.key in found:  # a value that the address may name is one of the choices
            plain = Markup('<option value="{}">').format(value)
            found[each.key] = found[each.key].replace(plain, plain[:-1] + Markup(" selected>"))
    return found


_CHOSEN_FROM = frozenset({"choice", "sector", "country", "currency"})


@lru_cache(maxsize=256)
def _choices(each: Filter, language: Language) -> Markup:
    """Write a filter's choices once: of several hundred, they take as long as the rest of a list's page."""
    if each.by == "sector":
        pairs = [(sector.id, sector.name.text(language)) for sector in sectors().values()]
    elif each.by == "country":
        countries = ((country.id, country.name.text(language)) for country in regions().of_kind("country"))
        pairs = sorted(countries, key=lambda pair: pair[1])
    elif each.by == "currency":
        pairs = [(code, f"{code} {name}") for code, name in present_currencies(language)]
    else:
        with translation.override(PREFIXES[language]):
            pairs = [(value, str(label)) for value, label in each.choices]
    return Markup().join(Markup('<option value="{}">{}</option>').format(value, label) for value, label in pairs)


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a record's page."""

    name: str
    label: str
    value: Markup


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Fields that stand together."""

    title: str
    fields: tuple[ShownField, ...]


_NAMES = frozenset({"name_en", "name_zh", "audience", "currency", "quantity_unit"})


def groups(kind: Kind, record: Record, language: Language, user: Any) -> list[ShownGroup]:
    """Show a record's fields by group; of a bilingual pair one field, empty ones left out.

    A record that a field points to is named only to whoever may see it.
    """
    shown = []
    for fieldset in kind.fieldsets:
        fields = tuple(field for name in fieldset.fields if (field := _shown(kind, record, name, language, user)))
        if fields:
            shown.append(ShownGroup(str(fieldset.title), fields))
    return shown


def _shown(kind: Kind, record: Record, name: str, language: Language, user: Any) -> ShownField | None:
    if name in _NAMES or name.endswith(("_zh", "_hedge")):
        return None
    field = kind.field(name)
    label = str(field.verbose_name)
    if name.endswith("_en"):
        value = words.pair(getattr(record, name), getattr(record, f"{name[:-3]}_zh"), language)
        label = _without_language(label)
    else:
        value = _value(record, field, language, user)
    return ShownField(name, label[:1].upper() + label[1:], value) if value else None


_LANGUAGE_WORDS = (", in English", " in English", "（英文）", "(英文)", "英文")


def _without_language(label: str) -> str:
    for ending in _LANGUAGE_WORDS:
        label = label.removesuffix(ending).removeprefix(ending)
    return label


def _value(record: Record, field: models.Field[Any, Any], language: Language, user: Any) -> Markup:
    value = getattr(record, field.name)
    if value in (None, "", False):
        return Markup()
    if isinstance(value, Record):
        if not Record.objects.visible_to(user).filter(pk=value.pk).exists():
            return Markup()
        return Markup('<a href="{}">{}</a>').format(address(value), words.pair(value.name_en, value.name_zh, language))
    if field.choices:
        return Markup.escape(str(dict(field.flatchoices).get(value, value)))
    say = getattr(field, "say", None)  # a field of codes that names them itself
    if say is not None:
        return Markup.escape(say(value, language))
    writer = _BY_NAME.get(field.name)
    if writer is not None:
        return Markup.escape(writer(record, value, language))
    if value is True:
        return Markup("✓")
    if field.name == "website":
        return Markup('<a href="{0}" rel="noopener nofollow">{0}</a>').format(value)
    if isinstance(field, models.DecimalField | models.FloatField | models.IntegerField):
        return Markup.escape(words.number(value, language))
    return Markup.escape(str(value))


def _hedged(record: Record, value: Any, language: Language) -> str:
    hedge = getattr(record, "get_value_hedge_display", str)()
    return f"{hedge} {words.amount(value, getattr(record, 'currency', ''), language)}".strip()


def _measured(record: Record, name: str, value: Any, language: Language) -> str:
    """Write a number with the word that qualifies it and its unit."""
    hedge = getattr(record, f"get_{name}_hedge_display", str)()
    return f"{hedge} {words.number(value, language)} {getattr(record, f'{name}_unit', '')}".strip()


_BY_NAME: dict[str, Callable[[Record, Any, Language], str]] = {
    "sector": lambda _, value, language: words.sector_name(value, language),
    "countries": lambda _, value, language: words.country_names(value, language),
    "home": lambda _, value, language: words.region_name(value, language),
    "value": _hedged,
    "quantity": lambda record, value, language: _measured(record, "quantity", value, language),
    "state_share": lambda record, value, language: _measured(record, "state_share", value, language),
    "award_most": lambda record, value, language: words.amount(value, getattr(record, "currency", ""), language),
    "exports": lambda record, value, language: words.amount(value, getattr(record, "currency", ""), language),
    "unit_price": lambda record, value, language: words.amount(value, getattr(record, "currency", ""), language),
}


def value_of(kind: Kind, record: Record, name: str, language: Language, user: Any) -> Markup:
    """Show one field of a record as it stands, each language by itself."""
    return _value(record, kind.field(name), language, user)


def label_of(kind: Kind, name: str) -> str:
    """Name a field."""
    label = str(kind.field(name).verbose_name)
    return label[:1].upper() + label[1:]


def address(record: Record) -> str:
    """Give the address of a record's page."""
    return reverse("record", args=[KINDS[record.kind or record._meta.model_name or ""].slug, record.pk])
