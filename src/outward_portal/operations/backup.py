"""Making a backup while the portal is in use, and putting one back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from outward import __version__
from outward_portal.journal.models import Head
from outward_portal.operations import archive, dumps, lock
from outward_portal.operations.archive import ArchiveError, Manifest

Say = Callable[[str], None]
_PARTS: Final = ("portal", "cases", "reports", "version")
_LEFT_OUT: Final = ("static", "logs", "pages", "mail", "serve.lock")  # made anew, or of no use elsewhere


def backup(target: Path, say: Say) -> Manifest:
    """Write the database, the uploads, the cases' releases and the reports into one file.

    The database is copied first and as it stands at one moment; files are written before the rows that name them, so
    every file that a row of the copy names is in the backup too.
    """
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.resolve().parent) as folder:
        say("Copying the database")
        copy = Path(folder) / "database"
        head = Head.objects.get(pk=1)  # read before the copy: the copy holds at least this
        dumps.dump(copy)
        say("Writing the archive")
        facts = {"portal": __version__, "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                 "database": connection.vendor, "journal_entries": head.number, "journal_seal": head.seal}
        return archive.write(target, [(dumps.member(), copy), *_files(settings.WORKSPACE)], facts)


def _files(workspace: Path) -> Iterator[tuple[str, Path]]:
    for part in _PARTS:
        top = workspace / part
        paths = [top] if top.is_file() else sorted(top.rglob("*"))
        for path in paths:
            name = path.relative_to(workspace).as_posix()
            if path.is_symlink() or not path.is_file() or _is_left_out(name):
                continue
            yield name, path


def _is_left_out(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "portal" and (parts[1] in _LEFT_OUT or parts[1].startswith(("portal.sqlite3", ".")))


def restore(file: Path, say: Say, *, replace: bool) -> Manifest:
    """Put a backup back into this workspace and database; what was there before is moved aside, never deleted.

    Raises
    ------
    ArchiveError
        If the backup cannot be trusted, is of the other database, or the workspace holds something and ``replace`` is
        not set, or is being served; nothing has been touched then.
    """
    say("Checking every file of the backup")
    manifest = archive.check(file)
    made_of = manifest.facts.get("database")
    if made_of != connection.vendor:
        raise ArchiveError(f"{file} is a backup of {made_of}, this portal runs on {connection.vendor}", "restore",
                           "Set DATABASE_URL to a database of that kind, or leave it unset for SQLite.")
    if dumps.member() not in manifest.files:
        raise ArchiveError(f"{file} holds no database", "restore", "Use another backup.")
    if not replace and not _is_empty():
        raise ArchiveError("this workspace is not empty", str(settings.WORKSPACE),
                           "Restore into another, or give --replace: what is here is moved aside, not deleted.")
    with lock.alone(settings.FILES.lock) as is_alone:
        if not is_alone:
            raise ArchiveError("the portal is being served", str(settings.WORKSPACE), "Stop `outward-portal serve`.")
        _put_in_place(file, say)
    return manifest


def _is_empty() -> bool:
    cases = settings.WORKSPACE / "cases"
    return dumps.is_empty() and not (cases.is_dir() and any(cases.iterdir()))


def _put_in_place(file: Path, say: Say) -> None:
    workspace, now = settings.WORKSPACE, datetime.now(UTC)
    aside = workspace / f"before-restore-{now:%Y%m%d-%H%M%S}"
    staged = Path(tempfile.mkdtemp(prefix=".restore-", dir=workspace))
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, staged, ignore_errors=True)
        say("Unpacking")
        archive.extract(file, staged)
        if connection.vendor != "sqlite":
            say("Reading the database")
            schema, put_back = dumps.restore_postgresql(staged / dumps.POSTGRESQL_DUMP, now)
            undo.callback(put_back)
            say(f"The tables that were there are in the schema {schema}")
        connection.close()
        for part in _PARTS:
            _swap(workspace / part, staged / part, aside / part, undo)
        undo.pop_all()
        shutil.rmtree(staged, ignore_errors=True)
    if aside.exists():
        say(f"What was there before is in {aside}")


def _swap(place: Path, new: Path, aside: Path, undo: ExitStack) -> None:
    """Move what is in a place aside and the new one there; undone where a later step fails."""
    if place.exists():
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        _move(place, aside, undo)
    if new.exists():
        _move(new, place, undo)


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    source.rename(target)
    undo.callback(target.rename, source)


def facts_in_words(manifest: Manifest, file: Path) -> list[str]:
    """Say what a backup holds."""
    facts: Any = manifest.facts
    size = sum(kept.size for kept in manifest.files.values())
    made = f"made at {facts['made_at']} by Outward {facts['portal']}"
    return [f"{len(manifest.files)} files, {size / 1e6:.1f} MB, {made}",
            f"journal: at least {facts['journal_entries']} entries, seal {facts['journal_seal']}",
            f"SHA-256 of {file.name}: {archive.digest_of(file)}"]
