"""``outward risk report``: an outlook as a report of its own, with the exposure of a register where one is given."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from outward.errors import InvalidValueError


def add_report(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``report``."""
    parser = risk.add_parser(
        "report", help="write what may happen, why, how sure and how often such warnings were right as a report",
        description="Forecast from a panel and write report.html, report.pdf, report.docx, numbers.csv and trace.json, "
                    "in one folder a language. A register adds a chapter on what that means for what you have abroad.",
        epilog="docs/how-to/report-on-risk.md shows it.")
    parser.add_argument("--panel", type=Path, required=True, metavar="DIR",
                        help="folder of CSV files; docs/how-to/fill-a-risk-panel.md says which")
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
    parser.add_argument("--event", action="append", default=[], dest="events", metavar="EVENT",
                        help="only this event; again for another (default: all that have a model)")
    parser.add_argument("--year", type=int, metavar="YEAR", help="first target year (after the newest figures)")
    parser.add_argument("--home", default="CHN", metavar="ISO3", help="the home country (CHN)")
    for level, cost in (("watch", 50), ("warning", 20), ("alarm", 10)):
        parser.add_argument(f"--{level}", type=float, default=float(cost), metavar="COST",
                            help=f"{level} where a missed event costs this many false alarms ({cost})")
    parser.add_argument("--lang", choices=("en", "zh"), default=None,
                        help="one language, straight into DIR (default: both, into DIR/en and DIR/zh)")
    parser.add_argument("--format", choices=("html", "pdf", "docx", "all"), default="all", help="one format (all)")
    parser.set_defaults(run=run_report)


def run_report(given: argparse.Namespace) -> int:
    """Run ``outward risk report``."""
    from functools import partial

    from outward.report.build import build_report
    from outward.report.write import FORMATS, Wanted, write_reports
    from outward.risk.levels import Policy
    from outward.risk.modelled import MODELLED, specification
    from outward.studies.risks.reported import report_of_files
    from outward.studies.risks.study import SUBTITLE
    from outward.vocabulary.labels import LANGUAGES, Language

    events = tuple(dict.fromkeys(given.events)) or tuple(MODELLED)
    for id in events:
        specification(id)  # an unknown one is refused before any work
    if given.currency and not (len(given.currency) == 3 and given.currency.isascii() and given.currency.isalpha()):
        raise InvalidValueError(f"--currency is {given.currency[:20]!r}", "risk report",
                                "Give a code of ISO 4217, such as CNY.")
    result = report_of_files(
        given.panel, country=given.country, register=given.register, covers=given.covers, loss=given.loss,
        currency=given.currency.upper(), owner=given.owner, year=given.year, home=given.home, events=events,
        policy=Policy(watch=given.watch, warning=given.warning, alarm=given.alarm), progress=_told)
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


def _told(done: float, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:4.0%} {what:<40}", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)
