"""Writing many records at once leaves what writing them one by one leaves, in every table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.records import actions, bulk
from outward_portal.records.errors import ConflictError
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record, RecordCountry
from outward_portal.registers.models import Project
from tests.portal.people import People

pytestmark = pytest.mark.django_db


def rows_of(kind: Kind, umbrella: Record | None) -> list[dict[str, Any]]:
    own: dict[str, list[dict[str, Any]]] = {"project": [
        {"value": Decimal("5.50"), "currency": "USD", "type": "aid", "umbrella_id": umbrella and umbrella.pk},
        {"stage": "cancelled", "value": Decimal(7), "currency": "CNY"}, {"is_programme": True},
    ], "facility": [{"type": "office", "staff": 3}, {"type": "factory"}, {"type": "technology"}]}
    plain: list[dict[str, Any]] = [{}, {}, {}]
    return [{"name_en": f"Row {n}", "name_zh": "沈阳机床", "countries": "KEN;ZMB" if n else "", "latitude": 1.0 * n,
             "longitude": -1.0 * n, "audience": "public", **extra}
            for n, extra in enumerate(own.get(kind.key, plain))]


def state(kind: Kind, keys: list[int]) -> list[Any]:
    """Everything that is stored of records, but for keys and times."""
    said = []
    for key in keys:
        record = kind.model.objects.get(pk=key)
        fields = {each.name: getattr(record, each.attname) for each in record._meta.concrete_fields
                  if each.name not in ("id", "record_ptr", "created_at", "changed_at")}
        countries = sorted(RecordCountry.objects.filter(record=key).values_list("region", flat=True))
        entry = [(each.action, each.reason, each.actor_id, each.changes, each.subject.rpartition(":")[0])
                 for each in Entry.objects.filter(record=key)]
        said.append((fields, countries, words(key), entry))
    return said


def words(key: int) -> Any:
    column = "rowid" if connection.vendor == "sqlite" else "record_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM records_words WHERE {column} = %s", [key])
        return cursor.fetchall()


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_adding_in_bulk_leaves_what_adding_one_by_one_leaves(people: People, key: str) -> None:
    kind, act = KINDS[key], Act(people.office, "a test", "r1")
    wholes = [actions.create(act, KINDS["project"], {"name_en": "Whole"}) for _ in range(2)]
    one_by_one = [actions.create(act, kind, row, owner=people.works.pk) for row in rows_of(kind, wholes[0])]
    made = [kind.model(owner_id=people.works.pk, **row) for row in rows_of(kind, wholes[1])]
    bulk.create_all(act, kind, made)
    plain, quick = state(kind, [each.pk for each in one_by_one]), state(kind, [each.pk for each in made])
    for a, b in zip(plain, quick, strict=True):
        for side in (a, b):
            side[0].pop("umbrella", None)
            for _, _, _, changes, _ in side[3]:
                changes.pop("umbrella", None)
        assert a == b
    for whole in wholes:
        assert Project.objects.get(pk=whole.pk).counting == ("split" if key == "project" else "unvalued")
    assert list(entries.broken()) == []


@pytest.mark.parametrize("key", ["project", "enterprise"])
def test_changing_in_bulk_leaves_what_changing_one_by_one_leaves(people: People, key: str) -> None:
    kind, act = KINDS[key], Act(people.office, "a test", "r1")
    first = [actions.create(act, kind, row) for row in rows_of(kind, None)]
    second = [actions.create(act, kind, row) for row in rows_of(kind, None)]
    values: list[dict[str, Any]] = [{"name_en": "New", "countries": "DEU"}, {"name_en": "Row 1"},
                                    {"summary_zh": "大连"}]
    if key == "project":
        values[0] |= {"value": None, "currency": ""}
        values[1] |= {"stage": "completed"}
    for record, new in zip(first, values, strict=True):
        actions.change(act, record, kind, new, revision=1)
    bulk.change_all(act, kind, [(record.pk, 1, new) for record, new in zip(second, values, strict=True)])
    assert state(kind, [each.pk for each in first]) == state(kind, [each.pk for each in second])
    assert list(entries.broken()) == []


def test_a_record_that_somebody_changed_meanwhile_stops_all_changes(people: People) -> None:
    kind, act = KINDS["enterprise"], Act(people.office, "a test", "r1")
    made = [actions.create(act, kind, {"name_en": f"Row {n}"}) for n in range(3)]
    actions.change(act, made[2], kind, {"name_en": "Changed"}, revision=1)
    with pytest.raises(ConflictError), transaction.atomic():
        bulk.change_all(act, kind, [(each.pk, 1, {"name_en": "Bulk"}) for each in made])
    assert not Record.objects.filter(name_en="Bulk").exists()


def test_one_bad_row_leaves_nothing(people: People) -> None:
    kind, act = KINDS["project"], Act(people.office, "a test", "r1")
    before = entries.version()
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.create_all(act, kind, [Project(name_en="Good"), Project(name_en="Bad", value=5)])
    assert not Record.objects.exists()
    assert entries.version() == before


def test_keys_that_were_taken_in_bulk_are_not_given_again(people: People) -> None:
    kind, act = KINDS["enterprise"], Act(people.office, "a test", "r1")
    bulk.create_all(act, kind, [kind.model(name_en="One"), kind.model(name_en="Two")])
    later = actions.create(act, kind, {"name_en": "Three"})
    assert later.pk > max(Record.objects.exclude(pk=later.pk).values_list("pk", flat=True))
