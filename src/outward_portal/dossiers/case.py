"""From a case to dossiers: which countries it names with which roles; and from its corridors to records."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from django.db import transaction

from outward.errors import OutwardError
from outward.vocabulary.regions import regions
from outward_portal.accounts.requests import Act
from outward_portal.dossiers.kinds import CORRIDORS
from outward_portal.dossiers.models import Dossier
from outward_portal.dossiers.packs import fill, read_loaded
from outward_portal.journal import entries
from outward_portal.records.cases import CaseRow, access_to, begun_row

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook


@dataclass(frozen=True, slots=True)
class LoadedDossiers:
    """What a load did."""

    written: int  # opened or renewed
    unknown: tuple[str, ...]  # regions of the case's own, which the portal does not know by name: without a dossier


def load_dossiers(act: Act, casebook: Casebook) -> LoadedDossiers:
    """Open a dossier for each country of a case's register, or renew what it says of one.

    New ones get the facts of the packs that have been loaded before.
    """
    lines = _lines(casebook, "countries")
    known = [line for line in lines if line["id"] in regions()]
    kept = set(Dossier.objects.values_list("region", flat=True))
    read = read_loaded([line["id"] for line in known if line["id"] not in kept and regions()[line["id"]].iso3])
    with transaction.atomic():
        access_to(casebook.case.id)
        written = _write(act, casebook, known)
        fill(act, read)
    return LoadedDossiers(written, tuple(line["id"] for line in lines if line["id"] not in regions()))


def _write(act: Act, casebook: Casebook, lines: Iterable[Mapping[str, str]]) -> int:
    written = 0
    for line in lines:
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
