"""Backup and restore by real processes on both databases: what was kept comes back, or nothing is touched."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.portal.operations.running import command, drill_environment, python, served, until
from tests.portal.serving import copy_of
from tests.postgresql import new_database

FILL = """
from django.core.files.base import ContentFile
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Attachment
person = User.objects.create_user("keeper@example.org", "a long enough password", role="office", name="Keeper")
act = Act(person, "for the drill", "r1")
works = actions.create(act, KINDS["enterprise"], {
    "name_en": "Shenyang Works", "name_zh": "沈阳机床", "countries": "KEN", "audience": "public"})
project = actions.create(act, KINDS["project"], {"name_en": "Metro cars", "enterprise": works, "value": "156000000.00",
                                                 "currency": "USD", "audience": "public"})
actions.link(act, works, project, "supplies")
kept = Attachment(record=works, title="Contract", file_name="contract.pdf", content_type="application/pdf", size=9,
                  sha256="0" * 64, owner=None, added_by=person)
kept.file.save("a1b2c3", ContentFile(b"%PDF-1.7\\n"))
"""
TELL = """
from outward_portal.accounts.models import User
from outward_portal.journal import entries
from outward_portal.journal.models import Entry, Head
from outward_portal.records.models import Attachment, Link, Record
from outward_portal.records.search import matching
from outward_portal.registers.models import Project
assert not list(entries.broken())
assert User.objects.get(email="keeper@example.org").check_password("a long enough password")
print(sorted(Record.objects.values_list("name_en", "name_zh", "countries")), Project.objects.get().value)
print([attachment.file.read() for attachment in Attachment.objects.all()], Link.objects.get().relation)
print(Head.objects.get().number, Head.objects.get().seal)
print(list(Record.objects.filter(pk__in=matching("机床")).values_list("name_en", flat=True)))
"""


VENDORS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@contextmanager
def database(vendor: str, like: str = "template1") -> Iterator[str]:
    """Give the address of a database of one's own; empty for SQLite, which is in the workspace."""
    if vendor == "sqlite":
        yield ""
    else:
        with new_database(like) as address:
            yield address


@pytest.fixture(params=VENDORS)
def filled(request: pytest.FixtureRequest, tmp_path: Path, made_ready: Path) -> Iterator[dict[str, str]]:
    """A portal with a person, two records, a link, an attached file, a case and a report."""
    like = request.getfixturevalue("prepared_database") if request.param == "postgresql" else ""
    with database(request.param, like) as address:
        environment = drill_environment(tmp_path / "here", DATABASE_URL=address)
        copy_of(made_ready, tmp_path / "here")
        if address:
            assert command(environment, "prepare").returncode == 0
        release = tmp_path / "here" / "cases" / "liaoning" / "releases" / "r0001-aa"
        release.mkdir(parents=True)
        (release / "observations.parquet").write_bytes(b"PAR1")
        report = tmp_path / "here" / "reports" / "liaoning" / "en" / "report.html"
        report.parent.mkdir(parents=True)
        report.write_text("<p>figures</p>", encoding="utf-8")
        python(environment, FILL)
        yield environment


