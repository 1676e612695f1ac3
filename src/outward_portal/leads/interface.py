"""What programs read and write of this room: how a lead fits, and interest in it. Leads are read in their register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.making import act_of, checked, created, done
from outward_portal.api.problems import ProblemError
from outward_portal.api.reading import MAX_KEY, Key, router
from outward_portal.leads import actions, queries
from outward_portal.leads.fitting.fits import Fit, enterprises_that_fit, fit_of
from outward_portal.leads.forms import InterestForm
from outward_portal.leads.models import Lead


class LeadReason(Schema):
    """What one criterion says of a lead and an enterprise."""

    criterion: str
    says: str
    percent: int | None
    text: str


class LeadMatch(Schema):
    """A lead and an enterprise."""

    enterprise: int
    name_en: str
    name_zh: str
    verdict: str
    place: int
    percent: int | None
    known: int
    why_not: str
    reasons: list[LeadReason]


class LeadMatches(Schema):
    """How a lead fits enterprises: those that the caller sees, or its own."""

    lead: int
    count: int
    of: int
    items: list[LeadMatch]
    others: list[LeadMatch]


class ShownInterest(Schema):
    """Which enterprise shows interest, with a message."""

    enterprise: int = Field(ge=1, le=MAX_KEY)
    message: str = ""


class InterestMade(Schema):
    """An interest; how it goes on is asked of ``/workflows/interest/{key}``."""

    interest: int
    lead: int
    enterprise: int
    state: str


@router.get("/leads/{key}/matches", response={200: LeadMatches}, summary="Which enterprises a lead fits, and why")
def lead_matches(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Give the leading group the enterprises that it sees, an enterprise its own, each with its reasons."""
    caller, lead = caller_of(request), _lead(request, key)
    return answered(request, caller, lambda: _matches(lead, caller))


def _matches(lead: Lead, caller: Caller) -> dict[str, Any]:
    if may(caller.user, "leads.matches"):
        found = enterprises_that_fit(lead, caller.user)
        return {"lead": lead.pk, "count": found.count, "of": found.of, "items": list(map(_item, found.matches)),
                "others": list(map(_item, found.others))}
    if not may(caller.user, "leads.for-us"):
        raise ProblemError(403)
    own = queries.own_enterprises(caller.user, of_samples=lead.is_sample)[:queries.MOST_OWN]
    fits = [fit_of(lead, each, caller.user) for each in own]
    return {"lead": lead.pk, "count": sum(each.is_match for each in fits), "of": len(fits),
            "items": [_item(each) for each in fits if each.is_match],
            "others": [_item(each) for each in fits if not each.is_match]}


def _item(fit: Fit) -> dict[str, Any]:
    return {"enterprise": fit.key, "name_en": fit.subject.name_en, "name_zh": fit.subject.name_zh,
            "verdict": str(fit.verdict), "place": fit.place, "percent": fit.percent, "known": fit.known,
            "why_not": fit.why_not,
            "reasons": [{"criterion": line.key, "says": str(line.code), "percent": line.percent, "text": line.text}
                        for line in fit.lines]}


def _lead(request: HttpRequest, key: int) -> Lead:
    found = queries.find_lead(key, caller_of(request).user)
    if found is None:
        raise ProblemError(404)
    return found


@router.post("/leads/{key}/interest", response={201: InterestMade}, summary="Show an enterprise's interest in a lead")
def show_interest(request: HttpRequest, payload: ShownInterest, key: int = Key) -> HttpResponse:
    """Show interest; only the enterprise, those who share with it and the leading group see it."""
    caller, lead = caller_of(request), _lead(request, key)
    if not may(caller.user, "leads.for-us"):
        raise ProblemError(403)
    given = {"enterprise": payload.enterprise, "message": payload.message}
    form = checked(InterestForm(given, enterprises=queries.own_enterprises(caller.user)), given)
    made = done(lambda: actions.show_interest(act_of(request, caller), lead, form.cleaned_data["enterprise"],
                                              form.cleaned_data["message"]))
    return created({"interest": made.pk, "lead": made.lead_id, "enterprise": made.enterprise_id, "state": made.state})
