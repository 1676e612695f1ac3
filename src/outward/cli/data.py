"""``outward data import``: add a table to a case."""

from __future__ import annotations

import argparse
from pathlib import Path

from outward.cli.cases import CASE_HELP, resolve_case, told
from outward.cli.loading import add_loading_options, told_loaded


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``outward data``."""
    data = commands.add_parser("data", help="add tables to a case").add_subparsers(metavar="ACTION", required=True)
    parser = data.add_parser(
        "import", help="add a table: CSV in long form, or a spreadsheet",
        description="Add a table and cut a release. A row revises what the case knows of the same quantity in the "
                    "table of the same name and unit, as known on its own day; under another table's name it stands "
                    "beside it. Claims are revised in the case's files. Nothing that was known is overwritten; a value "
                    "more than ten times apart from what any table holds of the quantity stops the import.")
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file in long form, or a spreadsheet (.xlsx)")
    parser.add_argument("--case", required=True, metavar="NAME", help=CASE_HELP)
    parser.add_argument("--table", default="",
                        help="the table's name, where the file does not say (default: the file's); to revise a table, "
                             "give its name")
    parser.add_argument("--known-on", default="", metavar="DATE",
                        help="when the figures were out, where the file does not say (default: the case's date)")
    add_loading_options(parser)
    parser.set_defaults(run=import_data)


def import_data(given: argparse.Namespace) -> int:
    """Run ``outward data import``."""
    from outward.ingest.imports import import_file

    case = resolve_case(given.case, given.workspace).case_id
    loaded = import_file(given.file, case, given.workspace, table=given.table, known_on=given.known_on,
                         dry_run=given.dry_run, accept_changes=given.accept_changes, progress=told)
    return told_loaded(loaded, dry_run=given.dry_run, as_json=given.json)
