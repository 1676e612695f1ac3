"""``outward index``: rank regions or countries by an index whose every choice is open."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outward.composite import Framework, IndexData
    from outward.studies.indices.assessment import Assessment

_SHOWN = 20  # units on a terminal
_SPEC_HELP = "a framework (TOML), or one that comes with Outward: see `outward index frameworks`"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``index`` and its subcommands."""
    group = commands.add_parser(
        "index", help="rank regions or host countries by a composite index",
        description="Rank regions or countries by a composite index: every choice is named, every rank has its band.",
        epilog="docs/how-to/rank-with-an-index.md shows it from a spreadsheet to a defended ranking.")
    index = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    evaluate = _with_data(index.add_parser("evaluate", help="compute scores, ranks and their bands"))
    evaluate.add_argument("--out", type=Path, required=True, metavar="DIR",
                          help="write scores.csv, values.csv, ranks.csv and result.json there")
    evaluate.set_defaults(run=run_evaluate)
    sensitivity = _with_data(index.add_parser("sensitivity", help="say which choices and weights move the ranks"))
    sensitivity.add_argument("--out", type=Path, required=True, metavar="DIR",
                             help="write sobol.csv, left_out.csv, ranks.csv and result.json there")
    sensitivity.add_argument("--samples", type=int, default=1000, metavar="N",
                             help="rows of the sample; it takes N times (factors + 2) runs (1000)")
    sensitivity.add_argument("--exact", action="store_true",
                             help="every combination of alternatives once, with the stated weights")
    sensitivity.set_defaults(run=run_sensitivity)
    _add_compare(index)
    _add_explain(index)
    report = _with_data(index.add_parser("report", help="write the ranking as a report: HTML, PDF and DOCX"))
    report.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write")
    report.add_argument("--unit", default="", metavar="UNIT", help="the unit whose report it is: its card is in it")
    report.add_argument("--lang", choices=("en", "zh"), default=None,
                        help="one language, straight into DIR (default: both, into DIR/en and DIR/zh)")
    report.add_argument("--format", choices=("html", "pdf", "docx", "all"), default="all", help="one format (all)")
    report.set_defaults(run=run_report)
    coin = index.add_parser("from-coin", help="take over an index of the R package COINr")
    coin.add_argument("idata", type=Path, metavar="IDATA.csv", help="table of units (iData)")
    coin.add_argument("imeta", type=Path, metavar="IMETA.csv", help="table of codes (iMeta)")
    coin.add_argument("--out", type=Path, required=True, metavar="DIR", help="write spec.toml and data.csv there")
    coin.set_defaults(run=run_from_coin)
    weights = index.add_parser("weights", help="find the weights behind published scores",
                               description="Find the weights of an arithmetic mean from printed scores and parts, and "
                                           "the range of each with which every score follows within rounding.")
    weights.add_argument("file", type=Path, metavar="FILE", help="CSV or .xlsx with a row a unit")
    weights.add_argument("--score", required=True, metavar="COLUMN", help="the column of the scores")
    weights.add_argument("--part", action="append", required=True, metavar="COLUMN", dest="parts",
                         help="a column of a part; again for another")
    weights.set_defaults(run=run_weights)
    choices = index.add_parser("choices", help="list every choice, its values, its default and why")
    choices.add_argument("--json", action="store_true", help="as JSON")
    choices.add_argument("--language", choices=("en", "zh"), default="en", help="language of the reasons (en)")
    choices.set_defaults(run=run_choices)
    frameworks = index.add_parser("frameworks", help="list the frameworks that come with Outward")
    frameworks.add_argument("--language", choices=("en", "zh"), default="en", help="language of the names (en)")
    frameworks.add_argument("--write", metavar="ID", help="print the framework of this id, to change it")
    frameworks.set_defaults(run=run_frameworks)
    template = index.add_parser("template", help="make the spreadsheet to fill for a framework")
    template.add_argument("spec", metavar="SPEC", help=_SPEC_HELP)
    template.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="where it goes")
    template.add_argument("--language", choices=("en", "zh"), default="en", help="language of the explanations (en)")
    template.set_defaults(run=run_template)


