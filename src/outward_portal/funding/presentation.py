"""How this room writes facts, their sources, and what rules came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from markupsafe import Markup

from outward.eligibility import All, AnyOf, Explained, FactKind, Finding, Money, Outcome, Unsettled
from outward.eligibility.facts import Value
from outward_portal.funding import facts
from outward_portal.funding.budgeting import money
from outward_portal.records.private.queries import UNITS
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

OUTCOMES: Final = {Outcome.MET: pgettext_lazy("rule", "met"), Outcome.UNKNOWN: pgettext_lazy("rule", "not known"),
                   Outcome.NOT_MET: pgettext_lazy("rule", "not met")}
_WHY: Final = {
    Unsettled.MISSING: gettext_lazy("nothing is known of it"),
    Unsettled.WEIGHT: gettext_lazy("it is declared, and an entry of the register is asked for"),
    Unsettled.CURRENCY: gettext_lazy("it is in another currency, and no dated rate was given"),
    Unsettled.PRECISION: gettext_lazy("the day is not known exactly enough"),
}


def value_text(kind: FactKind, value: Value | None) -> str:
    """Write a fact's value in the page's language."""
    language = current_language()
    match value:
        case None:
            return ""
        case Money():
            return money(value.amount, value.currency)
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            unit = str(UNITS.get(kind.unit, kind.unit))
            return f"{words.number(value)} {unit}".rstrip() if unit != "%" else f"{words.number(value)}%"
        case frozenset():
            named = (kind.choices[code].text(language) if kind.choices and code in kind.choices else code
                     for code in sorted(value))
            return ("、" if language == "zh" else ", ").join(named)
        case _:
            return kind.choices[value].text(language) if kind.choices and value in kind.choices else value


def source_text(source: str) -> str:
    """Say where a fact stands."""
    where, _slash, rest = source.partition("/")
    match where:
        case "enterprise":
            return _("register of enterprises")
        case "private":
            period = rest.partition("/")[2]
            return _("private field of the enterprise, %(period)s") % {"period": period} if period else _(
                "private field of the enterprise")
        case "project":
            return _("register of projects")
        case "projects":
            return _("register of projects: all of the enterprise's")
        case "declared":
            return _("declared by the enterprise on %(day)s") % {"day": rest}
        case "application":
            return _("the application itself")
        case _:
            return _("stated by the applicant")


def where_to_fill(fact: str, enterprise: Any) -> str:
    """Give the address at which an enterprise fills in what is missing; empty where there is none."""
    found = facts.catalogue()[fact]
    if found.where == "declared":
        return f"{reverse('declare-facts')}#id_fact_{fact}"
    if found.where in ("enterprise", "private"):
        if enterprise is None:
            return reverse("record-create", kwargs={"slug": "enterprises"})
        if found.where == "private":
            return reverse("record-private", kwargs={"slug": "enterprises", "key": enterprise.pk})
        return reverse("record-change", kwargs={"slug": "enterprises", "key": enterprise.pk})
    return reverse("records", kwargs={"slug": "projects"}) if found.where == "projects" else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the rules as a page shows it."""

    text: str
    outcome: Outcome | None  # None: the rules stand for themselves, held against nobody
    detail: str  # what is known and from where, or why it is not settled
    parts: tuple[Line, ...]


def line(explained: Explained, *, is_judged: bool = True) -> Line:
    """Write a part of the rules with its answer."""
    parts = tuple(line(each, is_judged=is_judged) for each in explained.parts)
    text = words.plain_pair(explained.node.text.en, explained.node.text.zh) or _group(explained)
    detail = _detail(explained.finding) if is_judged and explained.finding is not None else ""
    return Line(text, explained.outcome if is_judged else None, detail, parts)


def _group(explained: Explained) -> str:
    match explained.node:
        case All():
            return _("All of these:")
        case AnyOf():
            return _("At least one of these:")
        case _:
            return _("Not:")


def _detail(finding: Finding) -> str:
    kind = facts.kinds()[finding.condition.fact]
    if finding.state is None:
        return str(_WHY[Unsettled.MISSING])
    said = _("known: %(value)s (%(source)s)") % {"value": value_text(kind, finding.state.value),
                                                 "source": source_text(finding.state.source)}
    return f"{said} · {_WHY[finding.why]}" if finding.why is not None else said


def outcome_tag(outcome: Outcome) -> Markup:
    """Write an answer as a tag."""
    style = {Outcome.MET: "met", Outcome.UNKNOWN: "open", Outcome.NOT_MET: "not-met"}[outcome]
    return Markup('<span class="tag rule-{}">{}</span>').format(style, OUTCOMES[outcome])


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that can still change an answer, and where it is filled in."""

    name: str
    address: str
    suffices: bool  # it belongs to a smallest choice after which the rules can be met


def missing(verdict: Any, enterprise: Any) -> Iterator[MissingFact]:
    """Give the facts that still matter, those of the shortest way first."""
    language = current_language()
    for fact in sorted(verdict.matter, key=lambda each: each not in verdict.shortest):
        yield MissingFact(facts.kinds()[fact].name.text(language), where_to_fill(fact, enterprise),
                          fact in verdict.shortest)
