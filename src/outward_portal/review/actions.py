"""Writing, submitting, publishing and returning drafts; each action is one transaction with an entry in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record
from outward_portal.review import notices
from outward_portal.review.errors import DraftConflictError
from outward_portal.review.models import Draft, Translation
from outward_portal.review.subjects import RETIRED, SUBJECTS, Subject, digest


def begin(act: Act, kind: Subject, form: Any, parent: Record | None) -> Draft:
    """Add a new subject, which the public does not see, with its first draft.

    Parameters
    ----------
    act : Act
        Who proposes it.
    kind : Subject
        What it is.
    form : Form
        A valid form of the kind.
    parent : Record, optional
        The record to which it belongs, where it is no record itself.
    """
    with kind.keeping_files(form), transaction.atomic():
        subject = kind.begin(act, form, parent)
        draft = _new_draft(act, kind, subject, kind.plain(subject))
        draft.note = act.reason
        draft.save()
        entries.write(act, "draft.begun", draft, record=draft.record_id)
    return draft


def open_draft(act: Act, kind: Subject, subject: Any) -> Draft:
    """Give the open draft of a subject, begun from what is published where there is none."""
    return _opened(act, kind, subject)[0]


def _opened(act: Act, kind: Subject, subject: Any) -> tuple[Draft, bool]:
    """Give the open draft of a subject, and whether it was begun here."""
    with transaction.atomic():
        known = open_draft_of(kind, subject)
        if known is None:  # of two who begin at once the second waits here, and finds what the first has begun
            subject = kind.model._default_manager.select_for_update().get(pk=subject.pk)
            known = open_draft_of(kind, subject)
        if known is not None:
            return known, False
        draft = _new_draft(act, kind, subject, kind.plain(subject))
        draft.save()
        entries.write(act, "draft.begun", draft, record=draft.record_id)
    return draft, True


def open_draft_of(kind: Subject, subject: Any) -> Draft | None:
    """Give the open draft of a subject, if there is one."""
    return Draft.objects.filter(subject_kind=kind.key, subject_id=subject.pk, state__in=Draft.OPEN).first()


def _new_draft(act: Act, kind: Subject, subject: Any, values: Mapping[str, Any]) -> Draft:
    author = _actor(act)
    _keep_samples_apart(author, kind.record(subject))
    title = kind.title(subject)
    return Draft(subject_kind=kind.key, subject_id=subject.pk, record=kind.record(subject), values=dict(values),
                 title_en=title.en[:300], title_zh=title.zh[:300], base_revision=subject.revision, author=author,
                 writers=[author.pk])


def save(act: Act, draft: Draft, values: Mapping[str, Any], *, revision: int) -> Draft:
    """Write a draft's values; before anything is published, the subject takes them at once.

    Raises
    ------
    DraftConflictError
        If somebody else has saved the draft since ``revision``.
    RefusedError
        If it waits for review or is closed, or is somebody else's.
    """
    with transaction.atomic():
        current = _locked(draft)
        _must_be(current, Draft.State.DRAFT, Draft.State.RETURNED)
        if not may(act.actor, "review.write", current):
            raise RefusedError(_("Somebody else is writing a draft of this. Wait until it is published or withdrawn."))
        if current.revision != revision:
            raise DraftConflictError(current)
        _keep_samples_apart(_actor(act), current.record)
        kind, subject = _subject(current)
        current.values = {**current.values, **values}
        current.note = act.reason or current.note
        writer = _actor(act)
        if writer.pk not in current.writers:
            current.writers = [*current.writers, writer.pk]
        if not subject.is_published:
            kind.apply(act, subject, current.values)
            subject = kind.model._default_manager.get(pk=subject.pk)
        current.base_revision = subject.revision
        _retitle(current, kind, subject)
        current.revision += 1
        current.save()
        entries.write(act, "draft.saved", current, record=current.record_id)
    return current


def propose_retiring(act: Act, kind: Subject, subject: Any, *, retire_it: bool) -> Draft:
    """Put into a subject's open draft that it is to be taken out of its register, or brought back.

    Raises
    ------
    RefusedError
        If it is not published, so that its draft is all there is of it.
    """
    if not subject.is_published:
        raise RefusedError(_("This is not published. Withdraw its draft instead."))
    with transaction.atomic():
        draft = open_draft(act, kind, subject)
        return save(act, draft, {RETIRED: retire_it}, revision=draft.revision)


def renew(act: Act, kind: Subject, subject: Any, due: date) -> Draft:
    """Propose that a subject still holds and is next looked at on a day; a second person publishes that.

    Raises
    ------
    RefusedError
        If a draft of it is open already, or something speaks against publishing it.
    """
    with transaction.atomic():
        if open_draft_of(kind, subject) is not None:
            raise RefusedError(_("A draft of this is open already. Wait until it is published or withdrawn."))
        draft = open_draft(act, kind, subject)
        saved = save(act, draft, {"review_due": due.isoformat()}, revision=draft.revision)
        submit(act, saved)
    return saved


def _retitle(draft: Draft, kind: Subject, subject: Any) -> None:
    title = kind.title(subject)
    draft.title_en = str(draft.values.get("name_en", title.en) or "")[:300]
    draft.title_zh = str(draft.values.get("name_zh", title.zh) or "")[:300]


def submit(act: Act, draft: Draft) -> None:
    """Give a draft to whoever reviews it.

    Raises
    ------
    RefusedError
        If something speaks against publishing it.
    """
    with transaction.atomic():
        current = _locked(draft)
        _must_be(current, Draft.State.DRAFT, Draft.State.RETURNED)
        kind, subject = _subject(current)
        problems = kind.problems(subject, current.values)
        if problems:
            raise RefusedError(" ".join(problems))
        current.state, current.submitted_at = Draft.State.WAITING, timezone.now()
        _write(act, current, "draft.submitted")
        notices.tell_waiting(current, subject.keeper)


def take_back(act: Act, draft: Draft) -> None:
    """Take a draft back from review, to go on writing."""
    with transaction.atomic():
        current = _locked(draft)
        _must_be(current, Draft.State.WAITING)
        current.state = Draft.State.DRAFT
        _write(act, current, "draft.taken-back")


def withdraw(act: Act, draft: Draft) -> None:
    """Close a draft without publishing it; what is published stands.

    Raises
    ------
    RefusedError
        If something else stands on what was never published.
    """
    with transaction.atomic():
        current = _locked(draft)
        _must_be(current, *Draft.OPEN)
        current.state, current.decided_at = Draft.State.WITHDRAWN, timezone.now()
        _write(act, current, "draft.withdrawn")
        kind, subject = _subject(current)
        if not subject.is_published:
            kind.discard(act, subject)


def return_to_author(act: Act, draft: Draft, remark: str, *, revision: int) -> None:
    """Give a draft back with a remark.

    Raises
    ------
    DraftConflictError
        If the draft is no longer what the reviewer has read.
    RefusedError
        If the reviewer wrote in it.
    """
    with transaction.atomic():
        current = _reviewed(act, draft, revision)
        current.state, current.decision_note = Draft.State.RETURNED, remark[:500]
        current.reviewer, current.decided_at = _actor(act), timezone.now()
        _write(act, current, "draft.returned")
        notices.tell_decided(current)


def publish(act: Act, draft: Draft, remark: str = "", *, revision: int) -> None:
    """Publish a draft: its values become the subject's, and everybody sees it.

    Parameters
    ----------
    act : Act
        Who reviews.
    draft : Draft
        What.
    remark : str
        The reviewer's words.
    revision : int
        Of the draft, as the reviewer has read it.

    Raises
    ------
    DraftConflictError
        If the draft is no longer what the reviewer has read.
    RefusedError
        If the reviewer wrote in it, something speaks against it, or the subject has changed since it was written.
    """
    with transaction.atomic():
        current = _reviewed(act, draft, revision)
        kind, subject = _subject(current)
        problems = kind.problems(subject, current.values)
        if problems:
            raise RefusedError(" ".join(problems))
        if subject.revision != current.base_revision:
            raise RefusedError(_("What is published has changed since this draft was saved. Return it, so that its "
                                 "author compares both and saves it anew."))
        kind.apply(act, subject, current.values)
        kind.publish(act, kind.model._default_manager.get(pk=subject.pk))
        Translation.objects.filter(subject_kind=kind.key, subject_id=subject.pk, state=Translation.State.DRAFT).update(
            state=Translation.State.CHECKED)  # by the reviewer; what a machine made stays marked
        current.state, current.decision_note = Draft.State.PUBLISHED, remark[:500]
        current.reviewer, current.decided_at = _actor(act), timezone.now()
        _write(act, current, "draft.published")
        notices.tell_decided(current)


def keep(act: Act, kind: Subject, subject: Any, keeper: User | None) -> None:
    """Say who keeps a subject up to date."""
    with transaction.atomic():
        kind.model._default_manager.filter(pk=subject.pk).update(keeper=keeper)
        record = kind.record(subject)
        entries.write(act, "subject.kept", subject, record=record.pk if record else None)


def translate(act: Act, kind: Subject, subject: Any, language: str, texts: Mapping[str, str], state: str, *,
              revision: int) -> Draft:
    """Write a translation into the open draft of a subject, with the wording that it was made from.

    Parameters
    ----------
    act : Act
        Who translates.
    kind : Subject
        What the subject is.
    subject : Model
        What is translated.
    language : str
        Into what.
    texts : mapping
        By field.
    state : str
        A value of ``Translation.State``.
    revision : int
        Of the draft that was shown; 0 where there was none, and one is begun.

    Raises
    ------
    DraftConflictError
        If the draft is another than was shown.
    """
    with transaction.atomic():
        draft, is_begun = _opened(act, kind, subject)
        if is_begun != (revision == 0):
            raise DraftConflictError(draft)
        saved = save(act, draft, texts, revision=draft.revision if is_begun else revision)
        Translation.objects.update_or_create(
            subject_kind=saved.subject_kind, subject_id=saved.subject_id, language=language,
            defaults={"state": state, "record_id": saved.record_id, "owner": _actor(act),
                      "source_digest": digest(kind, saved.values, "zh" if language == "en" else "en")})
    return saved


def take_translation(act: Act, kind: Subject, subject: Any, language: str, owner: User | None) -> None:
    """Say who translates a subject into a language."""
    with transaction.atomic():
        record = kind.record(subject)
        row, _new = Translation.objects.get_or_create(subject_kind=kind.key, subject_id=subject.pk, language=language,
                                                      defaults={"record": record})
        row.owner = owner
        row.save()
        entries.write(act, "translation.taken", subject, record=record.pk if record else None)


def _actor(act: Act) -> User:
    if act.actor is None:
        raise RefusedError(_("Drafts are written and reviewed by persons."))
    return act.actor


def _keep_samples_apart(actor: User, record: Record | None) -> None:
    """Refuse a made-up person's hand on what is real: it would pass as real after the samples are gone."""
    if actor.is_sample and record is not None and not record.is_sample:
        raise RefusedError(_("A sample account changes samples only. Propose something new, which is marked as a "
                             "sample, or sign in with an account of your own."))


def _locked(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_for_update().get(pk=draft.pk)
    return found


def _reviewed(act: Act, draft: Draft, revision: int) -> Draft:
    current = _locked(draft)
    _must_be(current, Draft.State.WAITING)
    if current.revision != revision:
        raise DraftConflictError(current)
    _keep_samples_apart(_actor(act), current.record)
    if not may(act.actor, "review.decide", current):
        raise RefusedError(_("Whoever wrote in a draft cannot review it: a second person does."))
    return current


def _must_be(draft: Draft, *states: str) -> None:
    if draft.state not in states:
        raise RefusedError(_("Meanwhile this draft is: %(state)s.") % {"state": draft.get_state_display()})


def _subject(draft: Draft) -> tuple[Subject, Any]:
    kind = SUBJECTS[draft.subject_kind]
    return kind, kind.model._default_manager.select_for_update().get(pk=draft.subject_id)


def _write(act: Act, draft: Draft, action: str) -> None:
    draft.revision += 1
    draft.save()
    entries.write(act, action, draft, record=draft.record_id)
