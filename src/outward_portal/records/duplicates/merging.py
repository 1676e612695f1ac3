"""Merging two records into one, splitting them again, and setting a pair aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Audience
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.entries import Deed
from outward_portal.journal.models import Entry
from outward_portal.records import actions
from outward_portal.records.duplicates.queries import merge_entry
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Attachment, DistinctPair, PrivateField, Record, RecordCountry

_STAYS: Final = (Entry, RecordCountry, DistinctPair)
"""What does not move: the journal tells of the past, an index is written anew, a word on a pair is on that pair."""


def merge(act: Act, kind: Kind, winner: Record, loser: Record, values: Mapping[str, Any], *,
          revisions: Mapping[int, int]) -> None:
    """Make one record of two: everything that points to the loser moves to the winner, the loser is retired.

    Parameters
    ----------
    act : Act
        Who merges them, and why.
    kind : Kind
        Their register.
    winner, loser : Record
        Which stays and which leads to it from now on.
    values : mapping of str to value
        Fields that the winner takes over from the loser.
    revisions : mapping of int to int
        The revision of each that the person saw, by number.

    Raises
    ------
    ConflictError
        If one of them has been changed since.
    RefusedError
        If they cannot be one: two owners, one is retired, more people would see what hangs on the loser, or the result
        breaks a rule of its register.
    """
    if kind.review:
        raise RefusedError(_("What two persons publish is not merged by one. Retire one of the two instead."))
    with transaction.atomic():
        locked = kind.model.objects.select_for_update().in_bulk([winner.pk, loser.pk])
        kept, gone = locked[winner.pk], locked[loser.pk]
        _check(kept, gone, revisions)
        before = actions.told(kind, kept)
        owner = kept.owner_id
        kept.owner_id = kept.owner_id or gone.owner_id
        for name, value in values.items():
            setattr(kept, name, value)
        _refuse_wider(kept, gone)
        _keep_files_narrow(gone)
        ended = _end_doubled_private_values(kept, gone)
        moved, deeds = _move(gone, kept)
        gone.retired_at, gone.merged_into = timezone.now(), Record.objects.get(pk=kept.pk)
        gone.revision += 1
        gone.save(update_fields=["retired_at", "merged_into", "revision", "changed_at"])
        _save(kind, kept)
        changes = entries.differences(before, actions.told(kind, kept))
        if kept.owner_id != owner:
            changes["owner"] = [owner, kept.owner_id]
        _follow_up(kept, gone)
        told = {"merged": [gone.pk, None], "moved": moved, "ended": ended}
        entries.write_all(act, [
            Deed("record.merged", kept, kept.pk, {**changes, **told}),
            Deed("record.merged", gone, gone.pk, {"merged_into": [None, kept.pk]}), *deeds])


def split(act: Act, kind: Kind, loser: Record) -> None:
    """Undo a merge as far as the journal knows: what moved and has not moved on goes back, and so do fields left alone.

    What was added to the winner since stays with it, and a field that was changed since keeps its value.

    Raises
    ------
    RefusedError
        If the journal has no merge of this record, or the winner would break a rule of its register.
    """
    with transaction.atomic():
        gone = kind.model.objects.select_for_update().get(pk=loser.pk)
        entry = merge_entry(gone)
        if entry is None or gone.merged_into_id is None:
            raise RefusedError(_("The journal knows of no merge of this record; nothing can be undone."))
        kept = kind.model.objects.select_for_update().get(pk=gone.merged_into_id)
        if kept.merged_into_id is not None:
            raise RefusedError(_("The record into which it was merged has itself been merged. Split that one first."))
        gone.retired_at = gone.merged_into = None
        gone.revision += 1
        gone.save(update_fields=["retired_at", "merged_into", "revision", "changed_at"])
        deeds = _move_back(entry.changes.get("moved", []), kept, gone)
        PrivateField.objects.filter(pk__in=entry.changes.get("ended", []), record=gone.pk).update(ended_at=None)
        before = actions.told(kind, kept)
        _give_back(kind, kept, entry.changes)
        _save(kind, kept)
        _follow_up(kept, gone)
        changes = entries.differences(before, actions.told(kind, kept))
        entries.write_all(act, [Deed("record.split", kept, kept.pk, {**changes, "split": [gone.pk, None]}),
                                Deed("record.split", gone, gone.pk, {"merged_into": [kept.pk, None]}), *deeds])


def dismiss(act: Act, first: Record, second: Record) -> None:
    """Remember that two records that look alike are not the same."""
    one, other = sorted((first, second), key=lambda record: record.pk)
    with transaction.atomic():
        pair, made = DistinctPair.objects.get_or_create(first_id=one.pk, second_id=other.pk,
                                                        defaults={"by": act.actor})
        if made:
            _tell(act, "pair.dismissed", pair, [None, True])


def ask_again(act: Act, pair: DistinctPair) -> None:
    """Take that back; a pair that is gone already is left alone."""
    with transaction.atomic():
        present = DistinctPair.objects.select_for_update().filter(pk=pair.pk).first()
        if present is not None:
            _tell(act, "pair.asked", present, [True, None])
            present.delete()


def _tell(act: Act, action: str, pair: DistinctPair, change: list[Any]) -> None:
    entries.write_all(act, [Deed(action, pair, record, {f"not the same as {other}": change})
                            for record, other in ((pair.first_id, pair.second_id), (pair.second_id, pair.first_id))])


def _check(kept: Record, gone: Record, revisions: Mapping[int, int]) -> None:
    for each in (kept, gone):
        if each.revision != revisions.get(each.pk):
            raise ConflictError(each)
        if each.is_retired:
            raise RefusedError(_("One of the two is retired. Bring it back first."))
    if kept.owner_id is not None and gone.owner_id is not None and kept.owner_id != gone.owner_id:
        raise RefusedError(_("The two belong to two owners, and private fields of one would be shown to the other. Ask "
                             "one of them to retire its record."))
    if kept.is_sample != gone.is_sample:
        raise RefusedError(_("One of the two is a sample and the other is real."))


def _refuse_wider(kept: Record, gone: Record) -> None:
    """Refuse to show what hangs on the loser to more people than see it; its files are kept narrow by themselves."""
    if gone.audience in kept.audiences_as_wide:
        return
    if any(model._base_manager.filter(**{field.name: gone.pk}).exists()
           for model, field in _pointing(gone) if model is not Attachment):
        raise RefusedError(_("Fewer people see the one that goes, and more would see what hangs on it, such as its "
                             "links and private fields. Let the one that stays take over who sees it, or change that "
                             "first."))


def _save(kind: Kind, kept: Record) -> None:
    kept.settle()
    kept.revision += 1
    try:
        kept.clean_fields(exclude=[field.name for field in kept._meta.concrete_fields
                                   if field.name not in kind.form_fields])
        kept.clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    kept.save()


def _follow_up(kept: Record, gone: Record) -> None:
    for each in (kept, gone):
        actions.settle_again(each)
        actions.index_again(each)


def _pointing(record: Record) -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Give the models and their fields that point to records of this kind, whatever room they are in."""
    for relation in record._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and isinstance(relation, models.ForeignObjectRel)):
            continue
        field, model = relation.field, relation.related_model
        is_own = getattr(field.remote_field, "parent_link", False) or field.name == "merged_into"
        if isinstance(model, type) and isinstance(field, models.ForeignKey) and not is_own and model not in _STAYS:
            yield model, field


