"""What whoever watches the server is told."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outward_portal import wsgi
from outward_portal.operations import health
from outward_portal.work.models import Job


def test_health_needs_no_database(client: Client) -> None:
    answer = client.get("/health")  # pytest-django fails a test without the mark that asks the database
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_says_each_part(client: Client) -> None:
    assert client.get("/ready").json() == {"status": "ok", "read_only": False, "database": "ok", "disk": "ok",
                                           "work": "ok"}


@pytest.mark.django_db
def test_whoever_asks_keeps_no_writer_waiting(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/ready")
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


@pytest.mark.django_db
def test_late_work_is_told_but_pages_go_on(client: Client) -> None:
    Job.objects.create(kind="test.work", key="1", due_at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["work"]) == (200, "late")


@pytest.mark.django_db
def test_a_nearly_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["disk"]) == (503, "nearly full")


@pytest.mark.django_db
@pytest.mark.parametrize("plan", [["a migration"], None])
def test_a_database_without_its_tables_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, plan: list[str] | None
) -> None:
    def migration_plan(*_: object) -> list[str]:
        if plan is None:
            raise OperationalError("gone")
        return plan

    monkeypatch.setattr(health, "_fitting", [])
    monkeypatch.setattr(MigrationExecutor, "migration_plan", migration_plan)
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] == ("not migrated" if plan else "failing")
    assert "gone" not in answer.text


def test_a_portal_that_cannot_start_says_so_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise PermissionError("workspace")

    monkeypatch.setattr(wsgi, "get_wsgi_application", fail)
    told: list[object] = []
    page = b"".join(wsgi.portal()({}, lambda status, headers: told.extend([status, dict(headers)]))).decode()
    assert told[0] == "503 Service Unavailable"
    assert "The portal is away for a moment" in page
    assert "门户暂时无法访问" in page
    assert "default-src 'none'" in str(told[1])
    assert "workspace" in caplog.text
    assert "workspace" not in page
