"""Totals as pages and files show them: names for codes, amounts in one scale, addresses of what stands behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from outward.vocabulary.labels import Language
from outward.vocabulary.sectors import sectors
from outward_portal.records.csv_tables import csv_bytes
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import ListQuery
from outward_portal.registers.models import Enterprise, Project
from outward_portal.registers.queries import HIDDEN, SEVERAL, Amount, Total, Totals
from outward_portal.theme import words

DIVISIONS: Final[Mapping[str, Promise]] = {
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "stage": gettext_lazy("Stage"),
    "type": gettext_lazy("Type"),
    "location": gettext_lazy("Location"),
    "sector": gettext_lazy("Sector"),
    "enterprise": gettext_lazy("Enterprise"),
    "year": gettext_lazy("Year begun"),
}

QUALIFIERS: Final[Mapping[str, Promise]] = {
    "at-least": gettext_lazy("at least"), "at-most": gettext_lazy("at most"), "about": gettext_lazy("about"),
}

_SCALES: Final[Mapping[Language, tuple[Decimal, str]]] = {
    "en": (Decimal(10) ** 6, "{}, million"), "zh": (Decimal(10) ** 8, "{}（亿）"),
}
"""In what a table's amounts are written, and what its column is called; each language counts in its own."""


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """A row of a table."""

    label: Markup
    address: str  # of the list or page of what stands in the row; empty where there is none
    records: str
    amounts: tuple[str, ...]  # in the order of the table's currencies; empty where none is stated
    unvalued: str


@dataclass(frozen=True, slots=True)
class ShownTotals:
    """A table of totals."""

    by: str
    heading: str
    columns: tuple[str, ...]  # a currency each
    total: ShownTotal
    rows: tuple[ShownTotal, ...]
    left_out: tuple[ShownTotal, ...]
    several: str  # address of the list of records in several countries; empty where there are none
    qualifiers: tuple[str, ...]  # those that stand in the table


def shown(totals: Totals, user: Any, language: Language) -> ShownTotals:
    """Show totals in a language."""
    names = _enterprise_names(totals, user, language)
    labelled = [(each, _label(totals.kind, totals.by, each.key, language, names)) for each in _ordered(totals)]
    if totals.by not in _IN_ORDER:
        labelled.sort(key=lambda pair: (-pair[0].records, pair[1].striptags()))
    rows = tuple(_row(totals, each, label, language) for each, label in labelled)
    left = tuple(replace(_row(totals, each, Markup.escape(_reason(totals.kind, each.key)), language),
                         address=narrowed(totals.query, _reason_filter(totals.kind), each.key))
                 for each in totals.left_out)
    total = _row(totals, totals.total, Markup.escape(_("Total")), language)
    several = any(each.key == SEVERAL for each in totals.rows)
    columns = tuple(_SCALES[language][1].format(currency) for currency in totals.currencies)
    found = {amount.qualifier for each in (totals.total, *totals.rows) for amount in each.amounts.values()}
    return ShownTotals(totals.by, str(DIVISIONS[totals.by]), columns, replace(total, address=""), rows, left,
                       narrowed(totals.query, "extent", ";") if several else "",
                       tuple(key for key in QUALIFIERS if key in found))


def _row(totals: Totals, total: Total, label: Markup, language: Language) -> ShownTotal:
    amounts = tuple(amount(total.amounts.get(currency), language) for currency in totals.currencies)
    return ShownTotal(label, _address(totals, total.key), words.number(total.records, language), amounts,
                      words.number(total.unvalued, language) if total.unvalued else "")


def amount(sum_: Amount | None, language: Language) -> str:
    """Write a sum in the table's scale, millions in English and 亿 in Chinese, with its qualifier."""
    if sum_ is None:
        return ""
    number = words.number(sum_.value / _SCALES[language][0], language)
    return f"{QUALIFIERS[sum_.qualifier]} {number}" if sum_.qualifier else number


def _label(kind: Kind, by: str, key: str, language: Language, names: Mapping[str, Markup]) -> Markup:
    if by == "country" and key == SEVERAL:
        return Markup.escape(_("Several countries"))
    if by == "enterprise":
        return names.get(key) or Markup.escape(_("Enterprises not shown to you") if key == HIDDEN else _("None named"))
    if not key:
        return Markup.escape(_("No value stated") if by == "currency" else _("Not stated"))
    if by == "country":
        return Markup.escape(words.region_name(key, language))
    if by == "sector":
        return Markup.escape(words.sector_name(key, language))
    if by in ("stage", "type", "location"):
        return Markup.escape(str(dict(kind.field(by).flatchoices).get(key, key)))
    return Markup.escape(key)