def _move(gone: Record, kept: Record) -> tuple[list[list[Any]], list[Deed]]:
    """Point to the winner whatever points to the loser; what it has already, such as the same link, stays behind."""
    moved: list[list[Any]] = []
    deeds: list[Deed] = []
    for model, field in _pointing(gone):
        for row in model._base_manager.filter(**{field.name: gone.pk}).order_by("pk"):
            if _point(row, field, kept):
                moved.append([model._meta.label_lower, row.pk, field.name])
                deeds += _told_of(row, field, gone, kept)
    return moved, deeds


def _point(row: models.Model, field: models.Field[Any, Any], to: Record) -> bool:
    changes: dict[str, Any] = {field.attname: to.pk}
    if isinstance(row, Record):
        changes["revision"] = row.revision + 1
    try:
        with transaction.atomic():
            for name, value in changes.items():
                setattr(row, name, value)
            row.save(update_fields=[field.name, *(["revision", "changed_at"] if isinstance(row, Record) else [])])
    except IntegrityError:
        return False
    return True


def _told_of(row: models.Model, field: models.Field[Any, Any], before: Record, after: Record) -> list[Deed]:
    if not isinstance(row, Record):
        return []
    return [Deed("record.changed", row, row.pk, {field.name: [before.pk, after.pk]})]


def _move_back(moved: list[list[Any]], kept: Record, gone: Record) -> list[Deed]:
    deeds: list[Deed] = []
    pointing = {(model._meta.label_lower, field.name): (model, field) for model, field in _pointing(gone)}
    for label, key, name in moved:
        if (label, name) not in pointing:
            continue  # a register that is no longer there
        model, field = pointing[label, name]
        row = model._base_manager.filter(**{"pk": key, name: kept.pk}).first()
        if row is not None and _point(row, field, gone):
            deeds += _told_of(row, field, kept, gone)
    return deeds


def _end_doubled_private_values(kept: Record, gone: Record) -> list[int]:
    """End the loser's private values of which the winner has its own; both stay in the owner's history."""
    present = set(PrivateField.objects.filter(record=kept.pk, ended_at__isnull=True).values_list("field", "period"))
    doubled = [row.pk for row in PrivateField.objects.filter(record=gone.pk, ended_at__isnull=True)
               if (row.field, row.period) in present]
    PrivateField.objects.filter(pk__in=doubled).update(ended_at=timezone.now())
    return doubled


def _keep_files_narrow(gone: Record) -> None:
    """Let no file be seen by more people on the winner than the loser let see it."""
    wider = Attachment.objects.filter(record=gone.pk).exclude(audience__in=gone.audiences_as_narrow)
    wider.update(audience=gone.audience)


def _give_back(kind: Kind, kept: Record, changes: Mapping[str, Any]) -> None:
    present = actions.told(kind, kept)
    told = entries.plain(present)
    for name, change in changes.items():
        if name in present and isinstance(change, list) and told[name] == change[1]:
            field = kind.field(name)
            before = change[0]
            if before is None and not field.null:
                before = ""
            setattr(kept, field.attname, field.to_python(before) if not field.is_relation else before)
    if "owner" in changes and kept.owner_id == changes["owner"][1] and kept.audience != Audience.OWNER:
        kept.owner_id = changes["owner"][0]
