"""Sample records: made up, marked as such, of every register and audience, so that each page and rule can be tried.

They can be taken away again. The journal keeps what was done to each record and points to it, so a record that it
speaks of cannot be deleted: it is emptied, retired and given to nobody, and everything that hung on it is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from outward_portal.accounts.models import Audience, Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records import actions, search
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import (
    Attachment,
    Link,
    PrivateAudience,
    PrivateField,
    Reading,
    Record,
    RecordCountry,
    Relation,
)
from outward_portal.records.private import actions as private
from outward_portal.registers import kinds
from outward_portal.registers.actions import write_stage_dates
from outward_portal.registers.models import Project, StageDate
from outward_portal.registers.sample_rows import DUPLICATES, ROWS, SPECIAL_PROJECTS, Row
from outward_portal.theme.words import MADE_UP

SOURCE: Final = MADE_UP.en
REMOVED: Final = ("Removed sample", "已移除的样例")


@dataclass(frozen=True, slots=True)
class Owners:
    """The sample organisations for which records are made up."""

    works: Organisation  # an enterprise
    subsidiary: Organisation  # another
    agency: Organisation  # sees the private field that names it


class NoSampleOrganisationsError(Exception):
    """There are no sample organisations to own the records."""


def owners() -> Owners:
    """Find the sample organisations, in the order in which they were made.

    Raises
    ------
    NoSampleOrganisationsError
        If there are fewer than two enterprises or no agency.
    """
    found = Organisation.objects.filter(is_sample=True).order_by("id")
    enterprises = list(found.filter(kind=Organisation.Kind.ENTERPRISE)[:2])
    agency = found.filter(kind=Organisation.Kind.AGENCY).first()
    if len(enterprises) < 2 or agency is None:
        raise NoSampleOrganisationsError
    return Owners(enterprises[0], enterprises[1], agency)


def present() -> bool:
    """Whether there are sample records that were not taken away."""
    return _samples().exists()


def _samples() -> QuerySet[Record]:
    """The samples of this room's registers that were not taken away, those that sample accounts added too."""
    own = [kind.key for kind in kinds.ALL]
    return Record.objects.filter(is_sample=True, kind__in=own).exclude(name_en=REMOVED[0])


def add_samples(act: Act, given: Owners) -> int:
    """Make up records for every register; give how many.

    Each register has one for each audience, the last of them owned by an enterprise. Beside these: an umbrella project
    with parts, a cancelled one, one in three countries, one without a Chinese name, a retired one, two enterprises that
    are likely the same, links, stage dates, and private fields for each audience.
    """
    with transaction.atomic():
        made: dict[str, Record] = {}
        for kind, rows in ROWS.items():
            for row, audience in zip(rows, Audience.values, strict=True):
                made[row.key] = _add(act, KINDS[kind], row, audience, given, made)
        for row in DUPLICATES:
            made[row.key] = _add(act, kinds.ENTERPRISES, row, Audience.PUBLIC, given, made)
        for row in SPECIAL_PROJECTS:
            made[row.key] = _add(act, kinds.PROJECTS, row, Audience.PUBLIC, given, made)
        _date_stages(act, made)
        _link(act, made)
        _write_private(act, made, given)
        actions.retire(act, made["project-retired"])
    return len(made)


def _add(act: Act, kind: Kind, row: Row, audience: str, given: Owners, made: Mapping[str, Record]) -> Record:
    values: dict[str, Any] = {"name_en": f"Sample {row.name_en}", "source": SOURCE, "as_of": "2026", **row.values}
    if row.name_zh:
        values["name_zh"] = f"样例{row.name_zh}"
    values |= {field: made[key] for field, key in row.named.items()}
    owner = {"works": given.works, "subsidiary": given.subsidiary}.get(row.owner)
    if owner is not None and kind is kinds.ENTERPRISES:
        values["credit_code"] = owner.credit_code
    return actions.create(act, kind, {**values, "audience": audience}, owner=None if owner is None else owner.pk,
                          is_sample=True)


