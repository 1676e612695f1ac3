"""``outward risk series``: the levels of warning on a case's own series."""

from __future__ import annotations

import argparse
from pathlib import Path

from outward.cli.cases import CASE_HELP, resolve_case


def add_series(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``series``."""
    parser = risk.add_parser(
        "series", help="watch a case's own ranks and growth rates",
        description="Grade every rank and growth rate of a case with three values or more: places lost in a period, "
                    "and growth that falls. A level is left only when the series has clearly moved back.")
    parser.add_argument("case", metavar="CASE", help=CASE_HELP)
    for name, unit, defaults in (("rank", "places lost", (1, 2, 4)), ("growth", "percent of fall", (0, 5, 10))):
        parser.add_argument(f"--{name}", type=float, nargs=3, metavar=("WATCH", "WARNING", "ALARM"), default=defaults,
                            help=f"{unit} from which each level holds ({' '.join(map(str, defaults))})")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every series and its levels there, as CSV")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="language of the names (en)")
    parser.add_argument("--as-of", default="", metavar="DATE", help="use only what was known by this ISO date")
    parser.set_defaults(run=run_series)


def run_series(given: argparse.Namespace) -> int:
    """Run ``outward risk series``."""
    from outward.cli.output import print_rows
    from outward.risk.watching import Thresholds
    from outward.studies.csv_tables import table
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.series_watched import watched_series

    check_targets([given.out] if given.out else [], [])
    ranks, growth = Thresholds(*given.rank), Thresholds(*given.growth)
    found = watched_series(resolve_case(given.case, given.workspace), as_of=given.as_of, ranks=ranks, growth=growth)
    if given.out:
        put_files({given.out: table(
            ("kind", "series", "indicator", "period", "value", "measure", "level", "printed_at"),
            [(one.kind, one.name.text(given.language), one.indicator, period, value, measure, level, place)
             for one in found
             for period, value, measure, level, place in zip(
                 one.watched.labels, one.values, one.watched.measures, one.watched.levels, one.places, strict=True)])})
        print(f"wrote {given.out}")
    if not found:
        print("the case has no rank or growth rate with three values or more: import some with `outward data import`")
        return 0
    print_rows(("level", "since", "series", "values"),
               [(one.watched.level, one.watched.since, one.name.text(given.language),
                 " ".join(f"{value:g}" for value in one.values[-8:])) for one in found])
    return 0
