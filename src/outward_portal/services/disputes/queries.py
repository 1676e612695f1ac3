"""Reading case files: the list, one with its parts, the library's treaties of a country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from outward_portal.knowledge.models import Document
from outward_portal.records.models import Record
from outward_portal.records.presentation import address
from outward_portal.services.disputes.guidance import Need, paths
from outward_portal.services.models import CaseEntry, CaseItem, CaseReference, DisputeCase
from outward_portal.theme.lists import Asked, ListShape, Narrowing

SHAPE: Final = ListShape(
    narrowings=(Narrowing("state", _("State"), tuple(DisputeCase.State.choices), "state"),
                Narrowing("region", _("Country"), lookup="region", is_hidden=True)),
    sorts={"opened": "opened_at", "due": "next_due", "limitation": "limitation_on", "country": "region",
           "state": "state"},
    usual="-opened",
)


def cases(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the case files that a list asks for, as far as a person may see them; those without a date stand last."""
    found = asked.narrowed(DisputeCase.objects.visible_to(user)).select_related("owner")
    column = F(SHAPE.sorts[asked.sort.removeprefix("-")])
    return found.order_by(column.desc(nulls_last=True) if asked.sort.startswith("-") else column.asc(nulls_last=True),
                          "-pk")


def find(row: int, user: Any) -> DisputeCase | None:
    """Give a case file that a person may see."""
    seen = DisputeCase.objects.visible_to(user).select_related("owner", "project", "opened_by")
    return seen.by_key(row)


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """Something that the chosen path needs, and whether it is there."""

    need: Need
    item: CaseItem | None


def checklist(case: DisputeCase, user: Any) -> list[ShownNeed]:
    """Give what the chosen path needs, with what is there."""
    if case.path not in paths():
        return []
    ticked = {each.key: each for each in CaseItem.objects.visible_to(user).filter(case=case.pk).select_related(
        "done_by")}
    return [ShownNeed(each, ticked.get(f"{case.path}:{each.id}")) for each in paths()[case.path].needs]


def entries(case: DisputeCase, user: Any) -> QuerySet[Any]:
    """Give the log, the newest first."""
    return CaseEntry.objects.visible_to(user).filter(case=case.pk).select_related("by")


@dataclass(frozen=True, slots=True)
class ShownReference:
    """A document of a case, with the record on whose page it lies if its reader may see that."""

    reference: CaseReference
    record: Record | None
    address: str


def references(case: DisputeCase, user: Any) -> list[ShownReference]:
    """Give the documents."""
    rows = list(CaseReference.objects.visible_to(user).filter(case=case.pk))
    seen = Record.objects.visible_to(user).in_bulk([each.record_id for each in rows if each.record_id is not None])
    return [ShownReference(each, record, address(record) if record is not None else "")
            for each in rows for record in [seen.get(each.record_id or 0)]]


def treaties(region: str, user: Any, most: int = 20) -> list[Document]:
    """Give the treaties and agreements with a country that the library has."""
    if not region:
        return []
    found = Document.objects.visible_to(user).filter(type=Document.Type.TREATY, country_rows__region=region,
                                                     retired_at__isnull=True)
    return list(found.order_by("name_en", "pk").distinct()[:most])
