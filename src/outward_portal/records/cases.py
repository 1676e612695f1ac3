"""What rooms with registers tell the loader of cases: how rows of a case's registers become records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outward_portal.records.kinds import Kind

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
    row = CaseRow(kind, texts["id"], {"audience": "public", "source": main_source(casebook),
                                      "as_of": casebook.case.known_on[:10]})
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
