"""Reading alerts and standings: lists narrowed and ordered, one alert, one country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.records.models import RecordCountry
from outward_portal.registers.models import Project
from outward_portal.risks import words
from outward_portal.risks.exposure.holdings import projects_of
from outward_portal.risks.models import Alert, AlertStep, CountryStanding, RiskLevel

PAGE_ROWS: Final = 50
RUNNING: Final = "running"
"""The stages of alerts about which there is still something to do, as one choice."""

_ALERT_SORTS: Final = {"opened": "opened_at", "level": "height", "country": "name_en", "event": "event",
                       "stage": "stage", "probability": "said"}
_STANDING_SORTS: Final = {"probability": "said", "level": "height", "country": "name_en", "event": "event",
                          "state": "state"}
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class RiskQuery:
    """What a list's address asks for; what it cannot mean is left out and named."""

    words: str = ""
    kind: str = ""
    event: str = ""
    level: str = ""
    state: str = ""
    stage: str = ""
    region: str = ""
    with_projects: bool = False
    sort: str = ""
    usual: str = ""
    page: int = 1
    misunderstood: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out that it would show by itself."""
        return bool(self.words or self.kind or self.event or self.level or self.state or self.stage or self.region
                    or self.with_projects)

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"q": self.words, "kind": self.kind, "event": self.event, "level": self.level, "state": self.state,
                 "stage": self.stage, "region": self.region, "projects": "1" if self.with_projects else "",
                 "sort": "" if self.sort == self.usual else self.sort,
                 **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the address's query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_alert_query(given: Mapping[str, str]) -> RiskQuery:
    """Read the address of a list of alerts."""
    return _read(given, {"stage": (RUNNING, *Alert.Stage.values), "state": tuple(Alert.State.values)}, _ALERT_SORTS,
                 "-opened")


def read_standing_query(given: Mapping[str, str]) -> RiskQuery:
    """Read the address of a list of countries."""
    return _read(given, {"state": tuple(CountryStanding.State.values)}, _STANDING_SORTS, "-probability")


def _read(given: Mapping[str, str], own: Mapping[str, tuple[str, ...]], sorts: Mapping[str, str], usual: str
          ) -> RiskQuery:
    allowed = {"kind": tuple(words.kinds()), "event": tuple(words.event_names()), "level": tuple(RiskLevel.values),
               "sort": tuple(sign + key for key in sorts for sign in ("", "-")), **own}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = [name for name, value in taken.items() if value and value not in allowed[name]]
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    region = given.get("region", "")
    if region and region not in regions():
        wrong.append("region")
        region = ""
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    text = given.get("q", "").replace("\0", "").strip()[:_LONGEST]
    return RiskQuery(text, taken["kind"], taken["event"], taken["level"], taken["state"], taken.get("stage", ""),
                     region, given.get("projects") == "1", taken["sort"] or usual, usual, max(1, number), tuple(wrong))


def _height(of: str) -> Case:
    """Put levels in their order, the highest last."""
    return Case(*(When(**{of: level}, then=Value(place)) for place, level in enumerate(RiskLevel.values)),
                default=Value(0), output_field=IntegerField())


def alerts(query: RiskQuery, user: Any) -> QuerySet[Alert]:
    """Give the alerts that a list asks for, in its order, as far as a person may see them."""
    found = _narrowed(Alert.objects.visible_to(user), query)
    if query.level:
        found = found.filter(Q(override=query.level) | Q(override="", level=query.level))
    if query.stage:
        found = found.filter(stage__in=["open", "acknowledged", "assessed"]) if query.stage == RUNNING \
            else found.filter(stage=query.stage)
    if query.with_projects:
        found = found.filter(region__in=countries_of(projects(user)))
    found = found.annotate(height=Case(When(override="", then=_height("level")), default=_height("override"),
                                       output_field=IntegerField()))
    return _ordered(found, query, _ALERT_SORTS).select_related("agency", "keeper", "outlook")


def standings(query: RiskQuery, user: Any) -> QuerySet[CountryStanding]:
    """Give where countries stand, as a list asks for it."""
    found = _narrowed(CountryStanding.objects.visible_to(user), query)
    if query.level:
        found = found.filter(level=query.level)
    return _ordered(found.annotate(height=_height("level")), query, _STANDING_SORTS).select_related("outlook")


def _narrowed(found: QuerySet[Any], query: RiskQuery) -> QuerySet[Any]:
    for name in ("kind", "event", "state"):
        if getattr(query, name):
            found = found.filter(**{name: getattr(query, name)})
    if query.region:
        found = found.filter(region=query.region)
    if query.words:
        found = found.filter(Q(name_en__icontains=query.words) | Q(name_zh__icontains=query.words)
                             | Q(iso3__iexact=query.words))
    return found


def _ordered(found: QuerySet[Any], query: RiskQuery, sorts: Mapping[str, str]) -> QuerySet[Any]:
    """Order rows; those without a probability stand where the least probable do."""
    sign, key = ("-", query.sort[1:]) if query.sort.startswith("-") else ("", query.sort)
    said = Coalesce(F("probability"), Value(-1.0))
    return found.annotate(said=said).order_by(f"{sign}{sorts[key]}", "-id")


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


def page_of(found: QuerySet[Any], query: RiskQuery) -> Page:
    """Give one page of a list."""
    return Paginator(found, PAGE_ROWS).get_page(query.page)


def find(key: int, user: Any) -> Alert | None:
    """Give an alert that a person may see."""
    seen = Alert.objects.visible_to(user).select_related("agency", "keeper", "outlook", "opened_by")
    return seen.filter(pk=key).first() if key < 2**63 else None


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
