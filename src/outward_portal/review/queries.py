"""Reading drafts, what is out of date, and what is untranslated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    """A page of a part of the queue."""

    items: tuple[Any, ...]  # drafts, or Item
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To what the queue is narrowed; nothing where it is empty."""

    kind: str = ""  # of subject
    country: str = ""  # a region's id
    mine: bool = False


def drafts(user: Any, within: Narrowed = Narrowed()) -> QuerySet[Draft]:
    """Give the drafts that a person may see, newest first."""
    found = Draft.objects.visible_to(user).select_related("author", "reviewer")
    if within.kind:
        found = found.filter(subject_kind=within.kind)
    if within.country:
        found = found.filter(record__country_rows__region=within.country)
    return found.filter(author=viewer(user).user) if within.mine else found


def drafts_page(user: Any, state: str, within: Narrowed, page: int) -> Part:
    """Give a page of the drafts of a state."""
    begin = (page - 1) * SHOWN
    rows = list(drafts(user, within).filter(state=state)[begin: begin + SHOWN + 1])
    return Part(tuple(rows[:SHOWN]), page, len(rows) > SHOWN)


def stale(user: Any, today: date, within: Narrowed = Narrowed(), page: int = 1) -> Part:
    """Give what is published and should have been looked at again by now, the longest overdue first."""
    def rows(subject: Subject) -> QuerySet[Any]:
        return _seen(subject, user, within).filter(published_at__isnull=False, review_due__lt=today).order_by(
            "review_due", "pk")

    return _part(user, within, rows, page)


def untranslated(user: Any, language: str, within: Narrowed = Narrowed(), page: int = 1) -> Part:
    """Give what is not wholly there in a language, or whose translation is out of date."""
    def rows(subject: Subject) -> QuerySet[Any]:
        aged = out_of_date(subject, user, language)
        return _seen(subject, user, within).filter(subject.untranslated(language) | Q(pk__in=aged)).order_by("pk")

    return _part(user, within, rows, page)


def out_of_date(kind: Subject, user: Any, language: str) -> list[int]:
    """Give the keys of the subjects whose wording has changed since it was translated."""
    made = {row.subject_id: row.source_digest for row in Translation.objects.visible_to(user).filter(
        subject_kind=kind.key, language=language).exclude(source_digest="")}
    other = "zh" if language == "en" else "en"
    return [each.pk for each in kind.model._default_manager.filter(pk__in=made)
            if digest(kind, kind.plain(each), other) != made[each.pk]]


def _seen(kind: Subject, user: Any, within: Narrowed) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    if any(field.name == "retired_at" for field in kind.model._meta.get_fields()):
        rows = rows.filter(retired_at__isnull=True)
    if within.country:
        rows = rows.filter(kind.in_country(within.country))
    return rows.filter(keeper=viewer(user).user) if within.mine else rows


def _part(user: Any, within: Narrowed, rows: Callable[[Subject], QuerySet[Any]], page: int) -> Part:
    """Give a page of what the kinds of subjects hold one after another."""
    found: list[tuple[Subject, Any]] = []
    before = (page - 1) * SHOWN
    for kind in SUBJECTS:
        if within.kind in ("", kind.key) and len(found) <= SHOWN:
            held = rows(kind)
            count = held.count()
            found += [(kind, each) for each in held[before: before + SHOWN + 1 - len(found)]]
            before = max(0, before - count)
    return Part(tuple(_item(kind, each, user) for kind, each in found[:SHOWN]), page, len(found) > SHOWN)


def _item(kind: Subject, subject: Any, user: Any) -> Item:
    return Item(kind, subject, kind.title(subject), kind.address(subject), subject.keeper_id == viewer(user).user,
                translation_states(kind, subject))


def translation_states(kind: Subject, subject: Any) -> dict[str, str]:
    """Say how far a subject is translated into each language.

    Returns
    -------
    dict
        By language ``missing``, ``out-of-date``, ``machine``, ``draft``, ``checked``, or ``unchecked`` for a text whose
        origin nobody has noted; languages into which nothing is to be translated, such as the original's, are left out.
    """
    if not kind.pairs:
        return {}
    rows = {row.language: row for row in Translation.objects.filter(subject_kind=kind.key, subject_id=subject.pk)}
    values = kind.plain(subject)
    states = {language: _state(kind, values, rows.get(language), language) for language in ("en", "zh")}
    original = values.get("original_language") or next(
        (language for language, other in (("en", "zh"), ("zh", "en")) if language not in rows and other in rows), "")
    return {language: state for language, state in states.items()
            if state and not (state == "unchecked" and language == original)}


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
