"""What the journal says of a record, in words: fields by their labels, choices by theirs, records and files by name.

The journal keeps numbers of records and files. Whoever may not see one is told that there is one, not which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.journal.models import Entry
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Attachment, Record, Relation
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

Changes = Mapping[str, Any]  # by the name of a field: what stood there, and what stands there now

_KEPT_FOR_UNDOING: Final = frozenset({"moved", "ended"})
"""What an entry on a merge keeps so that it can be split again; it may name rows that its reader does not see."""
_LABELS: Final[dict[str, Promise]] = {
    "merged": _("took in"), "split": _("gave back"), "merged_into": _("merged into"), "link": _("link"),
    "owner": _("owner"), "file": _("file"), "state": _("state"),
}
_RECORDS: Final = frozenset({"merged", "split", "merged_into"})
_Row = tuple[type[Record] | type[Organisation] | type[Attachment], int]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A field that an entry of the journal changed."""

    label: str
    before: str
    after: str


def told(kind: Kind, entries: Iterable[Entry], user: Any) -> list[tuple[Entry, list[ShownChange]]]:
    """Give a record's entries with the fields that each changed, in words."""
    entries = list(entries)
    changes = [{name: _of_state(entry, name, pair) for name, pair in entry.changes.items()} for entry in entries]
    return list(zip(entries, shown(kind, changes, user), strict=True))


def _of_state(entry: Entry, name: str, pair: Any) -> Any:
    """Name the states between which a step has led what belongs to a record, such as an interest in a lead."""
    if name != "state":
        return pair
    field = apps.get_model(entry.subject.partition(":")[0])._meta.get_field(name)
    choices = dict(field.flatchoices) if isinstance(field, models.Field) else {}
    return [str(choices.get(value, value or "")) for value in _pair(pair)]


def shown(kind: Kind, several: Sequence[Changes], user: Any) -> list[list[ShownChange]]:
    """Put changes into words; the names of all records that they point to are asked for once.

    Parameters
    ----------
    kind : Kind
        The register of the record that was changed.
    several : sequence of mapping of str to Any
        For each entry, what was changed.
    user : User or AnonymousUser
        Who reads it.
    """
    pointed = {key for changes in several for name, pair in changes.items() for value in _pair(pair)
               if (key := _pointed(kind, name, value)) is not None}
    names: dict[_Row, str] = {
        (model, row.pk): words.plain_pair(row.name_en, row.name_zh) for model in (Record, Organisation)
        for row in _seen(model, {key for of, key in pointed if of is model}, user)}
    files = {key for of, key in pointed if of is Attachment}
    if files:
        seen = Attachment.objects.visible_to(user).filter(pk__in=files)
        names |= {(Attachment, key): title for key, title in seen.values_list("pk", "title")}
    return [list(_shown(kind, changes, names)) for changes in several]


def _seen(model: type[Record] | type[Organisation], keys: set[int], user: Any) -> Iterable[Record | Organisation]:
    return model.objects.visible_to(user).filter(pk__in=keys).only("name_en", "name_zh") if keys else ()


def _shown(kind: Kind, changes: Changes, names: Mapping[_Row, str]) -> Iterator[ShownChange]:
    for name, pair in changes.items():
        if name not in _KEPT_FOR_UNDOING:
            before, after = (_words(kind, name, value, names) for value in _pair(pair))
            yield ShownChange(_label(kind, name), before, after)


def _label(kind: Kind, name: str) -> str:
    if name in _LABELS:
        label = str(_LABELS[name])
    else:
        label = str(kind.field(name).verbose_name if name in kind.form_fields else dict(kind.told).get(name, name))
    return label[:1].upper() + label[1:]


def _pair(told: Any) -> tuple[Any, Any]:
    return (told[0], told[1]) if isinstance(told, list) and len(told) == 2 else (None, told)


def _pointed(kind: Kind, name: str, value: Any) -> _Row | None:
    """Give the row that a value points to, if it points to one."""
    if name == "link" and isinstance(value, str):
        return Record, int(value.rpartition(" ")[2])
    if not isinstance(value, int):
        return None
    if name in ("owner", "file"):
        return Organisation if name == "owner" else Attachment, value
    points = name in _RECORDS or (name in kind.form_fields and kind.field(name).is_relation)
    return (Record, value) if points else None


def _words(kind: Kind, name: str, value: Any, names: Mapping[_Row, str]) -> str:
    if value in (None, ""):
        return ""
    pointed = _pointed(kind, name, value)
    if pointed is not None:
        other = names.get(pointed) or gettext("one that is not shown to you")
        return f"{Relation(value.rpartition(' ')[0]).label} · {other}" if name == "link" else other
    if name in kind.told_as:
        return kind.told_as[name](str(value))
    return _value_words(kind.field(name), value) if name in kind.form_fields else str(value)


def _value_words(field: models.Field[Any, Any], value: Any) -> str:
    language = current_language()
    choices = dict(field.flatchoices)
    if choices:
        return str(choices.get(value, value))
    if isinstance(field, models.DecimalField):
        return words.number(Decimal(str(value)), language)
    if field.name in ("countries", "home"):
        return words.country_names(str(value), language)
    return words.sector_name(str(value), language) if field.name == "sector" else str(value)
