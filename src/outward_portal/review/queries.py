"""Reading drafts, what is out of date, and what is untranslated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from outward.vocabulary.labels import Label, Language
from outward_portal.accounts.policy import viewer
from outward_portal.review.models import Draft, Translation
from outward_portal.review.subjects import SUBJECTS, Subject, digest

SHOWN = 100  # rows of each part of the queue


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the queue."""

    kind: Subject
    subject: Any
    title: Label
    address: str
    is_mine: bool
    states: Mapping[str, str]  # of the translations, by language


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the queue: its first lines, and whether there are more."""

    items: tuple[Item, ...]
    has_more: bool


def drafts(user: Any, *, kind: str = "", state: str = "", mine: bool = False) -> QuerySet[Draft]:
    """Give the drafts that a person may see, newest first."""
    found = Draft.objects.visible_to(user).select_related("author", "reviewer")
    if kind:
        found = found.filter(subject_kind=kind)
    if state:
        found = found.filter(state=state)
    if mine:
        found = found.filter(author=viewer(user).user)
    return found


def stale(user: Any, today: date, *, kind: str = "", mine: bool = False) -> Part:
    """Give what is published and should have been looked at again by now, the longest overdue first."""
    def rows(subject: Subject) -> QuerySet[Any]:
        return _seen(subject, user, mine=mine).filter(published_at__isnull=False, review_due__lt=today).order_by(
            "review_due", "pk")

    return _part(user, kind, rows)


def untranslated(user: Any, language: str, *, kind: str = "", mine: bool = False) -> Part:
    """Give what is not wholly there in a language, or whose translation is out of date."""
    def rows(subject: Subject) -> QuerySet[Any]:
        aged = out_of_date(subject, user, language)
        return _seen(subject, user, mine=mine).filter(subject.untranslated(language) | Q(pk__in=aged)).order_by("pk")

    return _part(user, kind, rows)


def out_of_date(kind: Subject, user: Any, language: str) -> list[int]:
    """Give the keys of the subjects whose wording has changed since it was translated."""
    made = {row.subject_id: row.source_digest for row in Translation.objects.visible_to(user).filter(
        subject_kind=kind.key, language=language).exclude(source_digest="")}
    other = "zh" if language == "en" else "en"
    return [each.pk for each in kind.model._default_manager.filter(pk__in=made)
            if digest(kind, kind.plain(each), other) != made[each.pk]]


def _seen(kind: Subject, user: Any, *, mine: bool) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    if any(field.name == "retired_at" for field in kind.model._meta.get_fields()):
        rows = rows.filter(retired_at__isnull=True)
    return rows.filter(keeper=viewer(user).user) if mine else rows


def _part(user: Any, key: str, rows: Any) -> Part:
    found: list[Item] = []
    for kind in SUBJECTS:
        if key in ("", kind.key):
            found += [_item(kind, each, user) for each in rows(kind)[: SHOWN + 1 - len(found)]]
    return Part(tuple(found[:SHOWN]), len(found) > SHOWN)


def _item(kind: Subject, subject: Any, user: Any) -> Item:
    return Item(kind, subject, kind.title(subject), kind.address(subject), subject.keeper_id == viewer(user).user,
                translation_states(kind, subject))


def translation_states(kind: Subject, subject: Any) -> dict[str, str]:
    """Say how far a subject is translated into each language.

    Returns
    -------
    dict
        By language ``missing``, ``out-of-date``, ``machine``, ``draft``, ``checked``, or ``unchecked`` for a text whose
        origin nobody has noted; languages into which nothing is to be translated are left out.
    """
    if not kind.pairs:
        return {}
    rows = {row.language: row for row in Translation.objects.filter(subject_kind=kind.key, subject_id=subject.pk)}
    values = kind.plain(subject)
    states = {language: _state(kind, values, rows.get(language), language) for language in ("en", "zh")}
    return {language: state for language, state in states.items() if state}


def _state(kind: Subject, values: Mapping[str, Any], row: Translation | None, language: str) -> str:
    other = "zh" if language == "en" else "en"
    wanted = [base for base in kind.pairs if values.get(f"{base}_{other}")]
    if not wanted:
        return ""
    if any(not values.get(f"{base}_{language}") for base in wanted):
        return "missing"
    if row is None or not row.source_digest:
        return "unchecked"
    return row.state if row.source_digest == digest(kind, values, other) else "out-of-date"


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of a draft beside what is published."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the draft changes it."""
        return self.before != self.after


def compared(draft: Draft, language: Language) -> list[Compared]:
    """Set a draft's values beside what is published; beside nothing where nothing is."""
    kind = SUBJECTS[draft.subject_kind]
    subject = kind.model._default_manager.filter(pk=draft.subject_id).first()
    before = kind.plain(subject) if getattr(subject, "is_published", False) else {}
    old = {each.name: each.text for each in kind.shown(before, language)}
    return [Compared(each.label, old.get(each.name, ""), each.text) for each in kind.shown(draft.values, language)
            if each.text or old.get(each.name)]


def open_drafts(user: Any, record: Any) -> Iterator[Draft]:
    """Give the open drafts that belong to a record."""
    yield from Draft.objects.visible_to(user).filter(record=record.pk, state__in=Draft.OPEN).select_related("author")


def is_stale(subject: Any) -> bool:
    """Whether somebody should have looked at a published subject again by now."""
    due = subject.review_due
    return subject.published_at is not None and due is not None and due < timezone.localdate()
