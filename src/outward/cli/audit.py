"""``outward audit``: what in a report or a table cannot be right, where, and what it probably was."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outward.cli.cases import CASE_HELP, resolve_case
from outward.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outward.audit import Document
    from outward.studies.auditing.written import Audited

_TOLD = 60  # findings on a terminal
_EPILOG = """\
FOLDER holds cells.csv, and claims.csv and facts.csv where there are any, all in UTF-8: docs/how-to/audit.md.
Exit code 0 whatever is found; 3 with --fail-on where something so grave is found; 1 where the input cannot be read.
"""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``audit``."""
    parser = commands.add_parser(
        "audit", help="find figures that cannot be right, in a case or in tables of your own",
        description="Find what in tables and text cannot be right, where, and what it probably was.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", metavar="FOLDER|CASE", help=f"a folder with cells.csv; else {CASE_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write findings.csv")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all of it as JSON")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as a page to read and print")
    parser.add_argument("--text", type=Path, metavar="FILE",
                        help="the report's text in UTF-8, paragraphs numbered: gives the claims their sentences")
    parser.add_argument("--facts", choices=("given", "found"), default="given",
                        help="found: leave facts.csv aside and look for what holds in most rows (given)")
    parser.add_argument("--fail-on", choices=("error", "warning"), default=None, metavar="error|warning",
                        help="exit with 3 where there is such a finding or a graver one")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="language of what is printed (en)")
    parser.add_argument("--release", default=None, metavar="NAME", help="a release of the case (default: the newest)")
    parser.set_defaults(run=run_audit)


def run_audit(given: argparse.Namespace) -> int:
    """Run ``outward audit``."""
    from outward.studies.auditing.written import counts, lines
    from outward.studies.files import check_targets, put_files

    if "\0" in given.given:
        raise NotFoundError("no name of a folder or case", repr(given.given[:80]),
                            "Name a folder with cells.csv, or a case.")
    targets = [path for path in (given.out, given.json, given.html) if path is not None]
    check_targets(targets, _inputs(given))
    audits = _audited(_documents(given), given)
    for line in lines(audits, given.language, most=_TOLD):
        print(line)
    _tell_text(audits, given)
    put_files(_contents(audits, given))
    for path in targets:
        print(f"{'wrote' if given.language == 'en' else '已写入'} {path}")
    found = counts(audits)
    grave = {"error": found["error"], "warning": found["error"] + found["warning"]}
    return 3 if given.fail_on and grave[given.fail_on] else 0


def _inputs(given: argparse.Namespace) -> list[Path]:
    read = [Path(given.given) / name for name in ("cells.csv", "claims.csv", "facts.csv")]
    return [*read, given.text] if given.text else read


def _documents(given: argparse.Namespace) -> tuple[Document, ...]:
    from outward.studies.auditing.folder import is_audit_folder, read_folder

    path, facts = Path(given.given), given.facts == "given"
    if is_audit_folder(path):
        return read_folder(path, facts=facts)
    try:
        release = resolve_case(given.given, given.workspace, given.release)
    except NotFoundError as error:
        if not _is_folder(path):
            raise
        raise NotFoundError("neither cells.csv nor case.toml is in it", str(path),
                            "Name a folder with tables to audit (cells.csv), or a case.") from error
    from outward.studies.auditing.case import case_document

    return (case_document(release, facts=facts),)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # too long a name
        return False


def _audited(documents: Sequence[Document], given: argparse.Namespace) -> tuple[Audited, ...]:
    from outward.studies.auditing.running import audit_all, cores
    from outward.studies.auditing.written import Audited

    audited = partial(audit_all, processes=cores(), fewest_wrong="bound" if given.json or given.html else "skip")
    if given.text is None:
        return tuple(map(Audited, documents, audited(documents)))
    from outward.studies.auditing.sentences import place, read_text

    text = read_text(given.text)
    placed = [place(document, text) for document in documents]
    audits = audited([each.document for each in placed])
    return tuple(Audited(each.document, audit, each.unplaced, each.unclaimed)
                 for each, audit in zip(placed, audits, strict=True))


def _tell_text(audits: Sequence[Audited], given: argparse.Namespace) -> None:
    """Say which claims have no sentence in the text."""
    if given.text is None:
        return
    english = given.language == "en"
    for each in audits:
        if each.unplaced:
            print(("claims without their sentence in the text: " if english else "在文本中未找到所在句子的表述：")
                  + ", ".join(each.unplaced))
        if each.unclaimed:
            print(f"sentences with figures of which no claim was taken: {len(each.unclaimed)}" if english
                  else f"含有数字但未列为表述的句子：{len(each.unclaimed)}个")


def _contents(audits: Sequence[Audited], given: argparse.Namespace) -> dict[Path, bytes]:
    from outward.studies.auditing.written import findings_csv, findings_json

    contents: dict[Path, bytes] = {}
    if given.out is not None:
        contents[given.out] = findings_csv(audits)
    if given.json is not None:
        contents[given.json] = findings_json(audits)
    if given.html is not None:
        from outward.report.findings_page import findings_page

        contents[given.html] = findings_page(audits, given.language)
    return contents