@pytest.fixture
def elsewhere(filled: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Another workspace and another database of the same kind, both empty."""
    with database("postgresql" if filled["DATABASE_URL"] else "sqlite") as address:
        yield drill_environment(tmp_path / "there", DATABASE_URL=address)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and path.name not in ("secret_key", "serve.lock")}


def test_what_was_kept_comes_back(filled: dict[str, str], elsewhere: dict[str, str], tmp_path: Path) -> None:
    before = python(filled, TELL)
    made = command(filled, "backup", str(tmp_path / "kept.zip"))
    assert made.returncode == 0, made.stderr
    assert re.search(r"SHA-256 of kept.zip: [0-9a-f]{64}", made.stdout)
    assert (tmp_path / "kept.zip").stat().st_mode & 0o077 == 0
    damaged = bytearray((tmp_path / "kept.zip").read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(damaged)
    refused = command(elsewhere, "restore", str(tmp_path / "damaged.zip"), "--replace")
    assert (refused.returncode, "cannot be trusted" in refused.stderr) == (1, True)
    assert everything(tmp_path / "there") == {}
    restored = command(elsewhere, "restore", str(tmp_path / "kept.zip"))
    assert restored.returncode == 0, restored.stderr
    assert "the journal is whole" in restored.stdout
    assert python(elsewhere, TELL) == before
    there = tmp_path / "there"
    assert (there / "cases" / "liaoning" / "releases" / "r0001-aa" / "observations.parquet").read_bytes() == b"PAR1"
    assert (there / "reports" / "liaoning" / "en" / "report.html").read_text(encoding="utf-8") == "<p>figures</p>"
    assert (there / "portal" / "secret_key").read_text() == (tmp_path / "here" / "portal" / "secret_key").read_text()
    assert not list(there.glob(".restore-*"))
    assert command(elsewhere, "prepare").returncode == 0
    python(elsewhere, FILL.replace("keeper@", "second@"))  # it can be written to: keys go on where they stopped
    assert command(elsewhere, "verify_journal").returncode == 0


def test_a_workspace_that_holds_something_is_left_alone_or_moved_aside(filled: dict[str, str], tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.zip")
    assert command(filled, "backup", kept).returncode == 0
    before = python(filled, TELL)
    python(filled, "from outward_portal.accounts.models import User; User.objects.create_user('late@example.org')")
    refused = command(filled, "restore", kept)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    done = command(filled, "restore", kept, "--replace")
    assert done.returncode == 0, done.stderr
    assert python(filled, TELL) == before
    assert python(filled, "from outward_portal.accounts.models import User; print(User.objects.count())") == "1"
    (aside,) = (tmp_path / "here").glob("before-restore-*")
    assert (aside / "portal" / "secret_key").exists()
    if not filled["DATABASE_URL"]:
        assert (aside / "portal" / "portal.sqlite3").exists()
    else:
        told = python(filled, "from django.db import connection\nwith connection.cursor() as cursor:\n"
                      f"    cursor.execute('SELECT count(*) FROM before_restore_{aside.name[15:].replace('-', '_')}"
                      ".accounts_user')\n    print(cursor.fetchone()[0])")
        assert told == "2"


def test_a_backup_of_the_other_database_and_a_file_that_is_there_are_refused(workspace: Path, tmp_path: Path) -> None:
    environment = drill_environment(workspace)
    kept = tmp_path / "kept.zip"
    assert command(environment, "backup", str(kept)).returncode == 0
    again = command(environment, "backup", str(kept))
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert command(environment, "restore", str(tmp_path / "nowhere.zip")).returncode == 1
    other = drill_environment(tmp_path / "other", DATABASE_URL="postgresql://127.0.0.1:1/none")
    refused = command(other, "restore", str(kept))
    assert refused.returncode == 1
    assert "backup of sqlite" in refused.stderr


def test_a_backup_of_a_portal_in_use_is_of_one_moment(made_ready: Path, tmp_path: Path) -> None:
    acknowledged: list[str] = []
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            if running.get(f"/drill/write?name=n{number:05}")[0] == 200:
                acknowledged.append(f"n{number:05}")

    with served(copy_of(made_ready, tmp_path / "here")) as running:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            until(lambda: len(acknowledged) >= 20)
            before = len(acknowledged)
            made = command(running.environment, "backup", str(tmp_path / "kept.zip"))
            until(lambda: len(acknowledged) >= before + 5)  # writing went on
            refused = command(running.environment, "restore", str(tmp_path / "kept.zip"), "--replace")
        finally:
            ended.set()
            writer.join()
    assert made.returncode == 0, made.stderr
    assert refused.returncode == 1
    assert "is being served" in refused.stderr
    there = drill_environment(tmp_path / "there")
    assert command(there, "restore", str(tmp_path / "kept.zip")).returncode == 0
    names = python(there, "from outward_portal.records.models import Record\n"
                   "print(*Record.objects.order_by('id').values_list('name_en', flat=True))").split()
    assert names == sorted(acknowledged)[: len(names)]  # a beginning of what was written, without a gap
    assert len(names) >= before


@pytest.mark.parametrize(("change", "told"), [
    ("UPDATE journal_entry SET reason = 'forged' WHERE id = 2", "entry 2: it or the one before was changed"),
    ("DELETE FROM journal_entry WHERE id = (SELECT MAX(id) FROM journal_entry)", "the newest entries are gone"),
])
def test_a_tampered_journal_is_told_with_its_entry(workspace: Path, change: str, told: str) -> None:
    environment = drill_environment(workspace)
    python(environment, FILL)
    whole = command(environment, "verify_journal")
    assert (whole.returncode, "all whole" in whole.stdout) == (0, True)
    python(environment, "from django.db import connection\nwith connection.cursor() as cursor:\n"
           "    cursor.execute('DROP TRIGGER journal_entry_UPDATE')\n"
           "    cursor.execute('DROP TRIGGER journal_entry_DELETE')\n"
           f"    cursor.execute({change!r})")
    found = command(environment, "verify_journal")
    assert found.returncode == 1
    assert told in found.stderr
