"""From a case to dossiers: which countries it names with which roles; and from its corridors to records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from django.db import transaction

from outward.errors import OutwardError
from outward.vocabulary.regions import regions
from outward_portal.accounts.requests import Act
from outward_portal.dossiers.kinds import CORRIDORS
from outward_portal.dossiers.models import Dossier
from outward_portal.dossiers.packs import fill
from outward_portal.journal import entries
from outward_portal.records.cases import CaseRow, access_to, begun_row

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook


def load_dossiers(act: Act, casebook: Casebook) -> int:
    """Open a dossier for each country of a case's register, or renew what it says of one; give how many.

    New ones get the facts of the packs that have been loaded before.
    """
    with transaction.atomic():
        access_to(casebook.case.id)
        kept = set(Dossier.objects.values_list("region", flat=True))
        written = _load_dossiers(act, casebook)
        opened = Dossier.objects.exclude(region__in=kept).values_list("region", flat=True)
        if new := [region for region in opened if regions()[region].iso3]:
            fill(act, new)
    return written


def _load_dossiers(act: Act, casebook: Casebook) -> int:
    written = 0
    for line in _lines(casebook, "countries"):
        if line["id"] not in regions():
            continue  # a region of the case's own, which the portal does not know by name
        said = {"roles_en": line["roles_en"][:300], "roles_zh": line["roles_zh"][:300],
                "paragraphs": line["paragraphs"][:120], "case": casebook.case.id}
        dossier = Dossier.objects.filter(region=line["id"]).first() or Dossier(region=line["id"])
        before = {name: getattr(dossier, name) for name in said} if dossier.pk else {}
        if before != said:
            for name, value in said.items():
                setattr(dossier, name, value)
            dossier.save()
            entries.write(act, "dossier.opened", dossier, changes=entries.differences(before, said))
            written += 1
    return written


_RENAMED: Final = {"status": "stage_note", "note": "remark"}


def case_rows(casebook: Casebook) -> Iterator[CaseRow]:
    """Read the legs of a case's corridors, for the loader of registers."""
    for line in _lines(casebook, "corridors"):
        row = begun_row(CORRIDORS, line, _RENAMED, casebook)
        row.values["leg"] = int(line["leg"]) if line["leg"].isdecimal() else None
        ends = (_region_of(end) for end in (line["from_en"], line["to_en"]))
        row.values["countries"] = ";".join(dict.fromkeys(region for region in ends if region))
        yield row


def _region_of(place: str) -> str:
    """Give the region of a corridor's node; "" where it is a sea, or nobody knows."""
    if place in _places():
        return _places()[place]
    try:
        return regions().find(place).id
    except OutwardError:
        return ""


@cache
def _places() -> dict[str, str]:
    text = (files("outward_portal.dossiers") / "data" / "places.csv").read_text(encoding="utf-8")
    return {line["place"]: line["region"] for line in csv.DictReader(text.splitlines())}


def _lines(casebook: Casebook, register: str) -> list[dict[str, str]]:
    table = casebook.registers.get(register)
    if table is None:
        return []
    return [{str(column): str(text) for column, text in line.items()} for _, line in table.iterrows()]
