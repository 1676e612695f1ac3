"""``outward-portal prepare``: everything is made once, and each thing that is done is said."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from outward_portal.operations import preparing
from outward_portal.operations.models import Step
from outward_portal.records.files import storage
from outward_portal.records.search import matching
from outward_portal.registers.models import Enterprise
from tests.portal.operations.running import command, drill_environment


def test_a_new_workspace_is_made_ready_and_a_second_time_nothing_is_done(tmp_path: Path) -> None:
    environment = drill_environment(tmp_path / "new")
    first = command(environment, "prepare")
    assert first.returncode == 0, first.stderr
    assert "Changing the database's tables" in first.stdout
    assert "Collecting style, script and pictures" in first.stdout
    second = command(environment, "prepare")
    assert re.fullmatch(r"    the portal is ready \(\d+\.\d s; nothing was to be done\)\n", second.stdout)
    portal = tmp_path / "new" / "portal"
    for private in (portal, portal / "portal.sqlite3", portal / "secret_key", portal / "uploads", portal / "logs"):
        assert stat.S_IMODE(private.stat().st_mode) & 0o077 == 0, private
    assert "门户暂时无法访问" in (portal / "pages" / "unavailable.html").read_text(encoding="utf-8")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that were called, of which none is carried out."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(preparing, "call_command", lambda *words, **_: called.append(words))
    return called


@pytest.mark.django_db
def test_a_case_is_loaded_again_when_it_has_a_newer_release(
    told: list[str], commands: list[tuple[str, ...]], tmp_path: Path, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparing, "get_commands", lambda: {"load_registers": "x"})
    settings.WORKSPACE = tmp_path

    def release(name: str) -> None:
        folder = tmp_path / "cases" / "liaoning" / "releases" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")

    assert not preparing.load_cases(told.append)
    release("r0001-aa")
    assert preparing.load_cases(told.append)
    assert not preparing.load_cases(told.append)
    release("r0002-bb")
    (tmp_path / "cases" / "liaoning" / "releases" / "r0003-half").mkdir()  # an import that did not end
    assert preparing.load_cases(told.append)
    assert commands == [("load_registers", "liaoning")] * 2
    assert told == ["Loading the case liaoning: load_registers"] * 2


@pytest.mark.django_db
def test_samples_are_added_once_and_only_when_asked(
    told: list[str], commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = ("sample_accounts", "sample_records", "sample_library")
    monkeypatch.setattr(preparing, "get_commands", lambda: dict.fromkeys(samples, "x"))
    for _again in range(2):
        preparing.add_samples(told.append)
    assert commands == [(name,) for name in samples]
    assert {step.name for step in Step.objects.all()} == set(samples)


@pytest.mark.django_db
def test_records_that_search_does_not_know_are_indexed(told: list[str]) -> None:
    assert not preparing.index_search(told.append)
    record = Enterprise.objects.create(name_en="Forgotten Works")
    assert not Enterprise.objects.filter(pk__in=matching("forgotten")).exists()
    assert preparing.index_search(told.append)
    assert list(Enterprise.objects.filter(pk__in=matching("forgotten"))) == [record]
    assert told == ["Indexing 1 records for search"]


@pytest.mark.django_db
def test_what_a_killed_upload_left_is_removed() -> None:
    left, young = storage.folder() / "left", storage.folder() / "young"
    for file in (left, young):
        file.write_bytes(b"x")
    os.utime(left, (0, 0))
    preparing.tidy(something_changed=False)
    assert not left.exists()
    assert young.exists()
    young.unlink()


@pytest.mark.django_db
def test_the_database_knows_how_its_rows_are_spread(told: list[str]) -> None:
    Enterprise.objects.create(name_en="Works")
    preparing.tidy(something_changed=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'records_record'")
            assert cursor.fetchone()[0] > 0


def test_serve_and_prepare_are_listed_with_what_they_take(capsys: pytest.CaptureFixture[str]) -> None:
    for name, words in (("serve", ("--port", "--no-browser", "--workers", "--host", "--grace")),
                        ("prepare", ("--samples",))):
        with pytest.raises(SystemExit):
            call_command(name, "--help")
        told = capsys.readouterr().out
        assert all(word in told for word in words)
