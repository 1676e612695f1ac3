"""Asking the study of targets: the answer follows from the release alone, so it is kept by release, never by time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from outward.errors import OutwardError
from outward.vocabulary.labels import Label
from outward_portal.plans.models import TargetReading
from outward_portal.plans.presentation import ShownFigure
from outward_portal.records.readable_cases import ReadableCase, readable_case

if TYPE_CHECKING:
    from outward.studies.result import Gap, StudyResult
    from outward.studies.targets import TargetChange

STUDY = "targets"


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target as pages show it: every number is a figure of the study's result."""

    id: str
    name: Label
    indicator: Label
    kind: Label
    condition: Label
    threshold: ShownFigure | None
    start: ShownFigure | None
    value: ShownFigure | None
    period: Label | None
    gap: ShownFigure | None
    way: ShownFigure | None
    is_reached: bool | None
    paragraphs: str
    missing: Gap | None
    sources: tuple[Label, ...]  # of the present value

    @property
    def has_data(self) -> bool:
        """Whether anything stands against it."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class TargetsOfCase:
    """The targets of a case as its newest release has them."""

    case: ReadableCase
    release: str
    targets: dict[str, TargetShown]
    trouble: OutwardError | None = None
    moved: tuple[str, ...] = ()  # ids of those that moved since the release before
    before: str = ""


def targets_of(case: str, user: Any) -> TargetsOfCase | None:
    """Give a case's targets; nothing where there is no such case that a person may read, or it has no release."""
    found = readable_case(case, user) if case else None
    release = found.release_names[0] if found is not None and found.release_names else ""
    if found is None or not release:
        return None
    try:
        shown = _shown(settings.WORKSPACE, case, release)
    except OutwardError as error:
        return TargetsOfCase(found, release, {}, error)
    reading = TargetReading.objects.visible_to(user).filter(access__case=case, release=release).first()
    return TargetsOfCase(found, release, shown, moved=tuple(reading.moved) if reading else (),
                         before=reading.before if reading else "")


@lru_cache(maxsize=8)
def result_of(workspace: Path, case: str, release: str) -> StudyResult:
    """Ask the study of one release."""
    from outward.studies.catalogue import study  # which brings pandas when it runs
    from outward.studies.releases import open_release
    from outward.studies.study import unheard

    asked = study(STUDY)
    return asked.run(open_release(workspace, case, release), asked.request(), unheard)


def changes_between(case: str, before: str, after: str) -> tuple[TargetChange, ...]:
    """Name the targets that moved from one release of a case to another."""
    from outward.studies.targets import target_changes

    return target_changes(result_of(settings.WORKSPACE, case, before), result_of(settings.WORKSPACE, case, after))


@lru_cache(maxsize=8)
def _shown(workspace: Path, case: str, release: str) -> dict[str, TargetShown]:
    from outward.studies.targets import progress_rows

    result = result_of(workspace, case, release)
    gaps = {gap.id.removeprefix("targets.gap."): gap for gap in result.gaps}
    titles = {source.id: source.title for source in result.sources}
    return {id: _target(id, row, gaps.get(id), titles) for id, row in progress_rows(result).items()}


def _target(id: str, row: dict[str, Any], gap: Gap | None, titles: dict[str, Label]) -> TargetShown:
    value = row["value"]
    shown = {name: ShownFigure(row[name]) if row[name] is not None else None
             for name in ("threshold", "start", "value", "gap", "way")}
    reached = row["reached"]
    return TargetShown(
        id=id, name=row["name"], indicator=row["indicator"], kind=row["kind"], condition=row["condition"],
        period=row["period"], is_reached=None if reached is None else reached.en == "yes",
        paragraphs=row["paragraphs"].en, missing=gap, **shown,
        sources=tuple(titles[source] for source in (value.sources if value is not None else ()) if source in titles))
