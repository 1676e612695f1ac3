"""Reported events as their page shows them: a day's signals with the reports behind each, never as incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from outward.vocabulary.labels import Label, Language
from outward_portal.risks.standings import named
from outward_portal.risks.words import kinds
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

if TYPE_CHECKING:
    from outward.risk.citations import Citation
    from outward.risk.signals import Signal
    from outward.studies.risks.signalled import Signalled

FOLDER: Final = Path("risk") / "events"
"""Below the workspace: where ``outward risk stream FILES --out`` keeps the counts that the page shows."""


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A signal in words."""

    signal: Signal
    region: str  # empty where the registers do not know the country
    country: str
    kind: Label
    risk: Label
    level: Label
    events: str
    expected: str
    z: str
    q: str
    foreign: str
    reports: tuple[Citation, ...]


def folder() -> Path:
    """Give the folder of counts."""
    return Path(settings.WORKSPACE) / FOLDER


def is_there() -> bool:
    """Whether event files were counted."""
    return (folder() / "manifest.json").is_file()


def signals_of(on: date | None) -> Signalled:
    """Find the signals of a day; the newest that is counted without one.

    Raises
    ------
    OutwardError
        If nothing is counted, no file covers the day, or the counts cannot be read.
    """
    manifest = folder() / "manifest.json"
    stamp = manifest.stat().st_mtime_ns if manifest.is_file() else 0
    return _signals(folder(), stamp, on)


@lru_cache(maxsize=16)
def _signals(folder: Path, stamp: int, on: date | None) -> Signalled:  # noqa: ARG001  (another stamp: counted anew)
    from outward.studies.risks.signalled import signalled

    return signalled(folder, on=on)


def _place(iso3: str, language: Language) -> tuple[str, str]:
    region, name = named(iso3, Label(iso3, iso3))
    return region, name.text(language)


def shown(found: Signalled) -> list[ShownSignal]:
    """Put a day's signals into words, the most certain first."""
    from outward.risk.event_kinds import event_kinds
    from outward.vocabulary.warning_levels import LEVEL_NAMES

    language = current_language()
    return [ShownSignal(
        each, *_place(each.country, language), event_kinds()[each.kind].name,
        kinds().get(each.category or "", Label("", "")), LEVEL_NAMES[each.level], words.number(each.events),
        words.number(round(each.expected, 1)), f"{each.z:.1f}" if each.z == each.z else "–", f"{each.q:.2g}",
        f"{each.foreign:.0%}" if each.foreign == each.foreign else "–",
        found.reports.get((each.country, each.kind), ())) for each in found.found.signals]
