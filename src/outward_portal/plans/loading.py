"""Loading what a case says of factors and recommendations: its own registers, else what comes with this room.

The bundled case's factors (paragraphs 49-59) and recommendations (60-127) are transcribed in ``data/``; another case
brings ``registers/factors.csv`` and ``registers/recommendations.csv`` of the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.knowledge.models import Instrument
from outward_portal.plans.actions import factors as factor_actions
from outward_portal.plans.actions import items as item_actions
from outward_portal.plans.actions import plans as plan_actions
from outward_portal.plans.kinds import FACTORS
from outward_portal.plans.models import Factor, ItemRecord, Plan, PlanItem
from outward_portal.plans.vocabulary import lines
from outward_portal.records import actions
from outward_portal.records.cases import access_to, main_source
from outward_portal.registers.models import Agency

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook

_TITLE: Final = ("What the report recommends", "报告建议")
_SUMMARY: Final = (
    "The recommendations of the case's report (paragraphs 60-127), in short words with their paragraphs. Agencies are "
    "named where the report names them.",
    "案例报告第60—127段的建议，以简短文字摘录并注明段落；报告指明责任单位的，予以列出。")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    factors: int  # added
    figures: int  # cited
    items: int  # of the plan; 0 where it was there
    unfound: tuple[str, ...]  # agencies, instruments and factors that rows name and the portal does not have


def load_plans(act: Act, casebook: Casebook) -> Loaded:
    """Add a case's factors, the figures that they cite, and its recommendations as a draft; what is there stays.

    Parameters
    ----------
    act : Act
        Who loads it, and why.
    casebook : Casebook
        The case, from a release. Its registers are loaded before: agencies and instruments are found among them.
    """
    with transaction.atomic():
        factors, added, figures = _factors(act, casebook)
        items, unfound = _recommendations(act, casebook, factors)
    return Loaded(added, figures, items, tuple(unfound))


def _rows(casebook: Casebook, register: str) -> list[dict[str, str]]:
    table = casebook.registers.get(register)
    if table is not None:
        return [{str(name): str(value) for name, value in row.items()} for row in table.to_dict("records")]
    folder = files("outward_portal.plans") / "data" / casebook.case.id
    return lines(f"{casebook.case.id}/{register}.csv") if (folder / f"{register}.csv").is_file() else []


def _factors(act: Act, casebook: Casebook) -> tuple[dict[str, Factor], int, int]:
    case = casebook.case.id
    audience = access_to(case).audience
    found: dict[str, Factor] = {}
    added = figures = 0
    for row in _rows(casebook, "factors"):
        factor = Factor.objects.filter(case=case, case_key=row["id"]).first()
        if factor is None:
            values = {name: row.get(name, "") for name in (
                "name_en", "name_zh", "summary_en", "summary_zh", "paragraphs", "sector", "side")}
            made = actions.create(act, FACTORS, {
                **values, "source": main_source(casebook), "as_of": casebook.case.known_on[:10], "audience": audience},
                case=case, case_key=row["id"])
            Factor.objects.filter(pk=made.pk).update(state=Factor.State.ACCEPTED)  # the report states it
            factor = Factor.objects.get(pk=made.pk)
            added += 1
            for figure in filter(None, row.get("evidence", "").split(";")):
                factor_actions.cite(act, factor, case, figure)
                figures += 1
        found[row["id"]] = factor
    return found, added, figures


def _recommendations(act: Act, casebook: Casebook, factors: Mapping[str, Factor]) -> tuple[int, list[str]]:
    """Make the plan of a case's recommendations, unless it was made, in one version or another."""
    case = casebook.case.id
    rows, key = _rows(casebook, "recommendations"), f"recommendations:{case}"
    if not rows or Plan.objects.filter(key=key).exists():
        return 0, []
    plan = plan_actions.make(act, {
        "title_en": _TITLE[0], "title_zh": _TITLE[1], "summary_en": _SUMMARY[0], "summary_zh": _SUMMARY[1],
        "case": case, "source": main_source(casebook), "audience": _audience(access_to(case).audience)}, key=key)
    agencies = {each.case_key: each for each in Agency.objects.filter(case=case)}
    instruments = {each.case_key: each for each in Instrument.objects.filter(case=case)}
    made: dict[str, PlanItem] = {}
    unfound: list[str] = []
    for row in rows:
        agency = agencies.get(row["agency"])
        values = {name: row[name] for name in ("title_en", "title_zh", "paragraphs", "priority", "reform", "area")}
        made[row["id"]] = item_actions.add(act, plan, row["kind"], made.get(row["parent"]), {
            **values, "targets": row["target"], "named_agency": agency}, lineage=f"{case}-{row['id']}"[:40])
        unfound += [f"{row['id']}: {name}" for name in _missing(row, agencies, instruments, factors)]
        ItemRecord.objects.bulk_create(_links(row, made[row["id"]], instruments, factors))
    return len(made), unfound


def _audience(of_case: str) -> str:
    """Give the audience of a plan that comes from a case: no wider than the case's own."""
    return of_case if of_case in ("public", "members", "agencies") else "agencies"


def _links(row: Mapping[str, str], item: PlanItem, instruments: Mapping[str, Instrument], factors: Mapping[str, Factor]
           ) -> Iterator[ItemRecord]:
    both: tuple[tuple[str, ItemRecord.Role, Mapping[str, Any]], ...] = (
        ("factors", ItemRecord.Role.ANSWERS, factors), ("instruments", ItemRecord.Role.USES, instruments))
    for column, role, known in both:
        for id in filter(None, row[column].split(";")):
            if id in known:
                yield ItemRecord(item=item, record_id=known[id].pk, role=role)


def _missing(row: Mapping[str, str], agencies: Mapping[str, Agency], instruments: Mapping[str, Instrument],
             factors: Mapping[str, Factor]) -> Iterator[str]:
    if row["agency"] and row["agency"] not in agencies:
        yield row["agency"]
    for column, known in (("factors", factors), ("instruments", instruments)):
        yield from (id for id in row[column].split(";") if id and id not in known)
