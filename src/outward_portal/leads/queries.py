"""Reading leads, events and interests, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.accounts.policy import viewer
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.leads.days import days_until, today
from outward_portal.leads.models import NEVER, Event, Interest, Lead
from outward_portal.records.search import matching
from outward_portal.registers.models import Enterprise
from outward_portal.theme.languages import current_language
from outward_portal.theme.lists import Asked, Choices, ListShape, Narrowing

MOST_OWN: Final = 5
MOST_SHOWN: Final = 100
CLOSING_DAYS: Final = 14


def _countries() -> Choices:
    language = current_language()
    named = ((each.id, each.name.text(language)) for each in regions().of_kind("country"))
    return tuple(sorted(named, key=lambda pair: pair[1]))


def _sectors() -> Choices:
    return tuple((each.id, each.name.text(current_language())) for each in sectors().values())


BOARD: Final = ListShape(
    narrowings=(
        Narrowing("type", _("Kind of lead"), Lead.Type.choices, "type"),
        Narrowing("country", _("Country"), _countries, "country_rows__region"),
        Narrowing("sector", _("Sector"), _sectors),
        Narrowing("when", _("When"), (("closing", _("closing within 14 days")), ("new", _("added within 14 days")),
                                      ("over", _("over"))), ""),
    ),
    sorts={"deadline": "open_until", "added": "created_at", "name": "name_en"}, usual="deadline", words=_("Words"),
)
INTERESTS: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), Interest.State.choices, "state"),
        Narrowing("running", _("Only those that go on"), (("1", _("Only those that go on")),), is_check=True),
        Narrowing("mine", _("Only those that I follow up"), (("1", _("Only those that I follow up")),), is_check=True),
        Narrowing("due", _("Only those whose next step is due"), (("1", _("Only those whose next step is due")),),
                  is_check=True),
    ),
    sorts={"moved": "moved_at", "next": "next_on", "state": "state", "shown": "shown_at"}, usual="-moved",
)
EVENTS: Final = ListShape(
    narrowings=(
        Narrowing("type", _("Type"), Event.Type.choices, "type"),
        Narrowing("country", _("Country"), _countries, "country_rows__region"),
        Narrowing("when", _("When"), (("over", _("over")),), ""),
    ),
    sorts={"begins": "begins", "name": "name_en"}, usual="begins",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a lead is open, and how long."""

    is_open: bool
    until: str  # empty: no end is stated
    days: int | None  # left; None without an end
    added: str  # on which day

    @property
    def is_near(self) -> bool:
        """Whether it closes soon."""
        return self.is_open and self.days is not None and self.days <= CLOSING_DAYS


def standing(lead: Lead) -> Standing:
    """Say whether a lead is open today."""
    has_end, day = lead.open_until != NEVER, today()
    return Standing(not lead.is_retired and lead.open_until >= day, lead.open_until if has_end else "",
                    days_until(lead.open_until, day) if has_end else None,
                    timezone.localtime(lead.created_at).date().isoformat())


def leads(user: Any) -> QuerySet[Lead]:
    """Give the leads of the register that a person sees, open or over."""
    return Lead.objects.visible_to(user).filter(retired_at__isnull=True)


def find_lead(key: int, user: Any) -> Lead | None:
    """Give a lead that a person sees."""
    return Lead.objects.visible_to(user).by_key(key)


def board(asked: Asked, user: Any) -> QuerySet[Lead]:
    """Give the leads that the board's address asks for: open ones, unless those that are over are asked for."""
    found, day = asked.narrowed(leads(user)), today()
    if asked["sector"]:
        found = found.filter(sector__in=sectors().within(asked["sector"]))
    found = found.filter(open_until__lt=day) if asked["when"] == "over" else found.filter(open_until__gte=day)
    if asked["when"] == "closing":
        found = found.filter(open_until__lte=(timezone.localdate() + timedelta(days=CLOSING_DAYS)).isoformat())
    if asked["when"] == "new":
        found = found.filter(created_at__gte=timezone.now() - timedelta(days=CLOSING_DAYS))
    if asked.words:
        found = found.filter(pk__in=matching(asked.words))
    return asked.ordered(found)


def own_enterprises(user: Any, *, of_samples: bool | None = None) -> QuerySet[Enterprise]:
    """Give the enterprises for which a person acts."""
    organisation = viewer(user).organisation
    if organisation is None or viewer(user).role != "enterprise":
        return Enterprise.objects.none()
    found = Enterprise.objects.visible_to(user).filter(owner=organisation, retired_at__isnull=True)
    return (found if of_samples is None else found.filter(is_sample=of_samples)).order_by("pk")


def interests(user: Any) -> PolicyQuerySet:
    """Give the interests that a person sees, those that moved last first."""
    return Interest.objects.visible_to(user).select_related("lead", "enterprise", "agency", "officer")


def enterprises_seen(found: Iterable[Interest], user: Any) -> frozenset[int]:
    """Give the keys of the enterprises whose records a person sees; of the others the name alone is told."""
    keys = {each.enterprise_id for each in found}
    return frozenset(Enterprise.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def find_interest(key: int, user: Any) -> Interest | None:
    """Give an interest that a person sees."""
    return interests(user).by_key(key)


def listed_interests(asked: Asked, user: Any) -> QuerySet[Interest]:
    """Give the interests that a list's address asks for."""
    found = asked.narrowed(interests(user))
    if asked["running"]:
        found = found.filter(state__in=Interest.RUNNING)
    if asked["mine"]:
        found = found.filter(followed_by(user))
    if asked["due"]:
        found = found.filter(is_due())
    if asked.sort.removeprefix("-") == "next":
        return found.order_by(F("next_on").asc(nulls_last=True) if asked.sort == "next"
                              else F("next_on").desc(nulls_last=True), "-pk")
    return asked.ordered(found)


def followed_by(user: Any) -> Q:
    """Give the condition that a person, or their agency where no officer is named, follows an interest up."""
    return Q(officer=user) | Q(officer__isnull=True, agency__isnull=False, agency=viewer(user).organisation)


def is_due() -> Q:
    """Give the condition that the next step of an interest is due."""
    return Q(state__in=Interest.RUNNING, next_on__lte=timezone.localdate())


def events(asked: Asked, user: Any) -> QuerySet[Event]:
    """Give the events that a list's address asks for: those to come, unless those that are over are asked for.

    An event whose time is known by year or month alone is over with it.
    """
    found, day = asked.narrowed(Event.objects.visible_to(user).filter(retired_at__isnull=True)), today()
    ended = Q(pk__in=[])
    for length in (4, 7, 10):
        ended |= Q(ends__regex=rf"^.{{{length}}}$", ends__lt=day[:length])
        ended |= Q(ends="", begins__regex=rf"^.{{{length}}}$", begins__lt=day[:length])
    return asked.ordered(found.filter(ended) if asked["when"] == "over" else found.exclude(ended))


def find_event(key: int, user: Any) -> Event | None:
    """Give an event that a person sees."""
    return Event.objects.visible_to(user).by_key(key)
