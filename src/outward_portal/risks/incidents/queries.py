"""Reading incidents: lists, one with its parts, and whether a reader sees all of it or their own part alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.registers.models import Project
from outward_portal.risks.models import Incident, IncidentProject, IncidentTask
from outward_portal.theme.lists import Asked, ListShape, Narrowing

SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), (("open", pgettext_lazy("incident", "open")),
                                        ("closed", pgettext_lazy("incident", "closed")))),
        Narrowing("risk", _("Kind of risk"), Incident.Risk.choices, "risk"),
        Narrowing("region", _("Country"), lookup="region", is_hidden=True),
    ),
    sorts={"opened": "opened_at", "country": "region", "risk": "risk", "began": "began_at"}, usual="-opened",
)


def incidents(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the incidents that a list asks for, as far as a person may see them."""
    found = asked.narrowed(Incident.objects.visible_to(user))
    if asked["state"]:
        found = found.filter(closed_at__isnull=asked["state"] == "open")
    return asked.ordered(found)


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """A row of the list; counts are of the tasks that the reader may see."""

    incident: Incident
    tasks: int
    done: int
    late: int


def page_of(asked: Asked, user: Any) -> tuple[Page, list[ListedIncident]]:
    """Give one page of the list."""
    page = asked.page_of(incidents(asked, user))
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
