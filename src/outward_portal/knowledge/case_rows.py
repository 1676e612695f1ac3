"""From a case's policies and instruments to records of the library."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from outward.errors import OutwardError
from outward.vocabulary.regions import regions
from outward_portal.knowledge import kinds
from outward_portal.knowledge.models import Document
from outward_portal.records.cases import CaseRow, begun_row

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook

_POLICY_NAMES: Final = {"issuer": "issuer", "period_note": "time_note", "content": "summary"}
_INSTRUMENT_NAMES: Final = {"class": "category", "status": "status_note"}
_SPAN: Final = re.compile(r"(\d{4})-(\d{4})")


def case_rows(casebook: Casebook) -> Iterator[CaseRow]:
    """Read the policies and the funding instruments of a case.

    Parameters
    ----------
    casebook : Casebook
        The case, from a release.
    """
    for texts in _lines(casebook, "policies"):
        yield _policy(texts, casebook)
    for texts in _lines(casebook, "instruments"):
        row = begun_row(kinds.INSTRUMENTS, texts, _INSTRUMENT_NAMES, casebook)
        status = _words().get(("instrument.status", texts.get("status_en", "")))
        if status:  # others, such as "to promote", say what should be done with what may exist already
            row.values["status"] = status
        yield row


def _policy(texts: Mapping[str, str], casebook: Casebook) -> CaseRow:
    row = begun_row(kinds.DOCUMENTS, texts, _POLICY_NAMES, casebook)
    span = _SPAN.fullmatch(texts.get("period", ""))
    if span:
        row.values["begins"], row.values["ends"] = span.groups()
    elif texts.get("period"):
        row.values["issued_on"] = texts["period"]
    name = texts["name_en"].casefold()
    row.values["type"] = next((value for (field, word), value in _words().items()
                               if field == "document.type" and re.search(rf"\b{word}\b", name)), "")
    row.values["status"] = Document.Status.DRAFT if "to be prepared" in name else Document.Status.UNKNOWN
    row.values["countries"] = ";".join(_countries(texts.get("issuer_en", "")))
    row.values["reliability"] = Document.Reliability.C  # the case names it; the official text is not in the case
    row.values["published_at"] = datetime.fromisoformat(casebook.case.known_on[:10]).replace(tzinfo=UTC)
    return row


def _countries(issuer: str) -> list[str]:
    """Name the countries of an issuing body, as far as its name says them."""
    found: dict[str, None] = {}
    if re.search(r"\b(State|Council|NDRC|Government of|Strategic Advisory|leading group)\b", issuer, re.IGNORECASE):
        found["CHN"] = None
    for part in re.split(r"[,;/]| and ", issuer):
        try:
            region = regions().find(part.strip())
        except OutwardError:
            continue
        if region.kind == "country":
            found[region.id] = None
        elif region.kind == "province":
            found["CHN"] = None
    return list(found)


def _lines(casebook: Casebook, register: str) -> Iterator[dict[str, str]]:
    table = casebook.registers.get(register)
    for _, line in (table.iterrows() if table is not None else ()):
        yield {str(column): str(text) for column, text in line.items()}


@cache
def _words() -> Mapping[tuple[str, str], str]:
    text = (files("outward_portal.knowledge") / "data" / "case_words.csv").read_text(encoding="utf-8")
    return {(line["field"], line["word"]): line["value"] for line in csv.DictReader(text.splitlines())}
