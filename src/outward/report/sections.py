"""Where studies plug themselves into the report: one registered function a study.

A study module that wants its sections in the report calls, once::

    register_section("markets", 40, lambda release, as_of: rank_markets(release, as_of=as_of))

``order`` says where: the diagnosis stands at 10, and a study with a greater order follows it. The function gets a
release and the date up to which observations count ("" for all), and returns the study's result, or ``None`` where
the case has nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError
from outward.studies.result import StudyResult

if TYPE_CHECKING:
    from outward.studies.releases import Release

Build = Callable[["Release", str], StudyResult | None]


@dataclass(frozen=True, slots=True)
class RegisteredSection:
    """A study's place in the report."""

    name: str
    order: int
    build: Build


_REGISTERED: dict[str, RegisteredSection] = {}


def register_section(name: str, order: int, build: Build) -> None:
    """Let a study's sections stand in every report.

    Parameters
    ----------
    name : str
        The study's name; a second registration under it must be the same function.
    order : int
        Place among the studies, the smallest first.
    build : callable
        From a release and an ``as_of`` date to the study's result, or ``None``.

    Raises
    ------
    InvalidValueError
        If another function stands under this name.
    """
    known = _REGISTERED.get(name)
    if known is not None and known.build is not build:
        raise InvalidValueError(f"two sections named {name!r}", "report sections", "Give each study a name of its own.")
    _REGISTERED[name] = RegisteredSection(name, order, build)


def registered_sections() -> tuple[RegisteredSection, ...]:
    """Give the registered studies in the order of the report."""
    return tuple(sorted(_REGISTERED.values(), key=lambda section: (section.order, section.name)))


def study_results(release: Release, *, as_of: str = "") -> tuple[StudyResult, ...]:
    """Ask every registered study about a release."""
    results = (section.build(release, as_of) for section in registered_sections())
    return tuple(result for result in results if result is not None)


def _diagnosis(release: Release, as_of: str) -> StudyResult:
    from outward.studies.diagnosis import diagnose  # heavy: pandas and the store's reader

    return diagnose(release, as_of=as_of)


register_section("diagnosis", 10, _diagnosis)
