"""``outward case``: begin, check, load, list and delete cases."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from outward.cli.cases import agreed, told
from outward.cli.loading import add_loading_options, problem_json, told_loaded
from outward.cli.output import print_json, print_rows


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``outward case``."""
    case = commands.add_parser("case", help="begin, check, load, list and delete cases")
    actions = case.add_subparsers(metavar="ACTION", required=True)

    new = actions.add_parser("new", help="begin a case: a folder to fill in, with a spreadsheet")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens, such as jiangsu")
    new.add_argument("--region", required=True, help="the home region's id (CN-JS), code or name")
    new.add_argument("--sector", default="equipment-manufacturing",
                     help="the industry's id or name (default: %(default)s)")
    new.add_argument("--name-en", default="", help="the case's name in English")
    new.add_argument("--name-zh", default="", help="the case's name in Chinese")
    new.add_argument("--known-on", default="", metavar="DATE", help="when the main source was out, as in 2017-12-31")
    new.add_argument("--into", type=Path, default=None, metavar="FOLDER",
                     help="the case's folder (default: NAME in the current folder)")
    new.set_defaults(run=new_case)

    check = actions.add_parser("check", help="name every problem of a case's folder by file, row and column")
    check.add_argument("path", metavar="PATH", help="a folder with case.toml, or a bundled case's name")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=check_case_folder)

    load = actions.add_parser("load", help="check a case's folder and cut a release of it")
    load.add_argument("path", metavar="PATH", help="a folder with case.toml, or a bundled case's name")
    add_loading_options(load)
    load.set_defaults(run=load_case_folder)

    listing = actions.add_parser("list", help="list the cases of the workspace")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=list_cases)

    delete = actions.add_parser("delete", help="delete a case with all its releases for good")
    delete.add_argument("name", metavar="NAME")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    delete.set_defaults(run=remove_case)


def new_case(given: argparse.Namespace) -> int:
    """Run ``outward case new``."""
    from outward.ingest.cases import begin_case

    folder = begin_case(given.name, given.into or Path(given.name), region=given.region, sector=given.sector,
                        name_en=given.name_en, name_zh=given.name_zh, known_on=given.known_on)
    print(f"{folder} holds case.toml, a CSV file with a header for each kind of thing, and {given.name}.xlsx")
    if not given.known_on:
        print("set known_on in case.toml: the day on which your main source was out")
    print(f"fill in the CSV files or the spreadsheet, then: outward case check {folder}")
    return 0


def check_case_folder(given: argparse.Namespace) -> int:
    """Run ``outward case check``; 1 where there is a problem."""
    from outward.ingest.cases import case_cautions, check_case

    problems = check_case(given.path)
    for caution in () if problems else case_cautions(given.path):
        print(f"caution: {caution}", file=sys.stderr)
    if given.json:
        print_json([problem_json(problem) for problem in problems])
        return 1 if problems else 0
    for problem in problems:
        print(problem)
    count = len(problems)
    print(f"{given.path}: {count or 'no'} problem{'' if count == 1 else 's'}")
    return 1 if problems else 0


def load_case_folder(given: argparse.Namespace) -> int:
    """Run ``outward case load``."""
    from outward.ingest.cases import load_case

    loaded = load_case(given.path, given.workspace, dry_run=given.dry_run, accept_changes=given.accept_changes,
                       auditing=True, progress=told)
    return told_loaded(loaded, dry_run=given.dry_run, as_json=given.json)


def list_cases(given: argparse.Namespace) -> int:
    """Run ``outward case list``."""
    from outward.studies.releases import case_names
    from outward.studies.workspaces import held_cases

    known = case_names(given.workspace)  # or what is wrong with the workspace as a whole
    held = [case for case in held_cases(given.workspace) if case.id in known]
    if given.json:
        print_json([{"case": case.id, "name_en": case.name.en, "name_zh": case.name.zh,
                     "observations": case.releases[-1].observations, "releases": len(case.releases),
                     "newest": case.releases[-1].name} for case in held])
        return 0
    if not held:
        print(f"no cases in {given.workspace}; load one by outward case load PATH")
        return 0
    print_rows(("case", "name", "observations", "releases", "newest"),
               [(case.id, case.name.en or case.name.zh, _counted(case.releases[-1].observations), len(case.releases),
                 case.releases[-1].name) for case in held])
    return 0


def _counted(observations: int | None) -> int | str:
    return "damaged: outward release verify CASE" if observations is None else observations


def remove_case(given: argparse.Namespace) -> int:
    """Run ``outward case delete``."""
    from outward.ingest.cases import delete_case
    from outward.studies.releases import release_names

    count = len(release_names(given.workspace, given.name))
    question = f"This deletes case {given.name} with {count} release{'' if count == 1 else 's'} for good."
    if not agreed(question, given.name, yes=given.yes):
        print("nothing was deleted", file=sys.stderr)
        return 1
    delete_case(given.name, given.workspace)
    print(f"deleted case {given.name}")
    return 0
