"""Reading incidents: lists, one with its parts, and whether a reader sees all of it or their own part alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.registers.models import Project
from outward_portal.risks.models import Incident, IncidentProject, IncidentTask

PAGE_ROWS: Final = 50
STATES: Final = ("open", "closed")
_SORTS: Final = {"opened": "opened_at", "country": "region", "risk": "risk", "began": "began_at"}


@dataclass(frozen=True, slots=True)
class IncidentQuery:
    """What a list's address asks for; what it cannot mean is left out and named."""

    state: str = ""
    risk: str = ""
    region: str = ""
    sort: str = "-opened"
    page: str = "1"
    misunderstood: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.state or self.risk or self.region)

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"state": self.state, "risk": self.risk, "region": self.region,
                 "sort": "" if self.sort == "-opened" else self.sort, **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_query(given: Mapping[str, str]) -> IncidentQuery:
    """Read a list's address."""
    allowed = {"state": STATES, "risk": tuple(Incident.Risk.values),
               "sort": tuple(sign + key for key in _SORTS for sign in ("", "-"))}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = [name for name, value in taken.items() if value and value not in allowed[name]]
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    region = given.get("region", "")
    if region and region not in regions():
        wrong.append("region")
        region = ""
    return IncidentQuery(taken["state"], taken["risk"], region, taken["sort"] or "-opened", given.get("page", "1"),
                         tuple(wrong))


def incidents(query: IncidentQuery, user: Any) -> QuerySet[Any]:
    """Give the incidents that a list asks for, as far as a person may see them."""
    found = Incident.objects.visible_to(user)
    if query.state:
        found = found.filter(closed_at__isnull=query.state == "open")
    found = found.filter(**{name: value for name, value in (("risk", query.risk), ("region", query.region)) if value})
    key = query.sort.removeprefix("-")
    return found.order_by(("-" if query.sort.startswith("-") else "") + _SORTS[key], "-id")


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """A row of the list; counts are of the tasks that the reader may see."""

    incident: Incident
    tasks: int
    done: int
    late: int


def page_of(query: IncidentQuery, user: Any) -> tuple[Page, list[ListedIncident]]:
    """Give one page of the list."""
    page = Paginator(incidents(query, user), PAGE_ROWS).get_page(query.page)
    tasks = IncidentTask.objects.visible_to(user).filter(incident__in=[each.pk for each in page.object_list])
    counts = {row["incident"]: row for row in tasks.order_by().values("incident").annotate(
        all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)),
        late=Count("pk", filter=Q(done_at__isnull=True, due_at__lt=timezone.now())))}
    none = {"all": 0, "done": 0, "late": 0}
    return page, [ListedIncident(each, *(counts.get(each.pk, none)[name] for name in ("all", "done", "late")))
                  for each in page.object_list]


def sees_own_part_only(user: Any) -> bool:
    """Whether a reader sees of an incident only what is of their own projects."""
    return viewer(user).role == Role.ENTERPRISE


def named_projects(incident: Incident, user: Any) -> list[IncidentProject]:
    """Give the projects that an incident names, of those that a person may see."""
    return list(IncidentProject.objects.visible_to(user).filter(incident=incident.pk).select_related(
        "project__enterprise", "project__owner"))


def writable_projects(incident: Incident, user: Any) -> QuerySet[Any]:
    """Give the projects of which a person may write in an incident."""
    named = IncidentProject.objects.visible_to(user).filter(incident=incident.pk)
    return Project.objects.filter(pk__in=named.values("project")).order_by("name_en", "pk")


def projects_in(region: str, user: Any, *, of_samples: bool) -> QuerySet[Any]:
    """Give the projects in a country that a person may see, and that an incident there could concern."""
    return Project.objects.visible_to(user).filter(
        country_rows__region=region, retired_at__isnull=True, is_sample=of_samples).exclude(
        stage=Project.Stage.CANCELLED).order_by("name_en", "pk").distinct()


def own_open_tasks(user: Any) -> QuerySet[Any]:
    """Give the tasks that wait for somebody: of their agency, of their own projects, or the office's."""
    reader = viewer(user)
    waiting = IncidentTask.objects.visible_to(user).filter(done_at__isnull=True, incident__closed_at__isnull=True)
    if reader.role == Role.OFFICE:
        return waiting.filter(Q(agency__isnull=True, project__isnull=True) | Q(agency=reader.organisation))
    if reader.role == Role.ENTERPRISE:
        return waiting.filter(project__isnull=False)
    return waiting.filter(agency=reader.organisation) if reader.organisation else waiting.none()
