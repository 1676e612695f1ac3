"""``outward risk report``: an outlook as a report of its own, with the exposure of a register where one is given."""

from __future__ import annotations

import argparse
from pathlib import Path

from outward.cli.risk_asking import add_costs, add_outlook, events_of, policy_of, tell_share
from outward.errors import InvalidValueError


def add_report(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``report``."""
    parser = risk.add_parser(
        "report", help="write what may happen, why, how sure and how often such warnings were right as a report",
        description="Forecast from a panel and write report.html, report.pdf, report.docx, numbers.csv and trace.json, "
                    "in one folder a language. A register adds a chapter on what that means for what you have abroad.",
        epilog="docs/how-to/report-on-risk.md shows it.")
    add_outlook(parser)
    add_costs(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="where to write; in a folder with files only an earlier report's are replaced")
    parser.add_argument("--country", default="", metavar="COUNTRY",
                        help="a chapter on this country: ISO 3166 code, Gleditsch-Ward number or name")
    parser.add_argument("--register", type=Path, metavar="FILE", help="holdings: CSV, a row each")
    parser.add_argument("--covers", type=Path, metavar="FILE", help="your treaties, policies, guarantees and accounts")
    parser.add_argument("--loss", type=Path, metavar="FILE", help="your own assumptions of severity")
    parser.add_argument("--currency", default="", metavar="CODE",
                        help="exchange all amounts to this currency, each at HMRC's rate of its date")
    parser.add_argument("--owner", default="", metavar="NAME", help="only this owner's holdings")
    parser.add_argument("--lang", choices=("en", "zh"), default=None,
                        help="one language, straight into DIR (default: both, into DIR/en and DIR/zh)")
    parser.add_argument("--format", choices=("html", "pdf", "docx", "all"), default="all", help="one format (all)")
    parser.set_defaults(run=run_report)


def run_report(given: argparse.Namespace) -> int:
    """Run ``outward risk report``."""
    from functools import partial

    from outward.report.build import build_report
    from outward.report.write import FORMATS, Wanted, write_reports
    from outward.studies.risks.reported import report_of_files
    from outward.studies.risks.study import SUBTITLE
    from outward.vocabulary.labels import LANGUAGES, Language

    events = events_of(given)
    if given.currency and not (len(given.currency) == 3 and given.currency.isascii() and given.currency.isalpha()):
        raise InvalidValueError(f"--currency is {given.currency[:20]!r}", "risk report",
                                "Give a code of ISO 4217, such as CNY.")
    result = report_of_files(
        given.panel, country=given.country, register=given.register, covers=given.covers, loss=given.loss,
        currency=given.currency.upper(), owner=given.owner, year=given.year, home=given.home, events=events,
        policy=policy_of(given), progress=tell_share)
    formats = tuple(each for each in FORMATS if given.format in (each, "all"))
    folders: dict[Language, Path] = {given.lang: given.out} if given.lang else {
        each: given.out / each for each in LANGUAGES}
    written = write_reports([
        Wanted(partial(build_report, [result], language=language, subtitle=SUBTITLE), folder, formats, None,
               f"../{'zh' if language == 'en' else 'en'}/report.html" if len(folders) > 1 else "")
        for language, folder in folders.items()])
    for path in written.paths:
        print(path)
    return 0
