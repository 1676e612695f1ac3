"""Who sees and does what in the room ``training``.

Courses are records. A session is seen with its course, but where it is held only by whoever has a place; an enrolment
and a certificate by their person, the manager of the person's organisation and the leading group, which organises; a
team by its enterprise alone, not by those with whom it shares private fields, and not by the leading group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import F, Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.viewers import Viewer

_PLACED = ("accepted", "attended", "absent", "certified")


def _session(v: Viewer) -> Q:
    """A session: with its course; before it is opened, the leading group."""
    seen = record_seen(v, "course__")
    return seen if v.leads else seen & ~Q(state="planned")


def _own_places(v: Viewer) -> Any:
    return apps.get_model("training", "Enrolment")._base_manager.filter(person=v.user, state__in=_PLACED)


def _session_place(v: Viewer) -> Q:
    """Where a session is held: who has a place in it, and the leading group."""
    if v.leads:
        return record_seen(v, "session__course__")
    return NOBODY if v.user is None else Q(session__in=_own_places(v).values("session"))


def _of_person(v: Viewer, person: str) -> Q:
    """What is a person's: the person, the manager of their organisation, the leading group."""
    if v.leads:
        return EVERYBODY
    if v.user is None:
        return NOBODY
    seen = Q(**{person: v.user})
    managed = v.manages and v.organisation is not None
    return seen | Q(**{f"{person}__organisation": v.organisation}) if managed else seen


def _enrolment(v: Viewer) -> Q:
    return _of_person(v, "person")


def _attendance(v: Viewer) -> Q:
    return _of_person(v, "enrolment__person")


def _certificate(v: Viewer) -> Q:
    return _of_person(v, "holder")


def _answer(v: Viewer) -> Q:
    """What was said of a session: the leading group, in threes, so that no answer stands alone."""
    return Q(place__lte=F("session__shown_answers")) if v.leads else NOBODY


def _team(at: str) -> Callable[[Viewer], Q]:
    """What is told of an enterprise's team: the enterprise's own people, and nobody else."""
    def rule(v: Viewer) -> Q:
        return Q(**{f"{at}enterprise": v.organisation}) if _has_team(v) else NOBODY
    return rule


def _has_team(v: Viewer) -> bool:
    return v.role == Role.ENTERPRISE and v.organisation is not None


def _organises(v: Viewer, _: Any) -> bool:
    """Plan sessions and keep their lists: the leading group."""
    return v.leads


def _asks(v: Viewer, _: Any) -> bool:
    """Ask for a place: everybody with an account but administrators, who see no content."""
    return v.user is not None and v.role != Role.ADMINISTRATOR


def _decides(v: Viewer, enrolment: Any) -> bool:
    """Decide on somebody's place, attendance or certificate: the leading group, never on one's own."""
    return v.leads and enrolment.person_id != v.user


def _own_enrolment(v: Viewer, enrolment: Any) -> bool:
    return v.user is not None and enrolment.person_id == v.user


def _answers(v: Viewer, enrolment: Any) -> bool:
    """Say something of a session: once, who attended it."""
    return _own_enrolment(v, enrolment) and enrolment.state in ("attended", "certified") and not enrolment.has_answered


def _revokes(v: Viewer, certificate: Any) -> bool:
    """Revoke a certificate: the leading group, never one's own."""
    return v.leads and certificate.holder_id != v.user


def _own_certificate(v: Viewer, certificate: Any) -> bool:
    return v.user is not None and certificate.holder_id == v.user


def _reads_team(v: Viewer, _: Any) -> bool:
    return _has_team(v)


def _keeps_team(v: Viewer, subject: Any) -> bool:
    """Keep the team and its profiles: the enterprise's manager; ``None``: any at all."""
    return _has_team(v) and v.manages and (subject is None or subject.enterprise_id == v.organisation)


def _declares(v: Viewer, member: Any) -> bool:
    """Say what a member can do: the manager, and the member whose account it is."""
    own = _has_team(v) and member.enterprise_id == v.organisation and member.account_id == v.user
    return own or _keeps_team(v, member)


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "training.TrainingSession": _session,
    "training.SessionPlace": _session_place,
    "training.Enrolment": _enrolment,
    "training.Attendance": _attendance,
    "training.SessionAnswer": _answer,
    "training.Certificate": _certificate,
    "training.TeamMember": _team(""),
    "training.HeldSkill": _team("member__"),
    "training.TeamProfile": _team(""),
    "training.ProfileNeed": _team("profile__"),
}
ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "session.organise": _organises,
    "enrolment.ask": _asks,
    "enrolment.decide": _decides,
    "enrolment.withdraw": _own_enrolment,
    "enrolment.answer": _answers,
    "certificate.revoke": _revokes,
    "certificate.show": _own_certificate,
    "team.read": _reads_team,
    "team.keep": _keeps_team,
    "team.declare": _declares,
    "team.totals": _organises,
}
