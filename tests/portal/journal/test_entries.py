"""The journal: sealed, only added to, inside the transaction of what it tells of."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from outward_portal.accounts.requests import Act, command
from outward_portal.journal import entries
from outward_portal.journal.models import Entry, Head
from tests.portal.people import People


def wrote(act: Act, count: int, people: People) -> None:
    with transaction.atomic():
        entries.write_all(act, [entries.Deed("test.done", people.works, changes={"n": [None, n]})
                                for n in range(count)])


@pytest.mark.django_db
def test_an_untouched_journal_has_no_broken_entry(people: People) -> None:
    wrote(command("a test"), 3, people)
    wrote(Act(people.officer, "because", "r1"), 1, people)
    assert list(entries.broken()) == []
    assert Entry.objects.count() == Head.objects.get().number == entries.version() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("value", [-0.0, 1e-7, 0.1, "\u00e9\u6c88", None, [1, {"b": 2, "a": 1}]])
def test_what_the_database_stores_otherwise_breaks_no_seal(people: People, value: object) -> None:
    with transaction.atomic():
        entries.write(command("a test"), "test.done", people.works, changes={"value": [None, value]})
    assert list(entries.broken()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["reason = 'forged'", "actor_id = NULL", "previous = 'x'", "changes = '{}'"])
def test_a_changed_entry_breaks_the_chain(people: People, change: str) -> None:
    wrote(Act(people.officer, "because", "r1"), 3, people)
    second = Entry.objects.order_by("id")[1]
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {change} WHERE id = %s", [second.pk])
    assert second in list(entries.broken())


@pytest.mark.django_db
def test_cutting_off_the_newest_entries_is_found(people: People) -> None:
    wrote(command("a test"), 3, people)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [Entry.objects.latest("id").pk])
    assert [entry.action for entry in entries.broken()] == ["journal.cut"]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE journal_entry SET reason = ''", "DELETE FROM journal_entry"])
def test_the_database_itself_refuses_to_change_entries(people: People, sql: str) -> None:
    wrote(command("a test"), 1, people)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_an_entry_without_a_transaction_is_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="inside the transaction"):
        entries.write(command("a test"), "test.done", people.works)


class without_triggers:  # noqa: N801  (reads as a statement)
    """Do as somebody would who has the database's own password."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER journal_entry_UPDATE")
                cursor.execute("DROP TRIGGER journal_entry_DELETE")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")

    def __exit__(self, *_: object) -> None:
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
