"""From the registers to holdings: what a reader may see of projects abroad, each amount with its date and source.

An enterprise weighs its own projects and nobody else's. Private amounts and covers enter only where the policy shows
them to this reader, and whoever reads them from outside is written down, as on the record's own page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet

from outward.risk.holdings import Holding, HoldingKind
from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.records.models import PrivateField
from outward_portal.records.private.actions import note_reading
from outward_portal.records.private.queries import is_outsider
from outward_portal.registers.models import Enterprise, Project
from outward_portal.risks.models import ProjectCover

HOME: Final = "CHN"
CHANNEL: Final = "risk"  # under which the readers' page of a record tells of it
_CONTRACTS: Final = frozenset({Project.Type.SUPPLY, Project.Type.CONSTRUCTION})
_NOT_ONE: Final = (Project.Counting.SPLIT, Project.Counting.PROGRAMME, Project.Counting.RETIRED)
_AMOUNTS: Final = {"contract": ("contract-value",), "project": ("own-funds", "contract-value")}
"""Private fields that say more exactly than the published value what is at risk; the first that is there counts."""
RECEIVABLES: Final = "receivables"


@dataclass(frozen=True, slots=True)
class Held:
    """What is weighed, and what is not."""

    holdings: tuple[Holding, ...]
    projects: Mapping[int, Project]
    keys: Mapping[str, int]  # of each holding, its project
    covers: tuple[ProjectCover, ...]
    private: int  # holdings whose amount is a private field that this reader may see
    at_home: int  # projects that lie at home
    within: int  # parts whose value is within that of the project that they are part of
    several: tuple[Project, ...]  # in several countries: their value belongs to no single one
    of_samples: bool  # whether made-up projects are weighed; they are never mixed with real ones
    others: int  # projects on the other side: made up, or real


def projects_of(user: Any, *, of_samples: bool = False) -> QuerySet[Any]:
    """Give the projects that a person weighs: those that they see; an enterprise only its own."""
    found = Project.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=of_samples)
    reader = viewer(user)
    if reader.role == Role.ENTERPRISE:
        found = found.filter(Q(owner__in=reader.own) | Q(enterprise__owner__in=reader.own))
    return found


def held_by(user: Any, *, of_samples: bool = False) -> Held:
    """Gather what a person may weigh, and write down which private values they read.

    Parameters
    ----------
    user : User
        Who asks.
    of_samples : bool
        Whether the made-up projects are taken, in place of the real ones.
    """
    every = list(projects_of(user, of_samples=of_samples).select_related("owner").order_by("pk"))
    seen = {each.pk for each in every}
    whole = [each for each in every if each.counting not in _NOT_ONE]
    single = [each for each in whole if each.counting != Project.Counting.PART or each.umbrella_id not in seen]
    abroad = [each for each in single if not _is_at_home(each)]
    private = _private_rows(abroad, user)
    covers = _covers(abroad, user)
    for each in abroad:
        read = [PrivateField(field=cover.field) for cover in covers.get(each.pk, ())]
        note_reading(each, [*private.get(each.pk, {}).values(), *read], user, CHANNEL)
    names = _enterprise_names(abroad, user)
    made: list[Holding] = []
    keys: dict[str, int] = {}
    for each in abroad:
        for holding in _holdings(each, names.get(each.enterprise_id, ""), private.get(each.pk, {}),
                                 covers.get(each.pk, ())):
            made.append(holding)
            keys[holding.id] = each.pk
    return Held(tuple(made), {each.pk: each for each in abroad}, keys,
                tuple(cover for each in abroad for cover in covers.get(each.pk, ())),
                sum(holding.source.startswith(_PRIVATE) for holding in made), len(single) - len(abroad),
                len(whole) - len(single), tuple(each for each in abroad if ";" in each.countries), of_samples,
                projects_of(user, of_samples=not of_samples).count())


def _is_at_home(project: Project) -> bool:
    """Whether a project names countries and all of them are at home: what can happen abroad does not touch it."""
    named = [code for code in project.countries.split(";") if code]
    return bool(named) and all(iso3_of(code) == HOME for code in named)


def iso3_of(region: str) -> str:
    """Give the ISO code of the country that a region is, or is a part of; empty where there is none.

    Examples
    --------
    >>> iso3_of("KEN"), iso3_of("CN-LN"), iso3_of("nowhere")
    ('KEN', 'CHN', '')
    """
    known, seen = regions(), set[str]()
    while region in known and region not in seen:
        if known[region].iso3:
            return known[region].iso3
        seen.add(region)
        region = known[region].parent
    return ""


def _private_rows(projects: Iterable[Project], user: Any) -> dict[int, dict[str, PrivateField]]:
    """Give the newest private amounts by project and field, of those that the policy shows."""
    open_to = [each.pk for each in projects if not (settings.READ_ONLY and is_outsider(each, user))]
    rows = PrivateField.objects.visible_to(user).filter(
        record__in=open_to, ended_at__isnull=True, number__isnull=False,
        field__in=[RECEIVABLES, *{name for names in _AMOUNTS.values() for name in names}])
    found: dict[int, dict[str, PrivateField]] = defaultdict(dict)
    for row in rows.order_by("period", "id"):
        found[row.record_id][row.field] = row
    return found


def _covers(projects: Iterable[Project], user: Any) -> dict[int, tuple[ProjectCover, ...]]:
    open_to = [each.pk for each in projects if not (settings.READ_ONLY and is_outsider(each, user))]
    found: dict[int, tuple[ProjectCover, ...]] = {}
    rows = ProjectCover.objects.visible_to(user).filter(project__in=open_to, ended_at__isnull=True)
    for cover in rows.order_by("pk"):
        found[cover.project_id] = (*found.get(cover.project_id, ()), cover)
    return found


def _enterprise_names(projects: Iterable[Project], user: Any) -> dict[int | None, str]:
    """Name the enterprises behind projects; one that the reader may not see stays without a name."""
    keys = {each.enterprise_id for each in projects if each.enterprise_id is not None}
    return {each.pk: str(each) for each in Enterprise.objects.visible_to(user).filter(pk__in=keys)}


_PRIVATE: Final = "private field "


def _holdings(project: Project, owner: str, private: Mapping[str, PrivateField], covers: Iterable[ProjectCover]
              ) -> Iterator[Holding]:
    """Give a project as a contract or an investment, and beside it what is still owed."""
    kind: HoldingKind = "contract" if project.type in _CONTRACTS else "project"
    row = next((private[name] for name in _AMOUNTS[kind] if name in private), None)
    owed = private.get(RECEIVABLES)
    amount = project.value if row is None else row.number
    currency = project.currency if row is None else row.unit
    if owed is not None and kind == "contract" and amount is not None and owed.unit == currency:
        amount = max(amount - (owed.number or 0), 0 * amount)  # what is owed is weighed by itself, not twice
    named = [code for code in project.countries.split(";") if code]
    held = Holding(
        id=f"P{project.pk}", name=str(project), owner=owner, iso3=iso3_of(named[0]) if len(named) == 1 else "",
        industry=project.sector, stage=project.stage, kind=kind, amount=None if amount is None else float(amount),
        currency=currency if amount is not None else "", as_of=project.as_of if row is None else row.period,
        source=project.source if row is None else _told(row), insured_share=_insured(covers),
        covers=tuple(cover_id(cover) for cover in covers))
    yield held
    if owed is not None:
        yield replace(held, id=f"{held.id}-receivables", kind="receivable", amount=float(owed.number or 0),
                      currency=owed.unit, as_of=owed.period, source=_told(owed))


def _told(row: PrivateField) -> str:
    return f"{_PRIVATE}{row.field}, written {row.written_at:%Y-%m-%d}"


def cover_id(cover: ProjectCover) -> str:
    """Give the id under which the library knows a cover."""
    return f"cover-{cover.pk}"


def _insured(covers: Iterable[ProjectCover]) -> float | None:
    """Give the share of the amount that is insured: the largest that a policy states, for policies may overlap."""
    stated = [cover.insured_share for cover in covers
              if cover.type == ProjectCover.Type.INSURANCE and cover.insured_share is not None]
    return float(max(stated)) / 100 if stated else None
