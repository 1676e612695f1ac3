"""``outward risk panel``: fill the folder of a risk panel from providers' own files, and look what is in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outward.vocabulary.labels import Label

_ADDED = {"en": ("family", "years", "countries", "new rows", "known rows", "file"),
          "zh": ("数据族", "年份", "国家和地区", "新增行", "已有行", "文件")}
_SHOWN = {"en": ("family", "what", "files", "rows", "countries", "years", "filled", "known after"),
          "zh": ("数据族", "内容", "文件数", "行数", "国家和地区", "年份", "完整率", "公布滞后")}
_NAMES = ("wgi", "vdem", "ucdp", "powell-thyne", "weo", "wdi", "laeven-valencia", "integrated-values", "long")


def add_panel(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``panel`` and its subcommands to ``outward risk``."""
    group = risk.add_parser(
        "panel", help="fill a panel from providers' own files, and look what is in it",
        description="A panel is a folder of CSV files, a family of files a source.",
        epilog="docs/how-to/fill-a-risk-panel.md says where each file is got, and under what terms.")
    panel = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = panel.add_parser("add", help="convert a provider's file and put it into the folder")
    add.add_argument("file", type=Path, metavar="FILE", help="the file as the provider hands it out")
    add.add_argument("--provider", choices=_NAMES, default="", metavar="NAME",
                     help=f"whose it is, where its columns do not say: {', '.join(_NAMES)}")
    add.add_argument("--family", default="", metavar="NAME", help="take this family only, of a file that has several")
    add.add_argument("--from", type=int, dest="first", metavar="YEAR", help="take nothing before this year")
    add.add_argument("--to", type=int, dest="until", metavar="YEAR",
                     help="take nothing after this year; of a list of coups, the last year that it covers")
    add.set_defaults(run=run_add)
    show = panel.add_parser("show", help="list families, years, countries, publication lag and gaps")
    show.set_defaults(run=run_show)
    for each in (add, show):
        each.add_argument("--panel", type=Path, required=True, metavar="DIR", help="the panel's folder")
        each.add_argument("--language", choices=("en", "zh"), default="en", help="language of names and gaps (en)")


def run_add(given: argparse.Namespace) -> int:
    """Run ``outward risk panel add``."""
    from outward.cli.output import print_rows
    from outward.ingest.panels import add_to_panel

    language: Literal["en", "zh"] = given.language
    added = add_to_panel(given.file, given.panel, provider=given.provider, family=given.family,
                         first=given.first, until=given.until)
    source = added.source
    title, publisher = source.title.text(language), source.publisher.text(language)
    print(f"{title} ({publisher})" if language == "en" else f"{title}（{publisher}）")
    if source.licence:
        print(f"terms: {source.licence}" if language == "en" else f"使用条款：{source.licence}")
    print_rows(_ADDED[language],
               [(table.family, f"{table.years[0]}-{table.years[1]}", table.countries, table.new, table.known,
                 table.path.name if table.path else "-") for table in added.tables])
    _tell(added.gaps, language)
    return 0


def run_show(given: argparse.Namespace) -> int:
    """Run ``outward risk panel show``."""
    from outward.cli.output import print_rows
    from outward.ingest.panel_overview import panel_overview

    language: Literal["en", "zh"] = given.language
    found = panel_overview(given.panel)
    print_rows(_SHOWN[language],
               [(one.family, one.label.text(language), one.files, one.rows, one.countries,
                 f"{one.years[0]}-{one.years[1]}", f"{100 * one.filled:.0f}%",
                 "-" if one.lag is None else f"{one.lag} {'y' if language == 'en' else '年'}")
                for one in found.families])
    for one in found.families:
        for gap in one.gaps:
            print(f"{one.family}: {gap.text(language)}")
    _tell(found.gaps, language)
    return 0


def _tell(gaps: Sequence[Label], language: Literal["en", "zh"]) -> None:
    for gap in gaps:
        print(f"note: {gap.text(language)}" if language == "en" else f"说明：{gap.text(language)}")
