"""``outward release``: list, show, verify, compare and delete the releases of a case."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from outward.cli.cases import CASE_HELP, agreed, resolve_case
from outward.cli.loading import problem_json, told_cell
from outward.cli.output import print_json, print_rows

_CELLS = 50  # changed cells printed; --csv gives all


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``outward release``."""
    release = commands.add_parser("release", help="list, show, verify, compare and delete releases")
    actions = release.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list a case's releases, oldest first")
    showing = actions.add_parser("show", help="show what a release holds")
    verifying = actions.add_parser("verify", help="recompute the hash of every file of a release")
    comparing = actions.add_parser("compare", help="say which cells and files changed from release A to B")
    deleting = actions.add_parser("delete", help="delete a release for good")
    for parser in (listing, showing, verifying, comparing, deleting):
        parser.add_argument("case", metavar="CASE", help=CASE_HELP)
    for parser in (showing, verifying):
        parser.add_argument("release", metavar="RELEASE", nargs="?",
                            help="such as r0001-1a2b3c4d (default: the newest)")
    comparing.add_argument("a", metavar="A", help="the earlier release")
    comparing.add_argument("b", metavar="B", help="the later release")
    comparing.add_argument("--csv", type=Path, metavar="FILE", help="write all changed cells to this file")
    deleting.add_argument("release", metavar="RELEASE")
    deleting.add_argument("--yes", action="store_true", help="do not ask")
    for parser in (listing, showing, verifying, comparing):
        parser.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=list_releases)
    showing.set_defaults(run=show_release)
    verifying.set_defaults(run=verify_release)
    comparing.set_defaults(run=compare_releases)
    deleting.set_defaults(run=remove_release)


def list_releases(given: argparse.Namespace) -> int:
    """Run ``outward release list``."""
    from outward.studies.releases import releases_of

    releases = releases_of(given.workspace, resolve_case(given.case, given.workspace).case_id)
    if given.json:
        print_json([{"name": each.name, "parent": each.manifest.parent, "counts": dict(each.manifest.counts),
                     "library": each.manifest.library} for each in releases])
        return 0
    print_rows(("release", "observations", "tables", "imports", "after"),
               [(each.name, each.manifest.counts["observations"], each.manifest.counts["tables"],
                 len(each.manifest.imports), each.manifest.parent) for each in releases])
    return 0


def show_release(given: argparse.Namespace) -> int:
    """Run ``outward release show``."""
    release = resolve_case(given.case, given.workspace, given.release)
    if given.json:
        print(release.manifest.to_bytes().decode(), end="")
        return 0
    manifest = release.manifest
    print(f"release {release.name} of {release.case_id}")
    print(f"after {manifest.parent or 'nothing'}, written by Outward {manifest.library}, format {manifest.format}")
    print_rows(("count", "of"), [(count, name) for name, count in sorted(manifest.counts.items())])
    print()
    print_rows(("bytes", "sha256", "file"),
               [(entry.size, entry.sha256, path) for path, entry in sorted(manifest.files.items())])
    for each in manifest.imports:
        print(f"{each.path}: {each.name} as table {each.table}, known on {each.known_on}")
    return 0


def verify_release(given: argparse.Namespace) -> int:
    """Run ``outward release verify``; 1 where something is not as the manifest says."""
    from outward.studies.releases import verify

    release = resolve_case(given.case, given.workspace, given.release)
    problems = verify(release)
    if given.json:
        print_json({"release": release.name, "problems": [problem_json(problem) for problem in problems]})
    else:
        for problem in problems:
            print(problem)
        print(f"release {release.name} of {release.case_id}: "
              + (f"{len(problems)} of its files are not as the manifest says" if problems
                 else f"all {len(release.manifest.files)} files are as the manifest says"))
    return 1 if problems else 0


def compare_releases(given: argparse.Namespace) -> int:
    """Run ``outward release compare``."""
    from outward.ingest.comparison import compare

    compared = compare(resolve_case(given.case, given.workspace, given.a),
                       resolve_case(given.case, given.workspace, given.b))
    if given.csv is not None:
        write_text(given.csv, compared.to_csv())
    if given.json:
        print_json({"before": compared.before, "after": compared.after, "counts": dict(compared.counts),
                    "files": dict(compared.files)})
        return 0
    print(f"from {compared.before} to {compared.after}: "
          + ", ".join(f"{count:,} {kind}" for kind, count in compared.counts.items()))
    for cell in compared.cells.head(_CELLS).to_dict("records"):
        print(f"  {told_cell({str(key): value for key, value in cell.items()})}")
    if len(compared.cells) > _CELLS:
        print(f"  ... {len(compared.cells) - _CELLS:,} more; --csv FILE gives all")
    for path, change in compared.files.items():
        print(f"  {change} {path}")
    return 0


def write_text(path: Path, text: str) -> None:
    """Write a file that the user named; raise StoreError where that cannot be."""
    from outward.errors import StoreError

    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", str(path), "Name another file.") from error


def remove_release(given: argparse.Namespace) -> int:
    """Run ``outward release delete``."""
    from outward.ingest.cases import delete_release
    from outward.studies.releases import release_named

    name = release_named(given.workspace, given.case, given.release)
    if not agreed(f"This deletes release {name} of {given.case} for good.", name, yes=given.yes):
        print("nothing was deleted", file=sys.stderr)
        return 1
    delete_release(given.case, name, given.workspace)
    print(f"deleted release {name} of {given.case}")
    return 0