def _with_data(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("spec", metavar="SPEC", help=_SPEC_HELP)
    parser.add_argument("--data", type=Path, required=True, metavar="FILE",
                        help="the data: CSV in UTF-8, or .xlsx; long (unit, variable, value) or a column a variable")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings",
                        help="change a choice of the framework; again for another (`outward index choices` lists them)")
    parser.add_argument("--weight", action="append", default=[], metavar="CODE=NUMBER", dest="weights",
                        help="change the weight of an indicator or pillar among its siblings; again for another")
    return parser


def _add_compare(index: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _with_data(index.add_parser(
        "compare", help="compare two years or two versions, and split what changed",
        description="Compare an index with itself in another year, with other choices, data or framework. What is "
                    "given with --to-... is the later side; all else is as on the first."))
    parser.add_argument("--to-data", type=Path, metavar="FILE", help="the other side's data")
    parser.add_argument("--to-spec", metavar="SPEC", help="the other side's framework")
    parser.add_argument("--to-set", action="append", default=[], metavar="KEY=VALUE", dest="to_settings",
                        help="the other side's choice, such as data.year=2015; again for another")
    parser.add_argument("--to-weight", action="append", default=[], metavar="CODE=NUMBER", dest="to_weights",
                        help="the other side's weight; again for another")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="write comparison.csv and causes.csv there")
    parser.set_defaults(run=run_compare)


