"""``outward risk stream`` and ``outward risk monitor``: event files and exchange rates watched."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outward.ingest.events import FileCount
    from outward.studies.risks.signalled import Signalled
    from outward.vocabulary.labels import Language

_SHOWN = 20  # rows on a terminal


def add_stream(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``risk stream``."""
    parser = risk.add_parser(
        "stream", help="count event files and tell what was reported unusually often",
        description="Count GDELT, ACLED or own event files by country, day and kind, and tell the day's signals. "
                    "A file that was counted before changes nothing; a day without a file is missing, not zero.",
        epilog="docs/how-to/watch-events-and-rates.md shows it with a file of one's own.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE",
                        help="GDELT 1.0 or 2.0 export, ACLED export, own CSV (also .zip, .gz), or a Parquet archive")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="the folder of counts; signals.csv and signals.json are written there")
    parser.add_argument("--on", type=_day, metavar="DAY", help="the day, as 2024-05-01 (the newest that is counted)")
    parser.add_argument("--floor", type=float, metavar="N",
                        help="events reported a day below which a country is not monitored (10)")
    parser.add_argument("--false-discoveries", type=float, metavar="Q", dest="false_discoveries",
                        help="share of signals that chance alone may make (0.05)")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="language of what is printed (en)")
    parser.set_defaults(run=run_stream)


def add_monitor(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``risk monitor``."""
    parser = risk.add_parser(
        "monitor", help="watch exchange rates, with the record of such warnings",
        description="Watch monthly exchange rates against the dollar: those of HMRC that come with Outward, or a file.")
    parser.add_argument("--rates", type=Path, metavar="FILE",
                        help="CSV of date, currency or country, and rate (units for one dollar), a row a month")
    parser.add_argument("--out", type=Path, metavar="FILE",
                        help="write all currencies there: .csv, or .json with series")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="language of what is printed (en)")
    parser.set_defaults(run=run_monitor)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given[:40]!r} is no day; write 2024-05-01") from None


def run_stream(given: argparse.Namespace) -> int:
    """Run ``outward risk stream``."""
    from dataclasses import replace

    from outward.ingest.events import count_event_files
    from outward.risk.signals import SignalChoices
    from outward.studies.files import put_files
    from outward.studies.risks.signalled import signalled
    from outward.studies.risks.signals_written import signals_csv, signals_json

    changed = {name: value for name, value in (("floor", given.floor), ("false_discoveries", given.false_discoveries))
               if value is not None}
    choices = replace(SignalChoices(), **changed)
    if given.files:
        counted = count_event_files(given.files, given.out, progress=lambda text: print(text, file=sys.stderr))
        for file in counted.files:
            print(_file_line(file))
    found = signalled(given.out, on=given.on, choices=choices)
    put_files({given.out / "signals.csv": signals_csv(found), given.out / "signals.json": signals_json(found)})
    print(f"wrote {given.out / 'signals.csv'}")
    print(f"wrote {given.out / 'signals.json'}")
    _tell_signals(found, given.language)
    return 0


def _file_line(file: FileCount) -> str:
    if file.was_known:
        return f"{file.name}: counted before, nothing changed"
    left = [f"{count:,} {reason}" for count, reason in (
        (file.unreadable, "unreadable"), (file.undated, "without date"), (file.late, "told too late"),
        (file.unplaced, "without country"), (file.unsorted, "of no known kind")) if count]
    return f"{file.name} ({file.layout}): {file.taken:,} of {file.rows:,} rows" + (
        f"; left out: {', '.join(left)}" if left else "")


def _tell_signals(found: Signalled, language: str) -> None:
    from outward.cli.output import print_rows
    from outward.risk.event_kinds import event_kinds
    from outward.vocabulary.warning_levels import LEVEL_NAMES

    is_zh = language == "zh"
    day = found.found
    print(f"{day.on.isoformat()}：报道异常增多{len(day.signals)}项（共检验{day.tested:,}项），均为报道，未经核实"
          if is_zh else f"{day.on.isoformat()}: signals: {len(day.signals)}, of {day.tested:,} cells of country and "
                        "kind; reported events, not incidents")
    shown: Language = "zh" if is_zh else "en"
    rows: list[Sequence[object]] = [
        (LEVEL_NAMES[each.level].text(shown), each.country, event_kinds()[each.kind].name.text(shown), each.events,
         f"{each.expected:.1f}", f"{each.z:.1f}" if each.z == each.z else "-", f"{each.q:.4f}",
         ("多为境外媒体" if is_zh else "mostly foreign outlets") if each.is_mostly_foreign else "")
        for each in day.signals[:_SHOWN]]
    if rows:
        print_rows(("等级", "国家", "类别", "报道数", "预期", "z", "q", "") if is_zh else
                   ("level", "country", "kind", "events", "expected", "z", "q", ""), rows)
    for each in day.signals[:_SHOWN]:
        for report in found.reports.get((each.country, each.kind), ()):
            print(f"  {each.country} {each.kind}: {' '.join(filter(None, (report.title, report.url)))}")
    if day.drifts:
        listed = ", ".join(f"{each.country} {each.kind}" for each in day.drifts[:_SHOWN])
        chance = f"{day.chance_drifts:.1f}"
        print(f"缓慢上升{len(day.drifts)}项（仅凭偶然至多约{chance}项）：{listed}" if is_zh else
              f"slow rises: {len(day.drifts)} (by chance at most about {chance}): {listed}")
    for gap in found.gaps:
        print(gap.text(shown))


def run_monitor(given: argparse.Namespace) -> int:
    """Run ``outward risk monitor``."""
    from outward.cli.output import print_rows
    from outward.risk.ratewatch import SIGN_NAMES
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.ratewatched import place_name, rates_watched
    from outward.studies.risks.signals_written import rates_csv, rates_json, record_lines
    from outward.vocabulary.warning_levels import LEVEL_NAMES

    if given.out:
        check_targets([given.out], [given.rates] if given.rates else [])
        if given.out.suffix.lower() not in (".csv", ".json"):
            raise InvalidValueError(f"--out {given.out}", "risk monitor", "Name a file that ends in .csv or .json.")
    found = rates_watched(given.rates)
    if given.out:
        put_files({given.out: rates_json(found) if given.out.suffix.lower() == ".json" else rates_csv(found)})
        print(f"wrote {given.out}")
    is_zh = given.language == "zh"
    watched = [row for row in found.watch.rows if row.level != "quiet"]
    title, month, all_rows = found.source.title.text(given.language), found.watch.last, len(found.watch.rows)
    print(f"{title}：{month}，{all_rows}种货币中{len(watched)}种需留意" if is_zh else
          f"{title}: {month}, {len(watched)} of {all_rows} currencies are not quiet")
    if watched:
        print_rows(("等级", "货币", "经济体", "1个月", "12个月", "起始", "信号") if is_zh else
                   ("level", "code", "economy", "1 month", "12 months", "since", "signs"),
                   [(LEVEL_NAMES[row.level].text(given.language), row.code,
                     place_name(row.code, row.economies).text(given.language), _signed(row.change_1m),
                     _signed(row.change_12m), row.since,
                     ("、" if is_zh else ", ").join(SIGN_NAMES[sign].text(given.language) for sign in row.signs))
                    for row in watched])
    for line in (*record_lines(found), *found.gaps):
        print(line.text(given.language))
    return 0


def _signed(change: float) -> str:
    return f"{change:+.1%}" if change == change else "-"
