"""What programs read and do in this room: sessions, a place in one, one's own places and certificates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.making import act_of, created, done
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import Key, router
from outward_portal.theme import lists
from outward_portal.training.certificates.queries import certificates_of
from outward_portal.training.models import Enrolment
from outward_portal.training.sessions import actions, downloads, queries

_PARAMETERS = ("state", "subject", "region", "language", "sort", "page")


class TrainingSessionItem(Schema):
    """A session of a course; where it is held is told to those who have a place, on its page."""

    session: int
    course: int
    course_en: str
    course_zh: str
    subject: str
    level: str
    hours: float | None
    countries: str
    state: str
    days: str
    time: str
    town_en: str
    town_zh: str
    online: bool
    language: str
    closes: str
    places: int
    free: int
    waiting: int
    trainer: str
    synthetic: bool


class TrainingSessions(Schema):
    """A page of sessions."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[TrainingSessionItem]


class Wish(Schema):
    """A request for a place."""

    remark: str = ""


class Place(Schema):
    """One's own place in a session."""

    enrolment: int
    session: int
    state: str
    asked: str
    reply: str


class Places(Schema):
    """One's own places."""

    items: list[Place]


class OwnCertificate(Schema):
    """One's own certificate."""

    certificate: int
    number: str
    code: str
    course_en: str
    course_zh: str
    issued: str
    expires: str | None
    state: str
    reason: str


class OwnCertificates(Schema):
    """One's own certificates."""

    items: list[OwnCertificate]


@router.get("/training/sessions", response={200: TrainingSessions}, summary="Sessions that you may see, page by page",
            openapi_extra={"parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                                          for name in _PARAMETERS]})
def training_sessions(request: HttpRequest) -> HttpResponse:
    """List sessions, narrowed and ordered as on their page."""
    caller, asked = caller_of(request), lists.read(request.GET, queries.SHAPE)
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in _PARAMETERS or len(request.GET.getlist(name)) > 1)]
    if wrong or request.GET.get("page", "1") != str(asked.page):
        raise wrong_parameters(wrong or ["page"])
    return answered(request, caller, lambda: _sessions(asked, caller))


def _sessions(asked: lists.Asked, caller: Caller) -> dict[str, Any]:
    page, rows = queries.page_of(asked, caller.user)
    if page.number != asked.page:
        raise wrong_parameters(["page"])
    return {"citation": downloads.cited(), "count": page.paginator.count, "page": page.number,
            "pages": page.paginator.num_pages, "items": [downloads.session_item(row) for row in rows]}


@router.post("/training/sessions/{key}/enrol", response={201: Place}, summary="Ask for a place in a session")
def training_enrol(request: HttpRequest, payload: Wish, key: int = Key) -> HttpResponse:
    """Ask for a place: given at once, put on the waiting list, or left to the organiser, as the session says."""
    caller = caller_of(request)
    session = queries.find(key, caller.user)
    if session is None:
        raise ProblemError(404)
    if not may(caller.user, "enrolment.ask", session):
        raise ProblemError(403)
    if len(payload.remark) > 500 or "\0" in payload.remark:
        raise ProblemError(422, errors=[("remark", "500")])
    return created(_place(done(lambda: actions.enrol(act_of(request, caller), session, payload.remark.strip()))))


@router.get("/training/places", response={200: Places}, summary="Your own places in sessions")
def training_places(request: HttpRequest) -> HttpResponse:
    """List one's own enrolments, the newest first; their steps are those of the life cycle ``training-enrolment``."""
    caller = _person(request)
    return answered(request, caller, lambda: {
        "items": [_place(each) for each in queries.learning_of(caller.user).enrolments]})


@router.get("/training/certificates", response={200: OwnCertificates}, summary="Your own certificates")
def training_certificates(request: HttpRequest) -> HttpResponse:
    """List one's own certificates with their check codes."""
    caller = _person(request)
    return answered(request, caller, lambda: {"items": [{
        "certificate": each.pk, "number": each.number, "code": each.code,
        "course_en": each.enrolment.session.course.name_en, "course_zh": each.enrolment.session.course.name_zh,
        "issued": each.issued_on.isoformat(), "expires": each.expires_on.isoformat() if each.expires_on else None,
        "state": each.state, "reason": each.reason} for each in certificates_of(caller.user)]})


def _place(enrolment: Enrolment) -> dict[str, Any]:
    return {"enrolment": enrolment.pk, "session": enrolment.session_id, "state": str(enrolment.state),
            "asked": enrolment.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "reply": enrolment.reply}


def _person(request: HttpRequest) -> Caller:
    """Give the caller; a visitor has nothing here."""
    caller = caller_of(request)
    if not isinstance(caller.user, User):
        raise ProblemError(404)
    return caller
