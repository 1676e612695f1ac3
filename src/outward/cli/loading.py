"""How the commands that load say what they did; shared by ``case load`` and ``data import``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from outward.cli.output import print_json

if TYPE_CHECKING:
    from outward.errors import Problem
    from outward.ingest.loaded import Loaded

_CELLS = 10  # changed cells printed; `outward release compare` gives all


def add_loading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that loading commands share."""
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--accept-changes", action="store_true",
                        help="load although much has changed since the last release")
    parser.add_argument("--json", action="store_true", help="print JSON")


def told_loaded(loaded: Loaded, *, dry_run: bool, as_json: bool) -> int:
    """Print what a load did and give the exit code: 1 where the input is wrong."""
    for caution in loaded.cautions:
        print(f"caution: {caution}", file=sys.stderr)
    if as_json:
        print_json(_as_json(loaded, dry_run=dry_run))
        return 1 if loaded.problems else 0
    for problem in loaded.problems:
        print(problem)
    for surprise in loaded.surprises:
        print(f"surprising: {surprise}", file=sys.stderr)
    if loaded.problems:
        print(f"{len(loaded.problems)} problem{'s' if len(loaded.problems) > 1 else ''}; nothing would be loaded")
        return 1
    release = loaded.release.name if loaded.release else ""
    if not loaded.is_new:
        print(f"{loaded.case}: nothing has changed since release {release}; no new one")
        return 0
    verb = "would hold" if dry_run else "holds"
    name = "the next release" if dry_run else f"release {release}"
    print(f"{loaded.case}: {name} {verb} {loaded.counts['observations']:,} observations of "
          f"{loaded.counts['indicators']:,} indicators in {loaded.counts['tables']:,} tables")
    print(f"since {loaded.changes.before or 'nothing'}: "
          + ", ".join(f"{count:,} {kind}" for kind, count in loaded.changes.counts.items()))
    for cell in loaded.changes.cells.head(_CELLS).to_dict("records"):
        print(f"  {told_cell({str(key): value for key, value in cell.items()})}")
    return 0


def told_cell(cell: dict[str, Any]) -> str:
    """Put a changed cell into a line."""
    named = (cell[name] for name in ("indicator", "region", "sector", "subject", "period"))
    dimensions = ", ".join(str(code) for code in named if code)
    place = f"{cell['change']} {cell['table']}:{cell['row']} {dimensions}"
    was, now = cell["printed_before"], cell["printed_after"]
    if cell["change"] == "added":
        return f"{place}: {now} {cell['unit']}"
    if cell["change"] == "removed":
        return f"{place}: was {was} {cell['unit']}"
    return f"{place}: {was} -> {now} {cell['unit']}"


def problem_json(problem: Problem) -> dict[str, object]:
    """Put a problem into JSON's terms."""
    return {"file": problem.file, "row": problem.row, "column": problem.column, "what": problem.what,
            "mend": problem.mend}


def _as_json(loaded: Loaded, *, dry_run: bool) -> dict[str, object]:
    return {
        "case": loaded.case, "release": loaded.release.name if loaded.release else None, "is_new": loaded.is_new,
        "dry_run": dry_run, "counts": dict(loaded.counts),
        "problems": [problem_json(problem) for problem in loaded.problems],
        "surprises": [problem_json(problem) for problem in loaded.surprises],
        "cautions": [problem_json(problem) for problem in loaded.cautions],
        "changes": {"before": loaded.changes.before, "counts": dict(loaded.changes.counts),
                    "files": dict(loaded.changes.files)},
    }