def _add_explain(index: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = index.add_parser("explain", help="say why a unit stands where it stands")
    parser.add_argument("unit", metavar="UNIT", help="code of a unit, or its name")
    _with_data(parser)
    parser.add_argument("--peer", action="append", default=[], metavar="UNIT", dest="peers",
                        help="hold it against these instead of all others; again for another")
    parser.add_argument("--rank", type=int, metavar="K", help="also say what would bring it to this rank")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it as JSON")
    parser.set_defaults(run=run_explain)


def run_evaluate(given: argparse.Namespace) -> int:
    """Run ``outward index evaluate``."""
    from outward.studies.indices.assessment import assess
    from outward.studies.indices.written import ranks_csv, result_json, scores_csv, values_csv

    framework, data = _read(given)
    found = assess(framework, data)
    _put(given.out, {"scores.csv": scores_csv(found.evaluation), "values.csv": values_csv(found.evaluation),
                     "ranks.csv": ranks_csv(found), "result.json": result_json(found)})
    _tell_ranks(found)
    return 0


def run_sensitivity(given: argparse.Namespace) -> int:
    """Run ``outward index sensitivity``."""
    from outward.cli.output import print_rows
    from outward.studies.indices.assessment import assess
    from outward.studies.indices.written import left_out_csv, ranks_csv, result_json, sobol_csv

    if not 2 <= given.samples <= 1_000_000:
        raise InvalidValueError(f"--samples is {given.samples}", "index sensitivity", "Give 2 to 1,000,000.")
    framework, data = _read(given)
    found = assess(framework, data, samples=given.samples, exact=given.exact)
    _put(given.out, {"sobol.csv": sobol_csv(found), "left_out.csv": left_out_csv(found), "ranks.csv": ranks_csv(found),
                     "result.json": result_json(found)})
    if found.sensitivity:
        mean = found.sensitivity[0]
        print_rows(("factor", "first order", "total"),
                   [(name, f"{mean.first[place]:.3f}", f"{mean.total[place]:.3f}")
                    for place, name in enumerate(mean.factors)])
    else:
        print("no [[factor]] is stated, and --exact varies nothing else" if given.exact else
              "nothing is varied: state [[factor]]s, or set uncertainty.weight_spread above 0")
    return 0


def run_compare(given: argparse.Namespace) -> int:
    """Run ``outward index compare``."""
    from outward.cli.output import print_rows
    from outward.composite.comparison import compare
    from outward.studies.indices.reading import data_file, framework_named
    from outward.studies.indices.written import causes_csv, comparison_csv

    if not (given.to_data or given.to_spec or given.to_settings or given.to_weights):
        raise InvalidValueError("there is no other side", "index compare",
                                "Give --to-set, --to-weight, --to-data or --to-spec.")
    before, data = _read(given)
    after = framework_named(given.to_spec) if given.to_spec else before
    after = _changed(after, given.to_settings, given.to_weights)
    other = data_file(given.to_data or given.data, after) if given.to_data or given.to_spec else data
    found = compare(before, data, after, other)
    _put(given.out, {"comparison.csv": comparison_csv(found), "causes.csv": causes_csv(found)})
    moved = sorted(range(len(found.units)), key=lambda place: (-abs(int(found.gained[place])), found.units[place]))
    print_rows(("unit", "before", "after", "gained", *found.causes),
               [(found.units[place], int(found.before[place]), int(found.after[place]), f"{found.gained[place]:+d}",
                 *(f"{share:+.1f}" for share in found.split[place])) for place in moved[:_SHOWN]])
    return 0


def run_explain(given: argparse.Namespace) -> int:
    """Run ``outward index explain``."""
    from outward.composite import evaluate
    from outward.composite.explanation import profile
    from outward.composite.levers import levers
    from outward.studies.files import check_targets, put_files
    from outward.studies.indices.told import profile_lines
    from outward.studies.indices.written import profile_json

    targets = [given.json] if given.json else []
    check_targets(targets, [given.data])
    framework, data = _read(given)
    evaluation = evaluate(framework, data)
    unit, *peers = (_unit(evaluation.units, evaluation.inputs.names, each) for each in (given.unit, *given.peers))
    found = profile(evaluation, unit, peers=tuple(peers))
    moves = levers(evaluation, unit, given.rank) if given.rank is not None else None
    for line in profile_lines(evaluation, found, moves):
        print(line)
    put_files({path: profile_json(found, moves) for path in targets})
    return 0


def run_report(given: argparse.Namespace) -> int:
    """Run ``outward index report``."""
    from functools import partial

    from outward.composite.explanation import place_of
    from outward.report.build import build_report
    from outward.report.write import FORMATS, Wanted, write_reports
    from outward.studies.indices.assessment import assess
    from outward.studies.indices.study import REPORT_SUBTITLE, table_result
    from outward.vocabulary.labels import LANGUAGES, Language

    framework, data = _read(given)
    found = assess(framework, data)
    home = _unit(found.evaluation.units, found.evaluation.inputs.names, given.unit) if given.unit else ""
    if home:
        place_of(found.evaluation, home)  # says why, where the unit was not ranked
    formats = tuple(each for each in FORMATS if given.format in (each, "all"))
    folders: dict[Language, Path] = {given.lang: given.out} if given.lang else {
        each: given.out / each for each in LANGUAGES}
    result = table_result(found, home=home)
    written = write_reports([
        Wanted(partial(build_report, [result], language=language, subtitle=REPORT_SUBTITLE), folder, formats, None,
               f"../{'zh' if language == 'en' else 'en'}/report.html" if len(folders) > 1 else "")
        for language, folder in folders.items()])
    for path in written.paths:
        print(path)
    return 0


def run_from_coin(given: argparse.Namespace) -> int:
    """Run ``outward index from-coin``."""
    from outward.composite import framework_toml
    from outward.studies.indices.reading import coin_files
    from outward.studies.indices.written import coin_csv

    tables = coin_files(given.idata, given.imeta)
    _put(given.out, {"spec.toml": framework_toml(tables.framework).encode(), "data.csv": coin_csv(tables)})
    return 0


def run_weights(given: argparse.Namespace) -> int:
    """Run ``outward index weights``."""
    from outward.cli.output import print_rows
    from outward.composite.published import recover_weights
    from outward.studies.indices.reading import printed_scores

    printed = printed_scores(given.file, given.score, given.parts)
    found = recover_weights(printed.parts, printed.scores, part_digits=printed.part_digits,
                            score_digits=printed.score_digits)
    print_rows(("part", "weight", "least", "greatest"),
               [(name, f"{weight:.4f}", f"{low:.4f}", f"{high:.4f}") for name, weight, low, high in
                zip(given.parts, found.weights, found.low, found.high, strict=True)])
    said = "every score follows from them within rounding" if found.is_exact else (
        "no weights explain every score within rounding: it is no arithmetic mean of these parts, or a figure is wrong")
    print(f"{len(printed.scores)} units; {said}; the furthest off is {found.largest_residual:.6f}")
    return 0


def run_choices(given: argparse.Namespace) -> int:
    """Run ``outward index choices``."""
    from outward.cli.output import print_json
    from outward.studies.indices.written import choices_json

    choices = choices_json()
    if given.json:
        print_json(choices)
    else:
        for each in choices:
            print(f"{each['key']} = {each['default']}\n    {each['name'][given.language]}: {each['values']}\n"
                  f"    {each['reason'][given.language]}")
    return 0


def run_frameworks(given: argparse.Namespace) -> int:
    """Run ``outward index frameworks``."""
    from outward.cli.output import print_rows
    from outward.composite.shipped import SHIPPED, framework_text, shipped_framework

    if given.write:
        print(framework_text(given.write), end="")
    else:
        print_rows(("id", "name", "ranks"), [(id, shipped_framework(id).name.text(given.language),
                                              shipped_framework(id).units.text(given.language)) for id in SHIPPED])
    return 0


def run_template(given: argparse.Namespace) -> int:
    """Run ``outward index template``."""
    from outward.studies.files import check_targets, put_files
    from outward.studies.indices.reading import framework_named
    from outward.studies.indices.template import template

    check_targets([given.out], [])
    put_files({given.out: template(framework_named(given.spec), given.language)})
    print(f"wrote {given.out}")
    return 0


def _read(given: argparse.Namespace) -> tuple[Framework, IndexData]:
    from outward.studies.indices.reading import data_file, framework_named

    framework = _changed(framework_named(given.spec), given.settings, given.weights)
    return framework, data_file(given.data, framework)


def _changed(framework: Framework, settings: list[str], weights: list[str]) -> Framework:
    from outward.composite.choices import read_setting

    changed = framework.with_choices(dict(map(read_setting, settings)))
    return changed.with_weights(_weights(framework, weights)) if weights else changed


def _weights(framework: Framework, given: list[str]) -> Mapping[str, float]:
    known = {node.code for node in framework.nodes if node is not framework.index}
    weights = {}
    for each in given:
        code, _, number = each.partition("=")
        try:
            weights[code] = float(number)
        except ValueError:
            weights[code] = -1.0
        if code not in known or not 0 <= weights[code] < float("inf"):
            raise InvalidValueError(f"{each!r} is no weight", f"framework {framework.id}",
                                    f"Write CODE=NUMBER, 0 or more; codes are {', '.join(sorted(known)[:12])}.")
    return weights


def _unit(units: tuple[str, ...], names: tuple[object, ...], given: str) -> str:
    """Give the code of a unit that was named by code or name."""
    from outward.vocabulary.labels import Label

    if given in units:
        return given
    for unit, name in zip(units, names, strict=True):
        if isinstance(name, Label) and given.casefold() in (name.en.casefold(), name.zh.casefold()):
            return unit
    return given  # says itself that it is unknown


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made where it is not there."""
    from outward.studies.files import put_files

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be made: {error.strerror or error}", str(folder), "Name another folder.") from error
    put_files({folder / name: data for name, data in contents.items()})
    for name in contents:
        print(f"wrote {folder / name}")


def _tell_ranks(found: Assessment) -> None:
    from outward.cli.output import print_rows
    from outward.composite.alternatives import unvaried

    evaluation = found.evaluation
    low, high = found.uncertainty.quantile(0.05), found.uncertainty.quantile(0.95)
    if found.data.is_synthetic:
        print("the data are synthetic: no result about any real unit")
    print_rows(("rank", "unit", "score", "5%", "95%"),
               [(int(evaluation.rank[place]), evaluation.units[place], f"{evaluation.score[place]:.2f}",
                 f"{low[place]:.1f}", f"{high[place]:.1f}")
                for place in evaluation.from_best()[:_SHOWN] if evaluation.rank[place]])
    for name in unvaried(found.framework):
        print(f"the alternatives of {name!r} leave out what is chosen: a rank may lie outside its own band")
    for grouping in found.wanting:
        print(f"not tried: alternatives that fill gaps by {grouping}, of which the data say nothing")
    for each in evaluation.excluded:
        of = f" of pillar {each.pillar}" if each.pillar else ""
        print(f"not ranked: {each.unit} has {each.available} of {each.of} indicators{of}")
