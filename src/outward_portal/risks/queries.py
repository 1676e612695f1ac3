"""Reading alerts and standings: lists narrowed and ordered, one alert, one country."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.records.models import RecordCountry
from outward_portal.registers.models import Project
from outward_portal.risks import words
from outward_portal.risks.exposure.holdings import projects_of
from outward_portal.risks.models import Alert, AlertStep, CountryStanding, RiskLevel
from outward_portal.theme.lists import Asked, ListShape, Narrowing, labelled

RUNNING: Final = "running"
"""The stages of alerts about which there is still something to do, as one choice."""

_KINDS: Final = (
    Narrowing("kind", _("Kind of risk"), lambda: labelled(words.kinds()), "kind"),
    Narrowing("event", _("Event"), lambda: labelled(words.event_names()), "event"),
)
ALERTS: Final = ListShape(
    narrowings=(
        *_KINDS, Narrowing("level", _("Level"), RiskLevel.choices[1:]),
        Narrowing("state", _("State"), Alert.State.choices, "state"),
        Narrowing("stage", _("Stage"), ((RUNNING, _("not closed")), *Alert.Stage.choices)),
        Narrowing("projects", _("Only where there are projects"), (("1", _("yes")),), is_check=True),
        Narrowing("region", _("Country"), lookup="region", is_hidden=True),
    ),
    sorts={"opened": "opened_at", "level": "height", "country": "name_en", "event": "event", "stage": "stage",
           "probability": "said"},
    usual="-opened", words=_("Country"),
)
STANDINGS: Final = ListShape(
    narrowings=(
        *_KINDS, Narrowing("level", _("Level"), RiskLevel.choices, "level"),
        Narrowing("state", _("State"), CountryStanding.State.choices, "state"),
        Narrowing("region", _("Country"), lookup="region", is_hidden=True),
    ),
    sorts={"probability": "said", "level": "height", "country": "name_en", "event": "event", "state": "state"},
    usual="-probability", words=_("Country"),
)


def _height(of: str) -> Case:
    """Put levels in their order, the highest last."""
    return Case(*(When(**{of: level}, then=Value(place)) for place, level in enumerate(RiskLevel.values)),
                default=Value(0), output_field=IntegerField())


def alerts(asked: Asked, user: Any) -> QuerySet[Alert]:
    """Give the alerts that a list asks for, in its order, as far as a person may see them."""
    found = _narrowed(Alert.objects.visible_to(user), asked)
    if asked["level"]:
        found = found.filter(Q(override=asked["level"]) | Q(override="", level=asked["level"]))
    if asked["stage"]:
        found = found.filter(stage__in=["open", "acknowledged", "assessed"]) if asked["stage"] == RUNNING \
            else found.filter(stage=asked["stage"])
    if asked["projects"]:
        found = found.filter(region__in=countries_of(projects(user)))
    found = found.annotate(height=Case(When(override="", then=_height("level")), default=_height("override"),
                                       output_field=IntegerField()))
    return asked.ordered(found).select_related("agency", "keeper", "outlook")


def standings(asked: Asked, user: Any) -> QuerySet[CountryStanding]:
    """Give where countries stand, as a list asks for it."""
    found = _narrowed(CountryStanding.objects.visible_to(user), asked)
    return asked.ordered(found.annotate(height=_height("level"))).select_related("outlook")


def _narrowed(found: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Narrow rows; those without a probability stand where the least probable do."""
    found = asked.narrowed(found).annotate(said=Coalesce(F("probability"), Value(-1.0)))
    if asked.words:
        found = found.filter(Q(name_en__icontains=asked.words) | Q(name_zh__icontains=asked.words)
                             | Q(iso3__iexact=asked.words))
    return found


def projects(user: Any) -> QuerySet[Project]:
    """Give the projects that a person weighs: an enterprise's own, else those that it sees; no made-up ones.

    A sample enterprise has none but made-up ones, so it is shown those.
    """
    return projects_of(user, of_samples=viewer(user).role == Role.ENTERPRISE and user.is_sample)


def countries_of(found: QuerySet[Project]) -> QuerySet[Any]:
    """Give the countries of projects."""
    return RecordCountry.objects.filter(record__in=found.values("pk")).values("region")


def projects_by_country(regions_: Iterable[str], user: Any) -> dict[str, int]:
    """Count the projects that a person may see in each of some countries."""
    rows = RecordCountry.objects.filter(record__in=projects(user).values("pk"), region__in=set(regions_))
    return dict(rows.values_list("region").annotate(count=Count("record", distinct=True)))


def projects_in(region: str, user: Any) -> QuerySet[Project]:
    """Give the projects in a country that a person may see, those of the largest value first."""
    return projects(user).filter(country_rows__region=region).order_by(F("value").desc(nulls_last=True), "pk")


def find(key: int, user: Any) -> Alert | None:
    """Give an alert that a person may see."""
    seen = Alert.objects.visible_to(user).select_related("agency", "keeper", "outlook", "opened_by")
    return seen.by_key(key)


def steps_of(alert: Alert, user: Any) -> QuerySet[AlertStep]:
    """Give what was done about an alert, the newest first, as far as a person may see it."""
    return AlertStep.objects.visible_to(user).filter(alert=alert).select_related("by", "organisation")


def standings_of(region: str, user: Any) -> list[CountryStanding]:
    """Give where one country stands for each event, in the order of the five kinds."""
    order = {event: place for place, event in enumerate(words.event_names())}
    rows = CountryStanding.objects.visible_to(user).filter(region=region).select_related("outlook")
    return sorted(rows, key=lambda row: order.get(row.event, len(order)))


def alerts_of(region: str, user: Any) -> QuerySet[Alert]:
    """Give the alerts of a country that a person may see, the newest first."""
    return Alert.objects.visible_to(user).filter(region=region).select_related("agency", "outlook")


def count_to_acknowledge(user: Any) -> int:
    """Count the open alerts that nobody has acknowledged."""
    return Alert.objects.visible_to(user).filter(stage=Alert.Stage.OPEN).count()


def count_due_for_review(user: Any, year: int) -> int:
    """Count the closed alerts whose last target year is over."""
    return Alert.objects.visible_to(user).filter(stage=Alert.Stage.CLOSED, last_year__lt=year).count()
