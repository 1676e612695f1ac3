"""What this room tells of: leads that were published, deadlines that come near, interests that move."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Audience, Organisation
from outward_portal.leads.days import today
from outward_portal.leads.fitting.fits import match_profiles
from outward_portal.leads.fitting.profiles import profiles
from outward_portal.leads.models import Interest, Lead
from outward_portal.notices.models import Occurrence
from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.records.presentation import address
from outward_portal.registers.models import Enterprise, Product, Project

_MOST_ADDRESSED: Final = 500


def _interest_page(interest: Any) -> str:
    return reverse("lead-interest", args=[interest.pk])


ALL: Final = (
    NoticeKind("lead.published", _("New lead"), _("New lead: %(name)s"), address),
    NoticeKind("lead.deadline", _("Deadline of a lead"), _("%(name)s: open until %(day)s"), address),
    NoticeKind("interest.shown", _("Interest shown"), _("An enterprise is interested: %(name)s"), _interest_page),
    NoticeKind("interest.followed", _("Interest followed up"), _("Somebody follows up: %(name)s"), _interest_page),
    NoticeKind("interest.noted", _("Note on an interest"), _("A note was written: %(name)s"), _interest_page),
    NoticeKind("interest.offered", _("Offer made"), _("An offer was made: %(name)s"), _interest_page),
    NoticeKind("interest.won", _("Lead won"), _("Won: %(name)s"), _interest_page),
    NoticeKind("interest.ended", _("Interest ended"), _("It ended without a contract: %(name)s"), _interest_page),
)


def topics_of(lead: Lead) -> list[str]:
    """Give the topics under which a lead is followed."""
    return ["room:leads", f"record:{lead.pk}", *([f"sector:{lead.sector}"] if lead.sector else []),
            *(f"country:{code}" for code in lead.countries.split(";") if code)]


def published(lead: Lead) -> None:
    """Tell of a lead that others may read now: those who follow its topics, and the enterprises that it fits."""
    if lead.is_retired or lead.audience == Audience.OWNER or lead.open_until < today():
        return
    is_open = lead.audience in (Audience.PUBLIC, Audience.MEMBERS)
    reach = Audience.MEMBERS if is_open else lead.audience  # opened further, it is told to those who read it then
    key = f"lead.published:{lead.pk}:{reach}"
    if not Occurrence.objects.filter(key=key).exists():  # whom it fits is not worked out again at every change
        tell("lead.published", key, about=lead, topics=topics_of(lead),
             to=fitting_organisations(lead) if is_open else ())


def fitting_organisations(lead: Lead) -> list[Organisation]:
    """Give the organisations with an enterprise that a lead fits, judged by what that enterprise itself sees."""
    enterprises = Enterprise.objects.filter(
        retired_at__isnull=True, is_sample=lead.is_sample, owner__kind=Organisation.Kind.ENTERPRISE)
    found = match_profiles(lead, profiles(enterprises, Project.objects.filter(owner=F("enterprise__owner")),
                                          Product.objects.filter(owner=F("enterprise__owner"))))
    keys = [int(str(each.key)) for each in found.top(_MOST_ADDRESSED)]
    return list(Organisation.objects.filter(records__in=keys).distinct())


def near(lead: Lead, within: int) -> bool:
    """Tell that a lead's end comes near those who follow it or are interested in it; say whether that was new."""
    running = lead.interests.filter(state__in=Interest.RUNNING).select_related("enterprise__owner", "officer", "agency")
    to: list[Any] = [each for row in running for each in (row.enterprise.owner, row.officer or row.agency)
                     if each is not None]
    return tell("lead.deadline", f"lead.deadline:{lead.pk}:{lead.open_until}:{within}", about=lead,
                topics=[f"record:{lead.pk}"], to=to, values={"day": lead.open_until}) is not None


def moved(interest: Interest, what: str) -> None:
    """Tell the enterprise and whoever follows it up that an interest moved; ``moves`` counts on and is to be saved."""
    interest.moves += 1
    to = [each for each in (interest.enterprise.owner, interest.officer or interest.agency) if each is not None]
    tell(f"interest.{what}", f"interest.{what}:{interest.pk}:{interest.moves}", about=interest,
         topics=[f"record:{interest.lead_id}", f"record:{interest.enterprise_id}", "room:leads"], to=to)
