"""A consistent copy of the database while it is in use, and the way back: SQLite as a file, PostgreSQL by pg_dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from outward_portal.operations.archive import ArchiveError

POSTGRESQL_DUMP: Final = "database/portal.pgdump"
SQLITE_FILE: Final = "portal/portal.sqlite3"


def member() -> str:
    """Name the database's file in a backup."""
    return SQLITE_FILE if connection.vendor == "sqlite" else POSTGRESQL_DUMP


def dump(target: Path) -> None:
    """Write a copy of the database as it stands at one moment."""
    if connection.vendor == "sqlite":
        address = f"file:{connection.settings_dict['NAME']}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=60)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
        _check(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={target}")


def _check(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise ArchiveError(f"the database is damaged: {found}", "backup", "Restore the last backup that is whole.")


def is_empty() -> bool:
    """Whether the database holds nothing that a restore would overwrite."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in ("accounts_user", "records_record", "journal_entry"):
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return False
    return True


def restore_postgresql(file: Path, at: datetime) -> tuple[str, Callable[[], None]]:
    """Read a dump into the database; the tables that were there go into a schema of their own.

    Returns
    -------
    tuple
        The schema in which the old tables are, and what puts them back.
    """
    aside = f"before_restore_{at:%Y%m%d_%H%M%S}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {aside}")
        cursor.execute("CREATE SCHEMA public")

    def put_back() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
            cursor.execute(f"ALTER SCHEMA {aside} RENAME TO public")

    try:
        listed = file.with_suffix(".list")
        lines = _run("pg_restore", "--list", str(file)).splitlines()
        listed.write_text("\n".join(line for line in lines if " SCHEMA " not in line), encoding="utf-8")  # it is there
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             f"--use-list={listed}", f"--dbname={connection.settings_dict['NAME']}", str(file))
    except ArchiveError:
        put_back()
        raise
    return aside, put_back


def _run(program: str, *words: str) -> str:
    """Run a program of PostgreSQL's; a password goes by its environment, where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise ArchiveError(f"{program} is not installed", "backup of PostgreSQL",
                           "sudo apt-get install postgresql-client")
    told: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(told[key]) for name, key in names.items() if told.get(key)}
    done = subprocess.run([found, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ArchiveError(f"{program} failed: {done.stderr.strip()[-500:]}", "database",
                           "Its version must be at least the server's.")
    return done.stdout