def _date_stages(act: Act, made: Mapping[str, Record]) -> None:
    for key, dates in {
        "project-whole": {"planned": "2022", "agreed": "2023-04", "under-way": "2024-02-15"},
        "project-cancelled": {"planned": "2021-09", "cancelled": "2023-01-20"},
        "project-1": {"agreed": "2024-06", "under-way": "2025"},
    }.items():
        project = Project.objects.get(pk=made[key].pk)
        write_stage_dates(act, project, dates, revision=project.revision)


def _link(act: Act, made: Mapping[str, Record]) -> None:
    for source, target, relation, note in (
        ("project-1", "park-1", Relation.LOCATED, "its second hall"),
        ("enterprise-1", "park-1", Relation.PARTNER, "tenant since 2024"),
        ("enterprise-1", "alliance-1", Relation.PART, ""),
        ("enterprise-1", "product-1", Relation.MAKES, ""),
        ("agency-1", "project-whole", Relation.FUNDS, "a loan of 2024"),
        ("project-3", "facility-3", Relation.RELATED, "seen by agencies only"),
    ):
        actions.link(act, made[source], made[target], relation, note)


def _write_private(act: Act, made: Mapping[str, Record], given: Owners) -> None:
    ways = (PrivateAudience.ITSELF, PrivateAudience.AGENCY, PrivateAudience.LEADING_GROUP, PrivateAudience.AGGREGATES)
    for record, amounts in (
        ("enterprise-1", (("exports", 120), ("revenue", 900), ("overseas-revenue", 260), ("employees", 1400))),
        ("enterprise-5", (("exports", 12), ("revenue", 85), ("overseas-revenue", 20), ("employees", 210))),
        ("project-5", (("contract-value", 31), ("own-funds", 7), ("receivables", 4))),
    ):
        for (field, amount), way in zip(amounts, ways, strict=False):
            persons = field == "employees"
            private.write(act, made[record], private.Value(
                field, "2025", Decimal(amount if persons else amount * 1_000_000), "persons" if persons else "CNY", "",
                way, given.agency if way == PrivateAudience.AGENCY else None), replaces=None)


def remove_samples(act: Act) -> int:
    """Take all sample records away in one transaction; give how many.

    What hangs on them is deleted, they themselves are emptied and retired: the journal still points to them and still
    holds what it was told of them. Records of people that point to a sample keep pointing to the emptied one.
    """
    with transaction.atomic():
        keys = list(_samples().select_for_update().values_list("pk", flat=True))
        affected = list(Project.objects.filter(umbrella__in=keys, is_sample=False).values_list("pk", flat=True))
        _delete_what_hangs_on(keys)
        for kind in kinds.ALL:
            for record in kind.model.objects.filter(pk__in=keys):
                _empty(record, kind)
        for record in Record.objects.filter(pk__in=keys):
            search.index([record])
            entries.write(act, "record.retired", record, record=record.pk)
        for key in affected:
            actions.settle_again(Record.objects.get(pk=key))
    return len(keys)


def _delete_what_hangs_on(keys: list[int]) -> None:
    for attachment in Attachment.objects.filter(record__in=keys):
        file = attachment.file
        attachment.delete()
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
    for rows in (PrivateField.objects.filter(record__in=keys), Reading.objects.filter(record__in=keys),
                 Link.objects.filter(Q(source__in=keys) | Q(target__in=keys)),
                 RecordCountry.objects.filter(record__in=keys), StageDate.objects.filter(project__in=keys)):
        rows.delete()


_KEPT: Final = frozenset({"id", "record_ptr", "kind", "is_sample", "created_at", "changed_at", "revision"})


def _empty(record: Record, kind: Kind) -> None:
    """Take everything out of a record that it says, and retire it."""
    for field in kind.model._meta.concrete_fields:
        if field.name not in _KEPT:
            setattr(record, field.attname, _nothing(field))
    record.name_en, record.name_zh = REMOVED
    record.audience, record.retired_at = Audience.OFFICE, timezone.now()
    record.revision += 1
    record.settle()
    record.save()


def _nothing(field: models.Field[Any, Any]) -> Any:
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""
