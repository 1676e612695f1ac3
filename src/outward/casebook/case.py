"""The case's settings: what ``case.toml`` says about region, industry, comparisons and paths to targets."""

from __future__ import annotations

from dataclasses import dataclass

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A stated growth by which a target's reaching is dated: an assumption of the case's author, never a forecast."""

    target: str  # id of the target in the register of targets
    pace: float  # per year: % of the level, or points where the indicator is a share
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A region's industry under study, as ``case.toml`` describes it."""

    id: str
    name: Label
    title: Label  # of the report
    region: str  # region id: the home region, such as CN-LN
    nation: str  # region id: the whole it is compared with, such as CHN
    sector: str  # sector id: the industry as a whole
    sectors: tuple[str, ...]  # sector ids: its parts, in the order of tables
    coverage: str  # traditional | full
    known_on: str  # ISO date: when the case's main source was out
    benchmarks: tuple[str, ...] = ()  # region ids it is compared with
    synthetic: bool = False  # made-up data: every page and document says so
    price_index: str = ""  # indicator id of the deflator, where one is loaded
    base_period: str = ""  # the deflator's base year for constant prices
    target_paths: tuple[TargetPath, ...] = ()
    source: str = ""  # id of the source of every number that names none; empty: the case's only one, if there is one
