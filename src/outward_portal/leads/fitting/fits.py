"""Matching: enterprises for a lead, leads for an enterprise; each pair with its reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from outward.matching import Match, Matches, Verdict, match
from outward_portal.leads.fitting.criteria import (
    COUNTRY,
    LARGEST_STEP,
    LEAST_KNOWN,
    LEAST_SCORE,
    SECTOR,
    SIZE,
    WANTED,
    WEIGHTS,
    criteria,
)
from outward_portal.leads.fitting.profiles import (
    Profile,
    enterprises_for,
    open_leads_for,
    profiles_for,
    table_of_leads,
    table_of_profiles,
    words_of,
)
from outward_portal.leads.fitting.reasons import Line, lines, too_little, too_weak
from outward_portal.leads.models import Lead

MOST: Final = 50
"""Matches, and non-matches, that a page tells of."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair of a lead and an enterprise."""

    key: int  # of the one that was looked for
    subject: Any  # the lead or the enterprise
    verdict: str
    place: int
    percent: int | None  # the score; None: nothing is known
    known: int  # percent of the criteria's weight of which both state something
    lines: tuple[Line, ...]  # by criterion
    why_not: str  # for one that does not fit, in one sentence

    @property
    def is_match(self) -> bool:
        """Whether they fit."""
        return self.verdict == Verdict.MATCH


@dataclass(frozen=True, slots=True)
class Fits:
    """What was looked through."""

    matches: tuple[Fit, ...]
    others: tuple[Fit, ...]
    count: int  # that fit
    of: int  # that were looked through
    not_asked: tuple[str, ...]  # criteria of which the one that looks states nothing


def enterprises_that_fit(lead: Lead, user: Any, *, most: int = MOST) -> Fits:
    """Match a lead with the enterprises that a person sees; made-up ones only with what is made up."""
    enterprises = enterprises_for(user, of_samples=lead.is_sample)
    found = match_profiles(lead, profiles_for(user, enterprises))
    return _told(found, lead_looks=True, most=most, subjects=enterprises.in_bulk)


def match_profiles(lead: Lead, found: list[Profile]) -> Matches:
    """Match a lead with profiles of enterprises."""
    wanted = {SECTOR: lead.sector, WANTED: words_of(lead), COUNTRY: lead.countries,
              SIZE: LARGEST_STEP if lead.value is not None else None}
    return _match(wanted, table_of_profiles(found, lead), of_leads=False)


def leads_that_fit(enterprise: Any, user: Any, *, most: int = MOST) -> Fits:
    """Match an enterprise with the open leads that a person sees."""
    leads = open_leads_for(user, of_samples=enterprise.is_sample)
    found = match_leads(_profile(enterprise, user), leads)
    return _told(found, lead_looks=False, most=most, subjects=leads.in_bulk)


def match_leads(profile: Profile, leads: Any) -> Matches:
    """Match a profile with leads."""
    wanted = {SECTOR: profile.sector, WANTED: profile.words, COUNTRY: ";".join(sorted(profile.countries)),
              SIZE: LARGEST_STEP if profile.largest else None}
    return _match(wanted, table_of_leads(leads, profile), of_leads=True)


def fit_of(lead: Lead, enterprise: Any, user: Any) -> Fit:
    """Judge one pair."""
    found = match_profiles(lead, [_profile(enterprise, user)])
    return _fit(found.explain(enterprise.pk), found, enterprise, lead_looks=True)


def _profile(enterprise: Any, user: Any) -> Profile:
    return profiles_for(user, type(enterprise).objects.filter(pk=enterprise.pk))[0]


def _match(wanted: Mapping[str, Any], table: Any, *, of_leads: bool) -> Matches:
    """Ask for the same share of what could be known, whichever side leaves something out."""
    asked = sum(WEIGHTS[key] for key, value in wanted.items() if value)
    least = min(1.0, LEAST_KNOWN * sum(WEIGHTS.values()) / asked) if asked else 0.0
    return match(wanted, table, criteria(of_leads=of_leads), least_score=LEAST_SCORE, least_coverage=least)


def _told(found: Matches, *, lead_looks: bool, most: int, subjects: Any) -> Fits:
    matches, others = found.top(most), found.others(most)
    by_key = subjects([each.key for each in (*matches, *others)])
    told = [tuple(_fit(each, found, by_key[each.key], lead_looks=lead_looks) for each in group)
            for group in (matches, others)]
    return Fits(told[0], told[1], found.count, len(found.candidates), found.not_asked)


def _fit(each: Match, found: Matches, subject: Any, *, lead_looks: bool) -> Fit:
    told = lines(each, found, lead_looks=lead_looks)
    asked = sum(WEIGHTS[criterion.key] for criterion in found.criteria) / sum(WEIGHTS.values())
    why = "" if each.is_match else _why_not(each, told)
    return Fit(int(str(each.key)), subject, each.verdict, each.place,
               None if each.score is None else round(100 * each.score), round(100 * each.coverage * asked), told, why)


def _why_not(each: Match, told: tuple[Line, ...]) -> str:
    said = {line.key: line.text for line in told}
    if each.verdict == Verdict.UNKNOWN:
        return too_little()
    against = [said[reason.criterion] for reason in each.against]
    return against[0] if each.verdict == Verdict.EXCLUDED else too_weak(against)


def percents(enterprise: Any, user: Any, keys: list[int]) -> dict[int, int]:
    """Give the scores of some leads for an enterprise, in percent, as far as they fit."""
    leads = open_leads_for(user, of_samples=enterprise.is_sample).filter(pk__in=keys)
    found = match_leads(_profile(enterprise, user), leads)
    return {int(str(each.key)): round(100 * each.score) for each in found.top(len(keys)) if each.score is not None}


def new_for(enterprise: Any, user: Any, since: Any) -> list[int]:
    """Give the keys of the leads that were added since and fit an enterprise."""
    leads = open_leads_for(user, of_samples=enterprise.is_sample).filter(created_at__gte=since)
    return [int(str(each.key)) for each in match_leads(_profile(enterprise, user), leads).top(MOST)]
