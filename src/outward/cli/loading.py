"""How the commands that load say what they did; shared by ``case load`` and ``data import``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from outward.cli.output import print_json

if TYPE_CHECKING:
    from outward.errors import Problem
    from outward.ingest.loaded import Audited, CellWarning, Loaded

_CELLS = 10  # changed cells printed; `outward release compare` gives all
_WARNINGS = 20  # of the audit printed; JSON gives all


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
    if loaded.audited and not as_json:
        _tell_audit(loaded.audited)
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


def _tell_audit(audited: Audited) -> None:
    """Print what the audit warns of, in both languages; it has stopped nothing."""
    if audited.left_out:
        print(f"not audited: {audited.cells:,} cells are too many to be audited as they are loaded "
              f"（共 {audited.cells:,} 个单元格，数量过多，载入时未作审核）", file=sys.stderr)
    for warning in audited.warnings[:_WARNINGS]:
        print("\n".join(_warning_lines(warning)), file=sys.stderr)
    left = len(audited.warnings) - _WARNINGS
    if left > 0:
        print(f"audit: {left:,} more; --json gives all （另有 {left:,} 条，--json 可列出全部）", file=sys.stderr)


def _warning_lines(warning: CellWarning) -> list[str]:
    return [f"audit: {', '.join(warning.cells[:_CELLS]) or '-'}: {warning.message.en}",
            *(f"    {line}" for line in warning.arithmetic), f"    审核：{warning.message.zh}"]


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
        "audit": None if loaded.audited is None else _audit_json(loaded.audited),
        "changes": {"before": loaded.changes.before, "counts": dict(loaded.changes.counts),
                    "files": dict(loaded.changes.files)},
    }


def _audit_json(audited: Audited) -> dict[str, object]:
    return {"cells": audited.cells, "is_left_out": audited.left_out, "warnings": [
        {"severity": each.severity, "rule": each.rule, "rule_en": each.rule_name.en, "rule_zh": each.rule_name.zh,
         "cells": list(each.cells), "en": each.message.en, "zh": each.message.zh, "arithmetic": list(each.arithmetic)}
        for each in audited.warnings]}
