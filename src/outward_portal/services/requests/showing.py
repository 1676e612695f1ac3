"""What pages and programs say of a match: each criterion in words, with what is wanted and what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward.matching import Match, Reason, Says, Verdict
from outward_portal.services.codes import Service, said_languages, split
from outward_portal.services.models import ConflictFlag, Provider, ServiceInvitation, ServiceRequest
from outward_portal.services.ratings.queries import Summary, summaries
from outward_portal.services.requests import conflicts, matching, queries
from outward_portal.services.requests.queries import ShownOffer
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import country_names, sector_name

CRITERIA: Final = {
    "service": pgettext_lazy("criterion", "Service"), "country": _("Countries"), "language": _("Languages"),
    "sector": _("Sector"), "accreditation": _("Accreditation"), "capacity": _("Capacity"),
    "conflict": _("Conflict of interest"),
}
_SAYS: Final = {
    Says.UNKNOWN: _("not stated"), Says.SAME: _("all of it"), Says.SOME: _("a part of it"), Says.NONE: _("none of it"),
    Says.NARROWER: _("a part of that sector"), Says.BROADER: _("the wider sector"),
    Says.BESIDE: _("a sector of the same branch"), Says.ENOUGH: _("has room"), Says.SHORT: _("has no room at present"),
    Says.OVER: _("above what is wanted"), Says.IN_TIME: _("valid"), Says.LATE: _("too late"),
    Says.EARLY: _("ends before the last day for offers"), Says.CLEAR: _("none is known"),
    Says.BARRED: _("excluded until you waive it"),
}
VERDICTS: Final = {Verdict.MATCH: _("fits"), Verdict.EXCLUDED: _("is excluded"), Verdict.WEAK: _("fits too little"),
                   Verdict.UNKNOWN: _("too little is known of it")}
_KEPT_BACK: Final = frozenset({"capacity", "conflict"})
"""Criteria of which the numbers behind them are told to nobody: how many engagements a provider has, and whose."""


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A criterion of a match in words."""

    key: str
    name: str
    says: str
    wanted: str
    there: str
    degree: float | None
    share: float
    is_required: bool
    excludes: bool


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A provider against a request."""

    provider: Provider
    match: Match
    verdict: str
    reasons: tuple[ShownReason, ...]
    flags: tuple[ConflictFlag, ...]
    invitation: ServiceInvitation | None
    rating: Summary

    @property
    def may_be_asked(self) -> bool:
        """Whether it is not invited, or no longer."""
        return self.invitation is None or self.invitation.is_gone

    @property
    def against(self) -> str:
        """Say in a line why it does not fit."""
        keys = [each.criterion for each in self.match.against]
        said = [each for each in self.reasons if each.key in keys]
        colon, comma = ("：", "；") if current_language() == "zh" else (": ", "; ")
        return comma.join(f"{each.name}{colon}{each.says}" for each in said)


def shown(match: Match, providers: Mapping[int, Provider], flags: Mapping[int, list[ConflictFlag]],
          invitations: Mapping[int, ServiceInvitation], ratings: Mapping[int, Summary] | None = None) -> ShownMatch:
    """Put a match into words."""
    key = int(str(match.key))
    rating = (ratings or {}).get(key, Summary(0, is_told=False))
    return ShownMatch(providers[key], match, str(VERDICTS[match.verdict]),
                      tuple(_reason(each) for each in match.reasons), tuple(flags.get(key, ())), invitations.get(key),
                      rating)


def _reason(reason: Reason) -> ShownReason:
    is_kept_back = reason.criterion in _KEPT_BACK
    return ShownReason(
        reason.criterion, str(CRITERIA[reason.criterion]), str(_SAYS[reason.says]),
        "" if is_kept_back else _value(reason.criterion, reason.wanted),
        "" if is_kept_back else _value(reason.criterion, reason.there[0]), reason.degree, reason.share,
        reason.is_required, reason.excludes)


def _value(criterion: str, value: Any) -> str:
    text = str(value or "")
    if criterion == "service":
        names = dict(Service.choices)
        return gettext(", ").join(str(names.get(code, code)) for code in split(text))
    if criterion == "country":
        return country_names(text)
    if criterion == "language":
        return said_languages(text)
    if criterion == "sector":
        return gettext(", ").join(sector_name(code, current_language()) for code in split(text))
    return text


def compared(request: ServiceRequest, user: Any) -> list[ShownComparison]:
    """Set offers beside one another, with how their providers fit, are rated and stand to the parties."""
    offers = queries.offers(request, user)
    keys = [each.provider_id for each in offers]
    flags = conflicts.standing(request, user)
    explained = matching.explain(request, user, keys) if keys else {}
    rated = summaries(keys, user)
    nothing = Summary(0, is_told=False)
    return [ShownComparison(ShownOffer(each, tuple(flags.get(each.provider_id, ()))),
                            explained.get(each.provider_id), rated.get(each.provider_id, nothing)) for each in offers]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """An offer in the comparison."""

    shown: ShownOffer
    match: Match | None
    rating: Summary


@dataclass(frozen=True, slots=True)
class OwnProvider:
    """A provider's own record on its first page."""

    provider: Provider
    rating: Summary
    open_engagements: int


def own_providers(user: Any) -> list[OwnProvider]:
    """Give a provider's own records, with what only it is told: how many engagements are open."""
    found = list(queries.own_providers(user))
    rated = summaries([each.pk for each in found], user)
    return [OwnProvider(each, rated.get(each.pk, Summary(0, is_told=False)),
                        each.engagements.filter(ended_at__isnull=True).count()) for each in found]


def open_invitations(user: Any) -> list[ServiceInvitation]:
    """Give the invitations that a provider has not answered."""
    if not queries.own_providers(user).exists():
        return []
    rows = ServiceInvitation.objects.visible_to(user).filter(
        state=ServiceInvitation.State.INVITED, request__state__in=("open", "offers"))
    return list(rows.select_related("request", "provider"))
