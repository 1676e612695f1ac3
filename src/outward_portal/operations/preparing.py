"""Making the workspace and the database ready for this version; each step says what it did, or nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outward import __version__
from outward_portal.accounts.models import User
from outward_portal.membership import sessions
from outward_portal.operations.models import Step
from outward_portal.records import search
from outward_portal.records.cases import access_to
from outward_portal.records.kinds import KINDS
from outward_portal.theme import charts

Say = Callable[[str], None]
_OF_A_CASE: Final = ("load_registers", "load_dossiers", "load_plans")
_WITHOUT_A_CASE: Final = ("load_facts",)
SAMPLES: Final = ("sample_accounts", "sample_records", "sample_library", "sample_leads", "sample_services",
                   "sample_funding", "sample_coordination", "sample_plans", "sample_training",
                   "sample_notices")
_BATCH: Final = 500
_TASKS_KEPT: Final = timedelta(days=14)  # of the queue; jobs themselves stay


def prepare(say: Say, *, samples: bool = False) -> bool:
    """Do what is to be done.

    Parameters
    ----------
    say : callable
        Is told each thing that is done.
    samples : bool
        Whether a new database gets sample accounts and records.

    Returns
    -------
    bool
        Whether anything was.
    """
    settings.FILES.make()
    done = migrate(say)
    is_new = not User.objects.exists()
    done |= collect_static(say) | write_pages(say) | load_cases(say) | load_snapshots(say)
    if samples and is_new:
        done |= add_samples(say)
    done |= clean_texts(_silently if is_new else say) | index_search(say)
    tidy(done)
    return done


def _silently(_words: str) -> None:
    """Say nothing of what has nothing to do in a new database."""


def migrate(say: Say) -> bool:
    """Bring the database's tables to what this version needs, and make the table of the cache."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Changing the database's tables ({len(plan)} steps)")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return bool(plan)


def collect_static(say: Say) -> bool:
    """Collect style, script and pictures under names that tell their content, unless that is done."""
    charts.write_script()
    mark = _static_mark()
    stamp = settings.FILES.static / ".prepared"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark:
        return False
    say("Collecting style, script and pictures")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(mark, encoding="utf-8")
    return True


def _static_mark() -> str:
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def write_pages(say: Say) -> bool:
    """Put the pages that a proxy shows while the portal is away where the proxy can read them."""
    done = False
    for page in sorted(files("outward_portal.operations").joinpath("pages").iterdir(), key=lambda each: each.name):
        target = settings.FILES.pages / page.name
        text = page.read_text(encoding="utf-8")
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            done = True
    if done:
        say(f"Writing the pages that a proxy shows while the portal is away: {settings.FILES.pages}")
    return done


def load_cases(say: Say) -> bool:
    """Load what the portal keeps of each case, where its newest release is not the one that was loaded last."""
    done = False
    for case, mark in _cases():
        with transaction.atomic():
            access_to(case)
        for command in (name for name in _OF_A_CASE if name in get_commands()):
            done |= _once(f"{command} {case}", mark, say, f"Loading the case {case}: {command}",
                          partial(_call, command, case))
    return done


def _cases() -> Iterator[tuple[str, str]]:
    """Give each case that has a release, with the newest one's name."""
    folders = settings.WORKSPACE / "cases"
    for case in sorted(folders.iterdir()) if folders.is_dir() else []:
        releases = sorted(path.name for path in (case / "releases").glob("r*") if (path / "manifest.json").is_file())
        if releases:
            yield case.name, f"{releases[-1]} {__version__}"


def load_snapshots(say: Say) -> bool:
    """Load the dated snapshots that come with the portal."""
    done = False
    for command in (name for name in _WITHOUT_A_CASE if name in get_commands()):
        done |= _once(command, __version__, say, f"Loading the bundled snapshots: {command}",
                      partial(_call, command))
    return done


def add_samples(say: Say) -> bool:
    """Add sample accounts and records, which are marked as such everywhere."""
    done = False
    known = get_commands()
    for command in (name for name in SAMPLES if name in known):  # in this order: records belong to accounts
        done |= _once(command, __version__, say, f"Adding samples: {command}",
                      partial(_call, command), renew=False)
    return done


def clean_texts(say: Say) -> bool:
    """Read the library's texts again, once, where another version left letters in them that no search finds."""
    if "clean_texts" not in get_commands():
        return False
    return _once("clean_texts", "ligatures, radicals", say, "Reading texts of the library again",
                 partial(_call, "clean_texts"), renew=False)


def _call(command: str, *words: str) -> None:
    call_command(command, *words, stdout=io.StringIO())


def _once(name: str, mark: str, say: Say, words: str, do: Callable[[], object], *, renew: bool = True) -> bool:
    known = Step.objects.filter(name=name).first()
    if known is not None and (known.mark == mark or not renew):
        return False
    say(words)
    do()
    Step.objects.update_or_create(name=name, defaults={"mark": mark})
    return True


def index_search(say: Say) -> bool:
    """Put records into the search index that are not in it."""
    key = "rowid" if connection.vendor == "sqlite" else "record_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM records_record WHERE id NOT IN (SELECT {key} FROM records_words)")  # noqa: S608
        missing = [row[0] for row in cursor.fetchall()]
    if missing:
        say(f"Indexing {len(missing)} records for search")
    for begin in range(0, len(missing), _BATCH):
        for kind in KINDS:
            search.index(kind.model.objects.filter(pk__in=missing[begin:begin + _BATCH]))
    return bool(missing)


def tidy(something_changed: bool) -> None:
    """Tell the database how its rows are spread, and forget what is over: sessions, tasks, uploads, imports."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" or something_changed:  # PostgreSQL does it by itself, in its own time
            cursor.execute("ANALYZE")
    call_command("clearsessions", verbosity=0)
    sessions.forget_ended()
    for command in ("remove_orphan_files", "drop_forgotten_imports"):
        call_command(command, stdout=io.StringIO())
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - _TASKS_KEPT).delete()
