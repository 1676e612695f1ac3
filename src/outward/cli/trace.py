"""``outward trace``: where a number of the report comes from."""

from __future__ import annotations

import argparse

from outward.cli.cases import CASE_HELP, resolve_case


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``trace``."""
    parser = commands.add_parser(
        "trace", help="show where a number comes from, down to printed cells",
        description="Print the trace of a number: its formula, the numbers that it is made of, and so on down to cells "
                    "as printed in a source. The ids stand in numbers.csv, in the annex, and on each number of a page.")
    parser.add_argument("case", metavar="CASE", help=CASE_HELP)
    parser.add_argument("id", metavar="ID", help="the number's id, such as cell:1:1")
    parser.add_argument("--json", action="store_true", help="print it as JSON, the inputs nested")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of units and sources (en)")
    parser.add_argument("--as-of", default="", metavar="DATE", help="use only what was known by this ISO date")
    parser.add_argument("--release", default=None, metavar="NAME", help="a release of the case (default: the newest)")
    parser.set_defaults(run=run_trace)


def run_trace(given: argparse.Namespace) -> int:
    """Print one number's trace."""
    import json

    from outward.report.build import build_report, no_picture
    from outward.report.sections import study_results
    from outward.report.trace import nested_trace, trace_text

    release = resolve_case(given.case, given.workspace, given.release)
    results = study_results(release, as_of=given.as_of)
    report = build_report(results, language=given.lang, describe=no_picture)
    if given.json:
        print(json.dumps(nested_trace(given.id, report.numbers), ensure_ascii=False, indent=2))
    else:
        print(trace_text(given.id, report.numbers, given.lang), end="")
    return 0
