"""The table of assumptions as a page shows it: shares in per cent, with the reason of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.registers.models import Project
from outward_portal.risks.exposure.showing import KINDS, share
from outward_portal.risks.models import AssumedSeverities, ProjectCover
from outward_portal.risks.words import event_name
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import sector_name

FACTORS: Final[dict[str, Promise]] = {"loss": gettext_lazy("loss"), "at_stake": gettext_lazy("at stake")}


@dataclass(frozen=True, slots=True)
class AssumedRow:
    """An assumption in words."""

    factor: str
    event: str
    kind: str
    stage: str
    industry: str
    value: str
    is_local: bool
    reason: Label
    source: str
    initial: dict[str, Any]  # of a form that begins with it


def shipped_rows() -> list[AssumedRow]:
    """Give the assumptions that come with Outward."""
    from outward.risk.severity import shipped_severities

    return [_row(each) for each in shipped_severities().assumptions]


def own_rows(version: AssumedSeverities | None) -> list[AssumedRow]:
    """Give the office's own of a version."""
    from outward.risk.severity import assumption

    return [_row(assumption(row)) for row in version.rows] if version else []


def _row(each: Any) -> AssumedRow:
    return AssumedRow(
        str(FACTORS[each.factor]), _any(each.event) or event_name(each.event).text(current_language()),
        _any(each.kind) or str(KINDS[each.kind]), _stage(each.stage),
        _any(each.industry) or sector_name(each.industry, current_language()), share(each.value),
        each.factor == "loss" and each.basis == "local", each.reason, each.source,
        {"factor": each.factor, "event": each.event, "kind": each.kind, "stage": each.stage, "industry": each.industry,
         "value": round(each.value * 100, 2), "basis": each.basis})


def _any(value: str) -> str:
    return _("any") if value == "*" else ""


def _stage(value: str) -> str:
    if value == "not-stated":
        return _("not stated")
    return _any(value) or str(Project.Stage(value).label)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """What a type of cover usually carries of an event's loss."""

    type: str
    event: str
    kind: str
    value: str
    reason: Label
    source: str


def cover_rows() -> list[CoverRow]:
    """Give the usual terms of covers, which come with Outward."""
    from outward.risk.covers import shipped_covers

    return [CoverRow(
        str(ProjectCover.Type(cover.type).label), _any(each.event) or event_name(each.event).text(current_language()),
        _any(each.kind) or str(KINDS[each.kind]), share(each.share), each.reason, each.source)
        for cover in shipped_covers().values() for each in cover.effects]
