"""Killing the process that writes an import, at any moment, leaves nothing of it or all of it; again finishes it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.portal.serving import Portal, copy_of, environment_of

_ROWS = 3000
_BEGIN = """
from django.core.files.base import ContentFile
from outward_portal.accounts.models import Organisation, User
from outward_portal.imports import actions
from outward_portal.imports.models import Import
office = Organisation.objects.create(kind="office", name_en="Office")
user = User.objects.create_user("office@example.org", role="office", organisation=office)
made = Import(kind="project", user=user, file_name="rows.csv", sha256="0" * 64, size=1)
lines = "\\n".join(["name_en,countries", *(f"Row {n},KEN;ZMB" for n in range(ROWS))])
made.file.save("rows.csv", ContentFile(lines.encode()))
made.save()
actions.check_file(made)
"""
_WRITE = """
import django; django.setup()
from outward_portal.accounts.requests import Act
from outward_portal.imports import actions
from outward_portal.imports.models import Import
made = Import.objects.get()
print("begun", flush=True)
actions.write(Act(made.user, "x", "r"), made.pk, made.found["plan"])
"""
_LOOK = """
from django.db import connection
from outward_portal.imports.models import Import
from outward_portal.journal import entries
from outward_portal.records.models import Record, RecordCountry
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM records_words")
    words = cursor.fetchone()[0]
print(Record.objects.count(), RecordCountry.objects.count(), words, entries.version(), len(list(entries.broken())),
      Import.objects.get().state)
"""


@pytest.fixture
def prepared(prepared_workspace: Path, tmp_path: Path) -> Portal:
    """A portal with an import that is checked and not written."""
    portal = Portal("", copy_of(prepared_workspace, tmp_path / "workspace"))
    portal.python(_BEGIN.replace("ROWS", str(_ROWS)))
    return portal


def test_killing_the_writer_leaves_nothing_or_everything(prepared: Portal) -> None:
    nothing, everything = "0 0 0 0 0 checked", f"{_ROWS} {2 * _ROWS} {_ROWS} {_ROWS + 1} 0 written"
    killed = 0
    for wait in (0.05, 0.4, 0.9):
        process = started(prepared.workspace)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        state = prepared.python(_LOOK).strip()
        assert state in (nothing, everything)
        if state == everything:
            break
    assert killed
    process = started(prepared.workspace)
    assert process.wait(timeout=120) == 0
    assert prepared.python(_LOOK).strip() == everything


def started(workspace: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _WRITE], env=environment_of(workspace), stdout=subprocess.PIPE,
                               text=True)
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == "begun\n"
    return process
