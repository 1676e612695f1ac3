"""Time the import of 50,000 projects from a spreadsheet: dry run and writing, and the memory that it takes.

    python benchmarks/import_register.py [--rows 50000] [--format csv|xlsx] [--workspace FOLDER]

The goal is 30 seconds in all on two cores. The peer in the same run is the plain way: the register's form and one
``actions.create`` a row, timed on 200 rows and scaled up. The rows are made up; the workspace is a new one unless
named.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

GOAL_SECONDS = 30.0
_PLAIN_ROWS = 200
HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "src"), str(HERE)]


def made_up(rows: int, seed: int = 2015) -> list[list[str]]:
    """Make rows, no two of a name."""
    chance = random.Random(seed)
    names = ["name_en", "name_zh", "summary_en", "type", "sector", "stage", "value", "currency", "begins",
             "countries", "place_en", "latitude", "longitude", "source", "paragraphs", "audience"]
    lines = [names]
    for number in range(rows):
        country = chance.choice(["KEN", "ZMB", "DEU", "IDN", "KAZ", "KEN;ZMB"])
        lines.append([
            f"Made-up plant {number}", f"虚构工厂{number}号数控机床", f"A made-up project, number {number}.",
            chance.choice(["investment", "supply", "aid"]),
            chance.choice(["general-equipment", "special-equipment"]),
            chance.choice(["planned", "under-way", "completed"]), f"{chance.randint(1, 10**9)}.5", "USD",
            f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02d}", country, f"Town {number % 500}",
            f"{chance.uniform(-60, 60):.4f}", f"{chance.uniform(-170, 170):.4f}", "made up", str(number % 127),
            "public",
        ])
    return lines


def written(rows: list[list[str]], folder: Path, format: str) -> Path:
    """Write the rows as a file."""
    path = folder / f"rows.{format}"
    if format == "csv":
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            csv.writer(stream).writerows(rows)
        return path
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("records")
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            if number and rows[0][at] in ("value", "latitude", "longitude"):
                sheet.write_number(number, at, float(text))
            else:
                sheet.write_string(number, at, text)
    book.close()
    return path


def main() -> int:
    """Print the table; end with 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    parser.add_argument("--workspace", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outward-import-") as name:
        folder = Path(name)
        os.environ["OUTWARD_WORKSPACE"] = str((given.workspace or folder).resolve())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outward_portal.settings")
        import django

        django.setup()
        return _measure(written(made_up(given.rows), folder, given.format), given.rows)


def _measure(path: Path, rows: int) -> int:
    from django.conf import settings
    from django.core.files.base import File
    from django.core.management import call_command

    from outward_portal.accounts.models import Organisation, User
    from outward_portal.accounts.requests import Act
    from outward_portal.imports import actions
    from outward_portal.imports.models import Import

    settings.FILES.make()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    office = Organisation.objects.create(kind="office", name_en="Benchmark office", is_sample=True)
    user = User.objects.create_user(f"benchmark-{time.time_ns()}@example.org", role="office", organisation=office,
                                    is_sample=True)
    act = Act(user, "made up for a benchmark", "benchmark")
    plain = _plain(act, rows)
    with path.open("rb") as stream:
        made = Import(kind="project", user=user, file_name=path.name, size=path.stat().st_size, sha256="0" * 64)
        made.file.save(path.name, File(stream))
        made.save()
    began, cpu_began = time.monotonic(), time.process_time()
    actions.check_file(made)
    made.refresh_from_db()
    checked, cpu_checked = time.monotonic(), time.process_time()
    assert made.found["added"] == rows, made.found["faults"][:5]
    actions.write(act, made.pk, made.found["plan"])
    ended, cpu_ended = time.monotonic(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:,} rows, {path.suffix[1:]}, {path.stat().st_size / 1e6:.1f} MB, "
          f"{settings.DATABASES['default']['ENGINE']}")
    print(f"{'what':<44}{'seconds':>9}{'of CPU':>9}")
    for what, seconds, cpu in (("dry run", checked - began, cpu_checked - cpu_began),
                               ("writing", ended - checked, cpu_ended - cpu_checked),
                               ("in all", ended - began, cpu_ended - cpu_began),
                               ("plain: form and actions.create, scaled up", *plain)):
        print(f"{what:<44}{seconds:>9.1f}{cpu:>9.1f}")
    print(f"peak memory {peak:.0f} MB")
    met = ended - began <= GOAL_SECONDS
    print(f"goal {GOAL_SECONDS:.0f} s: {'met' if met else 'missed'}")
    return 0 if met else 1


def _plain(act: Any, rows: int) -> tuple[float, float]:
    """Time the plain way on some rows, and scale up: seconds, and seconds of CPU."""
    from outward_portal.records import actions
    from outward_portal.records.forms import form_class
    from outward_portal.records.kinds import KINDS

    kind = KINDS["project"]
    lines = made_up(_PLAIN_ROWS, seed=1)
    began, cpu_began = time.monotonic(), time.process_time()
    for line in lines[1:]:
        form = form_class(kind)(dict(zip(lines[0], line, strict=True)), kind=kind, user=act.actor)
        assert form.is_valid(), form.errors
        actions.create(act, kind, form.values(), is_sample=True)
    scale = rows / _PLAIN_ROWS
    return (time.monotonic() - began) * scale, (time.process_time() - cpu_began) * scale


if __name__ == "__main__":
    sys.exit(main())
