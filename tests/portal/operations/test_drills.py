"""What happens when processes are killed, told to stop, or find the database locked or full: nothing is lost."""

from __future__ import annotations

import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from outward_portal.operations.supervisor import take_port
from outward_portal.work.lifeline import SUPERVISED
from tests.portal.operations.running import Served, served, until

WHOLE = """
from django.db import connection
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.records.models import Record, RecordCountry
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    assert cursor.fetchone() == ("ok",)
    cursor.execute("PRAGMA foreign_key_check")
    assert cursor.fetchone() is None
    cursor.execute("SELECT rowid FROM records_words")
    words = {row[0] for row in cursor.fetchall()}
keys = set(Record.objects.values_list("pk", flat=True))
assert words == keys, (words, keys)
assert set(Entry.objects.values_list("record_id", flat=True)) - {None} == keys
assert set(Record.objects.filter(countries="KEN").values_list("pk", flat=True)) == set(
    RecordCountry.objects.values_list("record_id", flat=True))
assert not list(entries.broken())
print("\\n".join(Record.objects.values_list("name_en", flat=True)))
"""


def names(running: Served) -> set[str]:
    """Check that the database is whole, and give the names of its records."""
    return set(running.python(WHOLE).splitlines())


def write_until(running: Served, ended: threading.Event, name: str, acknowledged: list[str]) -> None:
    number = 0
    while not ended.is_set():
        number += 1
        try:
            status, text = running.get(f"/drill/write?name={name}-{number}", timeout=10)
        except (OSError, http.client.HTTPException):  # the server is gone, or went while it answered
            time.sleep(0.05)
            continue
        if status == 200:
            acknowledged.append(text)


def until_more(acknowledged: list[str], count: int) -> None:
    before = len(acknowledged)
    until(lambda: len(acknowledged) > before + count)


def test_a_killed_server_loses_no_row_that_it_acknowledged_and_leaves_none_by_half(workspace: Path) -> None:
    chance = random.Random(124)
    acknowledged: list[str] = []
    with served(workspace) as running:
        ended = threading.Event()
        writers = [threading.Thread(target=write_until, args=(running, ended, f"w{n}", acknowledged)) for n in range(4)]
        for writer in writers:
            writer.start()
        for _round in range(3):
            until_more(acknowledged, 20)
            time.sleep(chance.uniform(0, 0.3))
            running.kill("operations.web")
        until_more(acknowledged, 5)  # it was started again each time
        ended.set()
        for writer in writers:
            writer.join()
        there = names(running)
    assert len(set(acknowledged)) == len(acknowledged) > 60
    assert set(acknowledged) <= there


JOBS = "SELECT state, attempts FROM work_job"


def test_a_killed_worker_does_its_job_once_after_all(workspace: Path) -> None:
    with served(workspace) as running:
        running.get("/drill/work?key=a&seconds=2")
        until(lambda: running.database(JOBS) == [("running", 1)])
        running.kill("command_line work")
        until(lambda: running.database(JOBS) == [("done", 2)])
        assert names(running) == {"work a"}


def test_a_worker_killed_at_any_moment_leaves_no_job_undone_and_does_none_twice(workspace: Path) -> None:
    chance = random.Random(125)
    with served(workspace) as running:
        for number in range(12):
            assert running.get(f"/drill/work?key={number}&seconds=0.05")[0] == 200
        for _round in range(2):  # fewer than the attempts that a job has
            until(lambda: bool(running.children("command_line work")))
            time.sleep(chance.uniform(0.5, 1.5))
            running.kill("command_line work")
        until(lambda: {state for state, _ in running.database(JOBS)} == {"done"}, 60)
        there = running.database("SELECT name_en FROM records_record ORDER BY name_en")
    assert [name for name, in there] == sorted(f"work {n}" for n in range(12))


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_finishes_requests_and_the_job_under_way(workspace: Path, kind: signal.Signals) -> None:
    answers: list[tuple[int, str]] = []
    with served(workspace) as running:
        running.get("/drill/work?key=b&seconds=2")
        until(lambda: running.database(JOBS) == [("running", 1)])
        asking = threading.Thread(target=lambda: answers.append(running.get("/drill/slow?seconds=2")))
        asking.start()
        time.sleep(0.5)
        assert running.stop(kind) == 0
        asking.join()
        assert answers == [(200, "whole")]
        assert running.database("SELECT name_en FROM records_record") == [("work b",)]
        with pytest.raises(OSError, match="refused"):
            running.get("/health")


def test_a_job_that_outlasts_the_grace_goes_back_into_the_queue(workspace: Path) -> None:
    with served(workspace, "--grace", "1") as running:
        running.get("/drill/work?key=c&seconds=60")
        until(lambda: running.database(JOBS) == [("running", 1)])
        assert running.stop() == 0
        assert running.database(JOBS) == [("waiting", 0)]
        assert running.database("SELECT name_en FROM records_record") == []


def test_nothing_goes_on_when_the_supervisor_is_killed(workspace: Path) -> None:
    with served(workspace) as running:
        assert running.children("operations.web")
        assert running.children("command_line work")
        running.process.kill()
        running.process.wait()

        def is_gone() -> bool:
            try:
                running.get("/health", timeout=2)
            except OSError:
                return True
            return False

        until(is_gone)


def test_who_begins_after_the_supervisor_is_gone_ends_too() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    code = "import time; from outward_portal.work import lifeline; lifeline.follow_supervisor(); time.sleep(60)"
    late = subprocess.run([sys.executable, "-c", code], env=os.environ | {SUPERVISED: str(gone.pid)}, check=False,
                          timeout=30)
    assert late.returncode == -signal.SIGTERM


def test_a_taken_port_means_the_next_one_also_while_its_web_server_is_started_again(workspace: Path) -> None:
    with served(workspace) as first:
        first.kill("operations.web")
        with served(workspace) as second:
            assert first.address != second.address
            assert second.get("/health")[0] == 200


def test_no_two_portals_are_given_the_same_port_before_they_listen() -> None:
    first, second = take_port("127.0.0.1", 18600), take_port("127.0.0.1", 18600)
    assert first is not None
    assert second is not None
    assert first[0] < second[0]
    first[1].close()
    second[1].close()


def test_a_locked_database_gives_a_page_that_says_so_and_loses_nothing(workspace: Path) -> None:
    with served(workspace) as running:
        assert running.get("/drill/write?name=before")[0] == 200
        file = workspace / "portal" / "portal.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            status, page = running.get("/drill/write?name=meanwhile")
            assert status == 503
            assert "Nothing could be saved just now" in page
            assert running.get("/en/")[0] == 200  # reading goes on
            assert running.get("/health")[0] == 200
            other.execute("ROLLBACK")
        assert running.get("/drill/write?name=after")[0] == 200
        assert names(running) == {"before", "after"}


def test_a_full_disk_gives_a_page_that_says_so_and_loses_nothing(workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / "portal" / "portal.sqlite3")) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    written: list[str] = []
    with served(workspace, DRILL_PAGES=str(pages + 20)) as running:
        for number in range(200):
            status, page = running.get(f"/drill/write?name={number}-{'x' * 200}")
            if status != 200:
                break
            written.append(page)
        assert (status, "the disk is full" in page) == (503, True)
        assert running.get("/en/")[0] == 200
        del running.environment["DRILL_PAGES"]
        assert names(running) == set(written) != set()
