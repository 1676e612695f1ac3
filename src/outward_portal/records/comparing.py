"""Two records of a register side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from outward.vocabulary.labels import Language
from outward_portal.records import presentation
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A field of both."""

    label: str
    values: tuple[Markup, Markup]

    @property
    def is_different(self) -> bool:
        """Whether the two say different things."""
        return self.values[0] != self.values[1]


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """Fields that stand together."""

    title: str
    rows: tuple[ComparedRow, ...]


def compared(kind: Kind, pair: tuple[Record, Record], language: Language, user: Any) -> list[ComparedGroup]:
    """Show two records by group; fields that both leave empty are left out.

    Parameters
    ----------
    kind : Kind
        Their register.
    pair : tuple of Record
        The two, as far as the person may see them.
    language : {"en", "zh"}
        In which the page speaks.
    user : User or AnonymousUser
        Who reads: a field that names a record is shown only to whoever may see that.
    """
    shown = [{(group.title, field.name): field for group in presentation.groups(kind, record, language, user)
              for field in group.fields} for record in pair]
    found = []
    for fieldset in kind.fieldsets:
        title = str(fieldset.title)
        rows = []
        for name in fieldset.fields:
            one, other = (each.get((title, name)) for each in shown)
            field = one or other
            if field is not None:
                values = (one.value if one else Markup(), other.value if other else Markup())
                rows.append(ComparedRow(field.label, values))
        if rows:
            found.append(ComparedGroup(title, tuple(rows)))
    return found
