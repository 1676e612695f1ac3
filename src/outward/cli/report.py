"""``outward report``: write a case's report, compare two, check one that came back, bundle what rebuilds one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outward.cli.cases import CASE_HELP, resolve_case, told

if TYPE_CHECKING:
    from outward.report.bundle import Settings
    from outward.report.write import Written
    from outward.studies.releases import Release
    from outward.vocabulary.labels import Language

_EPILOG = """\
also: outward report compare A B              numbers and sentences that changed between two reports
      outward report check RETURNED.docx      numbers that were edited by hand in a DOCX that came back
      outward report bundle CASE --out ZIP    everything that rebuilds the same bytes
      outward report rebuild ZIP --out DIR    the report from such a bundle
Each answers to --help. A case with such a name is given as a folder: ./compare.
"""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``report``, whose first word is a case or one of its own commands."""
    parser = commands.add_parser(
        "report", help="write the report of a case; compare, check, bundle and rebuild reports",
        description="Write the report of a case: report.html, report.pdf, report.docx, numbers.csv and trace.json, in "
                    "one folder a language.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", metavar="CASE", help=CASE_HELP)
    _add_settings(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="where to write; in a folder with files only an earlier report's are replaced")
    parser.set_defaults(run=run_report)
    own = {"compare": _compare_parser(), "check": _check_parser(), "bundle": _bundle_parser(),
           "rebuild": _rebuild_parser()}
    plain = parser.parse_known_args

    def parse(args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Hand the words after ``compare``, ``check``, ``bundle`` or ``rebuild`` to a parser of their own."""
        words = list(args or ())
        if words and words[0] in own:
            return own[words[0]].parse_known_args(words[1:], namespace)
        return plain(args, namespace)

    parser.parse_known_args = parse  # type: ignore[method-assign, assignment]


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("en", "zh"), default=None,
                        help="one language, straight into DIR (default: both, into DIR/en and DIR/zh)")
    parser.add_argument("--format", choices=("html", "pdf", "docx", "all"), default="all", help="one format (all)")
    parser.add_argument("--chapters", type=Path, default=None, metavar="FOLDER", help="chapters of your own")
    parser.add_argument("--template", type=Path, default=None, metavar="FILE.docx",
                        help="a DOCX whose page and styles to use (default: template.docx among the chapters)")
    parser.add_argument("--as-of", type=_iso_date, default=None, metavar="DATE",
                        help="use only what was known by this ISO date")
    parser.add_argument("--release", default=None, metavar="NAME", help="a release of the case (default: the newest)")


def _iso_date(given: str) -> str:
    from datetime import date

    try:
        day = date.fromisoformat(given).isoformat()
    except ValueError:
        day = ""
    if day != given or not given:  # 20171231 and 2017-W52-7 are read too, but dates are compared as texts
        raise argparse.ArgumentTypeError(f"{given!r} is no date; write one such as 2017-12-31")
    return day


def _compare_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="outward report compare",
        description="List the numbers and sentences that changed, came or went between two reports.")
    parser.add_argument("before", type=Path, metavar="A",
                        help="what --out named (each language that both have is compared), or one language's folder")
    parser.add_argument("after", type=Path, metavar="B", help="another")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run_compare)
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="outward report check",
        description="Find the numbers that were edited, lost or added by hand in a report.docx that came back. "
                    "Exit code 1 if there is one.")
    parser.add_argument("returned", type=Path, metavar="RETURNED.docx")
    parser.add_argument("--against", type=Path, default=None, metavar="DIR",
                        help="what --out named, or one language's folder in it (default: looked for beside the DOCX, "
                             "then in the current folder)")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run_check)
    return parser


def _bundle_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="outward report bundle",
        description="Pack release, chapters, template and settings so that the same report can be built again.")
    parser.add_argument("case", metavar="CASE", help=CASE_HELP)
    _add_settings(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    parser.set_defaults(run=run_bundle)
    return parser


def _rebuild_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="outward report rebuild", description="Write the report of a bundle again.")
    parser.add_argument("bundle", type=Path, metavar="FILE.zip")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.set_defaults(run=run_rebuild)
    return parser


def run_report(given: argparse.Namespace) -> int:
    """Write the report of a case."""
    settings = _settings(given)
    _check(settings, given.chapters, given.template, given.out)
    release = resolve_case(given.case, given.workspace, given.release)
    written = _write(release, settings, given.chapters, given.template, given.out)
    _tell_cautions(written)
    for path in written.paths:
        print(path)
    return 0


def _settings(given: argparse.Namespace) -> Settings:
    from outward.report.bundle import Settings

    return Settings(language=given.lang or "", format=given.format, as_of=given.as_of or "")


def _template(chapters: Path | None, template: Path | None) -> Path | None:
    """Give the template of the DOCX: the one that was named, else the one among the chapters."""
    from outward.report.chapters import TEMPLATE

    if template is None and chapters is not None and (chapters / TEMPLATE).is_file():
        return chapters / TEMPLATE
    return template


def _folders(settings: Settings, out: Path) -> dict[Language, Path]:
    both = len(settings.languages) > 1
    return {language: out / language if both else out for language in settings.languages}


def _check(settings: Settings, chapters: Path | None, template: Path | None, out: Path | None) -> None:
    """Look at everything that a command names before any work is done."""
    from outward.report.chapters import read_chapters
    from outward.report.write import check_folder

    for folder in _folders(settings, out).values() if out is not None else ():
        check_folder(folder, settings.formats)
    page = _template(chapters, template)
    if page is not None and (template is not None or "docx" in settings.formats):
        from outward.report.docx_safety import open_word_file

        open_word_file(page)
    if chapters is not None:
        for language in settings.languages:
            read_chapters(chapters, language)


def _write(release: Release, settings: Settings, chapters: Path | None, template: Path | None, out: Path) -> Written:
    from functools import partial

    from outward.report.build import build_report
    from outward.report.chapters import read_chapters
    from outward.report.sections import study_results
    from outward.report.write import Wanted, write_reports

    told("asking the studies")
    results = study_results(release, as_of=settings.as_of)
    both = len(settings.languages) > 1
    wanted = []
    for language, folder in _folders(settings, out).items():
        own = read_chapters(chapters, language) if chapters is not None else ()
        other = "zh" if language == "en" else "en"
        wanted.append(Wanted(partial(build_report, results, language=language, chapters=own),
                             folder, settings.formats, _template(chapters, template),
                             f"../{other}/report.html" if both and "html" in settings.formats else ""))
    return write_reports(wanted, progress=told)


def _tell_cautions(written: Written) -> None:
    import sys

    for caution in written.cautions:
        print(f"outward: caution: {caution}", file=sys.stderr)


def run_compare(given: argparse.Namespace) -> int:
    """Compare two reports, in each language that both have."""
    import json
    import sys

    from outward.report.compare import compare_languages, compare_reports
    from outward.report.originals import traces_in

    before, after = traces_in(given.before), traces_in(given.after)
    if len(before) == len(after) == 1:
        comparison = compare_reports(*before.values(), *after.values())
        as_json, text = comparison.as_json(), comparison.as_text()
    else:
        comparisons = compare_languages(before, after)
        as_json = {language: each.as_json() for language, each in comparisons.items()}
        text = "".join(f"{language}: {each.as_text()}" for language, each in comparisons.items())
        for language in sorted(before.keys() ^ after.keys()):
            print(f"outward: {language} is in {given.before if language in before else given.after} alone",
                  file=sys.stderr)
    print(json.dumps(as_json, ensure_ascii=False, indent=2) if given.json else text, end="\n" if given.json else "")
    return 0


def run_check(given: argparse.Namespace) -> int:
    """Check a report that came back; 1 if a number in it is not as written."""
    import json

    from outward.report.originals import trace_of_returned
    from outward.report.returned import check_returned

    folders = [given.against] if given.against is not None else [given.returned.parent, Path()]
    check = check_returned(given.returned, trace_of_returned(given.returned, folders))
    print(json.dumps(check.as_json(), ensure_ascii=False, indent=2) if given.json else check.as_text(),
          end="\n" if given.json else "")
    return 0 if check.is_clean else 1


def run_bundle(given: argparse.Namespace) -> int:
    """Pack what rebuilds a report, once a report was built from it."""
    import tempfile

    from outward.report.bundle import bundle, check_replaceable
    from outward.report.write import check_single, write_single

    settings = _settings(given)
    check_single(given.out)
    check_replaceable(given.out)
    _check(settings, given.chapters, given.template, None)
    release = resolve_case(given.case, given.workspace, given.release)
    packed = bundle(release, given.workspace, settings, chapters=given.chapters, template=given.template)
    told("building the report from the bundle, to see that it can be")
    with tempfile.TemporaryDirectory(prefix="outward-") as folder:
        tried = Path(folder, "bundle.zip")
        tried.write_bytes(packed)
        _tell_cautions(_rebuild(tried, Path(folder, "report")))
    write_single(given.out, packed)
    print(given.out)
    return 0


def run_rebuild(given: argparse.Namespace) -> int:
    """Write the report of a bundle again."""
    written = _rebuild(given.bundle, given.out)
    _tell_cautions(written)
    for path in written.paths:
        print(path)
    return 0


def _rebuild(bundle: Path, out: Path) -> Written:
    import tempfile

    from outward.report.bundle import unpack

    with tempfile.TemporaryDirectory(prefix="outward-") as folder:
        bundled = unpack(bundle, Path(folder))
        _check(bundled.settings, bundled.chapters, bundled.template, out)
        release = resolve_case(bundled.case, bundled.workspace, bundled.release)
        return _write(release, bundled.settings, bundled.chapters, bundled.template, out)
