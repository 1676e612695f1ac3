"""Cases of the workspace: how rows of their registers become records, and who sees what comes from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from outward_portal.accounts.models import WIDEST_FIRST, Audience
from outward_portal.accounts.requests import Act
from outward_portal.records import bulk
from outward_portal.records.kinds import Kind
from outward_portal.records.models import CaseAccess, Record

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook


@dataclass(slots=True)
class CaseRow:
    """A row of a case's register as a record's values, with the rows of other registers that it points to."""

    kind: Kind
    key: str
    values: dict[str, Any]
    named: dict[str, str] = field(default_factory=dict)  # field -> key of the enterprise's row
    unread: list[str] = field(default_factory=list)  # words that no choice stands for


def begun_row(kind: Kind, texts: Mapping[str, str], renamed: Mapping[str, str], casebook: Casebook) -> CaseRow:
    """Begin a row with its source and the texts that go unchanged into fields; choices and numbers are for the room.

    Parameters
    ----------
    kind : Kind
        The register.
    texts : mapping of str to str
        The row, by column.
    renamed : mapping of str to str
        Columns that the portal calls otherwise, without ``_en`` and ``_zh``.
    casebook : Casebook
        The case.
    """
    row = CaseRow(kind, texts["id"], {"source": main_source(casebook), "as_of": casebook.case.known_on[:10]})
    known = set(kind.form_fields)
    for column, text in texts.items():
        base, ending = (column[:-3], column[-3:]) if column.endswith(("_en", "_zh")) else (column, "")
        name = renamed.get(base, base) + ending
        if name in known and text and not kind.field(name).is_relation and not kind.field(name).choices:
            row.values[name] = text
    return row


def main_source(casebook: Casebook) -> str:
    """Name the case's main source, in English as it is cited."""
    chosen = casebook.case.source
    sources = [each for each in casebook.sources if not chosen or each.id == chosen]
    return sources[0].title.en[:300] if sources else ""


Reader = Callable[["Casebook"], Iterator[CaseRow]]
CASE_READERS: Final[list[Reader]] = []
"""Readers of the registers of a case, in the order in which apps start; the loader asks each."""


def default_audience(case: str) -> Audience:
    """Say who sees a case of which nobody has decided: everybody if it comes with Outward, else the agencies."""
    return Audience.PUBLIC if case in _bundled() else Audience.AGENCIES


@cache
def _bundled() -> frozenset[str]:
    from outward.casebook.folder import bundled_names  # which brings pandas

    return frozenset(bundled_names())


def audience_of(case: str, decided: Mapping[str, str] | None = None) -> str:
    """Say who sees what comes from a case."""
    if decided is None:
        decided = dict(CaseAccess.objects.filter(case=case).values_list("case", "audience"))
    return decided.get(case) or default_audience(case)


def access_to(case: str) -> CaseAccess:
    """Give the row that says who sees a case, made where nobody has decided; within a transaction that writes."""
    access, _ = CaseAccess.objects.get_or_create(case=case, defaults={"audience": default_audience(case)})
    return access


def open_records(act: Act, case: str, before: str, audience: str) -> None:
    """Let a case's records follow it: to more people those that were as open as it was, to fewer all wider ones."""
    widths = WIDEST_FIRST.index(Audience(before)), WIDEST_FIRST.index(Audience(audience))
    wider = WIDEST_FIRST[:widths[1]] if widths[1] > widths[0] else [before]
    bulk.give_audience(act, Record.objects.filter(case=case, owner=None, audience__in=wider), audience)
