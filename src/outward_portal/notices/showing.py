"""What a notice says: asked for anew whenever it is shown or sent, of what its reader may see then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.urls import NoReverseMatch

from outward_portal.accounts.policy import Viewer, viewer, visible
from outward_portal.notices.models import Occurrence
from outward_portal.notices.readers import Subject, model_of, subject_of
from outward_portal.notices.telling import KINDS_OF_NOTICE, NoticeKind
from outward_portal.theme.words import plain_pair


@dataclass(frozen=True, slots=True)
class Said:
    """An occurrence in words, in the present language."""

    kind: str
    words: str
    address: str  # of the page where its subject is read; empty where there is none any more


Rows = Mapping[Subject, Model]


def rows_seen(occurrences: Iterable[Occurrence], seen_by: Viewer) -> Rows:
    """Give the rows that occurrences are about, as far as a viewer sees them."""
    subjects = {subject for each in occurrences if (subject := subject_of(each.subject)) is not None}
    return rows_at(subjects, seen_by)


def rows_at(subjects: Iterable[Subject], seen_by: Viewer | None = None) -> Rows:
    """Give rows by what occurrences call them: those that a viewer sees, or all where who sees them is known."""
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in subjects:
        keys[label].add(key)
    found: dict[Subject, Model] = {}
    for label, of_model in keys.items():
        model = model_of(label)
        if model is not None:
            condition = visible(model, seen_by) if seen_by is not None else Q()
            found |= {(label, row.pk): row for row in model._default_manager.filter(condition, pk__in=of_model)}
    return found


def said(occurrence: Occurrence, rows: Rows) -> Said | None:
    """Put an occurrence into words; nothing where its subject is not among the rows, or its kind is gone."""
    kind, subject = KINDS_OF_NOTICE.get(occurrence.kind), subject_of(occurrence.subject)
    row = rows.get(subject) if subject is not None else None
    if kind is None or row is None:
        return None
    values = dict(occurrence.values)
    try:
        if kind.say is not None:
            values |= kind.say(values)
        words = str(kind.words) % {**values, "name": name_of(kind, row)}
    except (KeyError, TypeError, ValueError):  # told by an older version, with other values
        words = f"{kind.name}: {name_of(kind, row)}"
    in_one_line = " ".join(words.split())  # a name with line breaks would write lines of its own into a digest
    return Said(str(kind.name), in_one_line, _page(kind, row, occurrence.values))


def all_said(occurrences: Iterable[Occurrence], user: Any) -> dict[int, Said]:
    """Put occurrences into words for a reader, by key; those of which the reader may see nothing are left out."""
    occurrences = list(occurrences)
    rows = rows_seen(occurrences, viewer(user))
    told = {each.pk: said(each, rows) for each in occurrences}
    return {key: each for key, each in told.items() if each is not None}


def name_of(kind: NoticeKind, row: Any) -> str:
    """Name what a notice is about, in the present language."""
    if kind.name_of is not None:
        return kind.name_of(row)
    for base in ("name", "title"):
        if hasattr(row, f"{base}_en") and hasattr(row, f"{base}_zh"):
            return plain_pair(getattr(row, f"{base}_en"), getattr(row, f"{base}_zh"))
    return str(row)


def _page(kind: NoticeKind, row: Any, values: Mapping[str, Any]) -> str:
    try:
        return kind.page(row) if kind.page_for is None else kind.page_for(row, values)
    except (KeyError, NoReverseMatch):
        return ""