def _enterprise_names(totals: Totals, user: Any, language: Language) -> dict[str, Markup]:
    if totals.by != "enterprise":
        return {}
    keys = [int(each.key) for each in totals.rows if each.key.isdecimal()]
    seen = Enterprise.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "name_en", "name_zh")
    return {str(key): words.pair(en, zh, language) for key, en, zh in seen}


_IN_ORDER: Final = frozenset({"year", "stage"})
"""Divisions that have an order of their own; of others, the largest rows come first, those alike by name."""


def _ordered(totals: Totals) -> list[Total]:
    if totals.by == "year":
        return sorted(totals.rows, key=lambda each: each.key, reverse=True)
    if totals.by == "stage":
        stages = [*Project.Stage.values, ""]
        return sorted(totals.rows, key=lambda each: stages.index(each.key))
    return list(totals.rows)


def _reason(kind: Kind, key: str) -> str:
    if kind.key == "project":
        return str(Project.Counting(key).label)
    return str(dict(kind.field("stage").flatchoices).get(key, key))


def _reason_filter(kind: Kind) -> str:
    return "counting" if kind.key == "project" else "stage"


def _address(totals: Totals, key: str) -> str:
    if totals.by == "enterprise":
        return reverse("record", args=["enterprises", int(key)]) if key.isdecimal() else ""
    if totals.by == "country" and key == SEVERAL:
        return narrowed(totals.query, "extent", ";")
    if totals.by == "sector" and sectors().parts_of(key):
        return ""  # the list would hold the records of its parts too
    return narrowed(totals.query, totals.by, key) if key else ""


def narrowed(query: ListQuery, key: str, value: str) -> str:
    """Give the address of the list, narrowed further; empty where the register has no such filter."""
    found = next((each for each in query.kind.filters if each.key == key), None)
    if found is None:
        return ""
    asked = query.without(key)
    asked = replace(asked, filters=(*asked.filters, (found, value)))
    return f"{reverse('records', args=[query.kind.slug])}?{asked.encoded()}"


def file(totals: Totals, user: Any, language: Language, at: datetime, address: str) -> bytes:
    """Write totals as CSV: a line for each row and currency, then how they were made and how they are cited."""
    return csv_bytes([
        ("divided_by", "code", "name", "records", "currency", "value", "qualifier", "records_with_value"),
        *_lines(totals, user, language), (), *((note,) for note in (*notes(totals), citation(totals, at, address)))])


def _lines(totals: Totals, user: Any, language: Language) -> Iterator[tuple[str, ...]]:
    names = _enterprise_names(totals, user, language)
    groups = [("total", totals.total, _("Total"))]
    groups += [(totals.by, each, _label(totals.kind, totals.by, each.key, language, names).striptags())
               for each in _ordered(totals)]
    groups += [("left-out", each, _reason(totals.kind, each.key)) for each in totals.left_out]
    for by, each, label in groups:
        amounts = [each.amounts[code] for code in sorted(each.amounts)] or [Amount("", Decimal(), 0)]
        for sum_ in amounts:
            yield (by, each.key, str(label), str(each.records), sum_.currency,
                   format(sum_.value, "f") if sum_.currency else "", sum_.qualifier, str(sum_.records))


def notes(totals: Totals) -> list[str]:
    """Say how the totals were made."""
    found = []
    if totals.of_samples:
        found.append(_("Only made-up sample records are counted here."))
    elif totals.others:
        found.append(_("Sample records, which are made up, are not counted."))
    found += [_("Amounts are never added over currencies, and no amount is converted.")]
    if totals.kind.key == "project":
        found.append(_("Of a project and its parts one side counts: the whole where it states a value, else the parts. "
                       "Cancelled and suspended projects and governments' programmes do not count."))
    else:
        found.append(_("Cancelled and suspended parks do not count. Some parks are in the register of projects too: do "
                       "not add the totals of both registers."))
    found.append(_("What lies in several countries stands in a row of its own and in no country's, because the sources "
                   "do not state shares."))
    found.append(_("Only records that you may see are counted."))
    return found


def citation(totals: Totals, at: datetime, address: str) -> str:
    """Say how the totals are cited."""
    return _("Outward, totals of the register “%(register)s” by %(by)s, retrieved on %(day)s from %(address)s") % {
        "register": totals.kind.plural, "by": str(DIVISIONS[totals.by]).lower(), "day": at.date().isoformat(),
        "address": address}
