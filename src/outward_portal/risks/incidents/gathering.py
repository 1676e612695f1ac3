"""What registers and dossiers hold of an incident's projects, as far as its reader may see it, and what is missing.

It is gathered anew for each reader and kept nowhere: a private value that one reader may see must not become a line
that others read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.records.kinds import Kind
from outward_portal.records.models import PrivateField, Record
from outward_portal.records.presentation import address
from outward_portal.records.private.actions import note_reading
from outward_portal.records.private.queries import current_values, is_outsider
from outward_portal.registers.kinds import ENTERPRISES, PROJECTS
from outward_portal.registers.models import Agency, Enterprise
from outward_portal.risks.incidents.queries import named_projects
from outward_portal.risks.models import Incident, IncidentFact, IncidentProject, ProjectCover
from outward_portal.theme import words

CHANNEL: Final = "incident"  # under which the readers' page of a record tells of it
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Held:
    """Something that is known: of what, what, and where it stands."""

    of: Label
    said: str
    source: Text
    address: str = ""
    is_private: bool = False
    fact: IncidentFact | None = None  # where somebody has typed it into the incident


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known of one thing, and what nobody keeps."""

    key: str
    title: Text
    held: tuple[Held, ...]
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of it."""

    projects: tuple[IncidentProject, ...]
    enterprises: dict[int, Enterprise] = field(default_factory=dict)  # that the reader may see
    topics: tuple[Topic, ...] = ()


def gather(incident: Incident, user: Any) -> Gathered:
    """Gather what is known, and write down which private values the reader was shown."""
    named = named_projects(incident, user)
    keys = {each.project.enterprise_id for each in named if each.project.enterprise_id is not None}
    enterprises = {each.pk: each for each in Enterprise.objects.visible_to(user).filter(pk__in=keys).select_related(
        "owner")}
    facts = list(IncidentFact.objects.visible_to(user).filter(incident=incident.pk, ended_at__isnull=True)
                 .select_related("project", "organisation"))
    return Gathered(tuple(named), enterprises, tuple(_topics(incident, named, enterprises, facts, user)))


def _topics(incident: Incident, named: list[IncidentProject], enterprises: dict[int, Enterprise],
            facts: list[IncidentFact], user: Any) -> Iterator[Topic]:
    topic = IncidentFact.Topic
    projects = [each.project for each in named]
    of_enterprises = [_values(ENTERPRISES, each, ("overseas-employees", "contact"), user)
                      for each in enterprises.values()]
    people = [held for found in of_enterprises for key, held in found if key == "overseas-employees"]
    contacts = [held for found in of_enterprises for key, held in found if key == "contact"]
    owed = [held for each in projects for _key, held in _values(PROJECTS, each, ("receivables",), user)]
    for key, held, missing in (
        (topic.SITUATION, [], []),
        (topic.PEOPLE, people, [_("No register holds people by country and place: what stands here is of all countries "
                                  "together. Write the numbers into the incident.")]),
        (topic.PAYMENTS, owed, [_("No register holds payments by the day on which they are due. Write them into the "
                                  "incident.")]),
        (topic.COVER, list(_covers(projects, user)), []),
        (topic.CONTACTS, [*contacts, *_agencies(incident, user)],
         [_("The registers hold no telephone numbers of missions. Write them into the incident.")]),
    ):
        typed = [_typed(fact) for fact in facts if fact.topic == key]
        nothing = [] if held or typed else [_("Nothing is known yet that you may see.")]
        yield Topic(key.value, key.label, (*typed, *held), (*nothing, *missing))


def _typed(fact: IncidentFact) -> Held:
    of = fact.project.name if fact.project else Label("", "")
    by = words.plain_pair(fact.organisation.name_en, fact.organisation.name_zh) if fact.organisation else ""
    return Held(of, words.plain_pair(fact.text_en, fact.text_zh), f"{fact.source}{f' ({by})' if by else ''}", fact=fact)


def _values(kind: Kind, record: Record, fields: Iterable[str], user: Any) -> list[tuple[str, Held]]:
    """Give the newest of some private values of a record, if its reader may see them."""
    newest: dict[str, Any] = {}
    for value in current_values(kind, record, user):  # the newest period first
        if value.row.field in fields:
            newest.setdefault(value.row.field, value)
    note_reading(record, [value.row for value in newest.values()], user, CHANNEL)
    between = _(": ")
    return [(key, Held(record.name, f"{value.type.label}{between}{value.value}"
                                    f"{f' ({value.row.period})' if value.row.period else ''}",
                       _("private field of the register"), address(record), is_private=True))
            for key, value in newest.items()]


def _covers(projects: Iterable[Any], user: Any) -> Iterator[Held]:
    open_to = {each.pk: each for each in projects if not (settings.READ_ONLY and is_outsider(each, user))}
    rows = list(ProjectCover.objects.visible_to(user).filter(project__in=list(open_to), ended_at__isnull=True))
    for key in {row.project_id for row in rows}:
        note_reading(open_to[key], [PrivateField(field=ProjectCover.field)], user, CHANNEL)
    for row in rows:
        parts = [str(row.get_type_display()), row.provider,
                 f"{row.begins or '…'} – {row.ends or '…'}" if row.begins or row.ends else "",
                 f"{words.number(row.insured_share)} %" if row.insured_share is not None else ""]
        project = open_to[row.project_id]
        yield Held(project.name, ", ".join(part for part in parts if part), row.source or _("entered with the project"),
                   reverse("exposure-project", args=[project.pk]), is_private=True)


def _agencies(incident: Incident, user: Any) -> Iterator[Held]:
    """Name whom one can ask: agencies that lie in the country, and the missions that work with the portal."""
    seen = Agency.objects.visible_to(user).filter(retired_at__isnull=True, country_rows__region=incident.region)
    for agency in seen.order_by("name_en", "pk").distinct():
        yield Held(agency.name, words.plain_pair(agency.role_en, agency.role_zh), _("register of agencies"),
                   address(agency))
    for each in Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.MISSION).order_by("pk"):
        yield Held(Label(each.name_en, each.name_zh), _("mission or ministry that works with the portal"),
                   _("the portal's organisations"))
