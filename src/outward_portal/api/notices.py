"""What somebody was told and follows, for programs: the same rights as on the pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Path, Query, Schema

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, request_number
from outward_portal.api.answers import answered, written
from outward_portal.api.callers import Caller, unauthorised
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError
from outward_portal.api.reading import MAX_KEY, router
from outward_portal.notices import actions, queries
from outward_portal.notices.models import Notice, Subscription
from outward_portal.notices.outbox.contents import language_of
from outward_portal.records.errors import RefusedError

_TOPIC = Path(..., min_length=3, max_length=80)


class ToldNotice(Schema):
    """A notice; what its reader may no longer see has no text."""

    id: int
    kind: str
    text: str | None
    address: str | None
    topic: str | None
    at: str
    read_at: str | None


class ToldNotices(Schema):
    """A page of notices, newest first."""

    count: int
    unread: int
    page: int
    pages: int
    items: list[ToldNotice]


class FollowedTopic(Schema):
    """Something that is followed."""

    topic: str
    name: str
    kind: str
    muted: bool
    since: str


class FollowedTopics(Schema):
    """Everything that is followed."""

    items: list[FollowedTopic]


class Muting(Schema):
    """Whether a topic is kept without being told of."""

    muted: bool = False


@router.get("/notices", response={200: ToldNotices}, summary="What you were told, newest first")
def notices(request: HttpRequest, unread: bool = Query(default=False), page: int = Query(1, ge=1, le=100_000)
            ) -> HttpResponse:
    """List notices in your language; ``unread=true`` leaves out what you have read."""
    caller = _person(request)
    query = queries.InboxQuery("unread" if unread else "all", page=page)
    return answered(request, caller, lambda: _page(query, caller), also=_standing(caller))


def _page(query: queries.InboxQuery, caller: Caller) -> dict[str, Any]:
    with _own_language(caller):
        page, rows = queries.inbox(query, caller.user)
    return {"count": page.paginator.count, "unread": queries.unread_count(caller.user), "page": page.number,
            "pages": page.paginator.num_pages, "items": [_told(row) for row in rows]}


def _told(row: queries.InboxRow) -> dict[str, Any]:
    notice, said = row.notice, row.said
    return {"id": notice.pk, "kind": notice.occurrence.kind, "text": said.words if said else None,
            "address": (said.address or None) if said else None, "topic": notice.topic or None,
            "at": _moment(notice.occurrence.at), "read_at": _moment(notice.read_at) if notice.read_at else None}


def _moment(at: Any) -> str:
    return str(at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _standing(caller: Caller) -> str:
    """Say on what an answer rests that the journal does not tell: what has come, what was read, the language."""
    newest = Notice.objects.visible_to(caller.user).order_by("-pk").values_list("pk", flat=True).first()
    read = Notice.objects.visible_to(caller.user).filter(read_at__isnull=False).count()
    return f"{newest} {read} {language_of(_user(caller))}"


@router.post("/notices/{key}/read", response={200: ToldNotice}, summary="Mark a notice as read")
def read_notice(request: HttpRequest, key: int = Path(..., ge=1, le=MAX_KEY)) -> HttpResponse:
    """Mark one of your notices as read; a second time changes nothing."""
    caller = _person(request)
    found = queries.notice_at(key, caller.user)
    if found is None:
        raise ProblemError(404)
    actions.mark_read(_user(caller), found)
    found.refresh_from_db(fields=["read_at"])
    with _own_language(caller):
        (row,) = queries.rows_of([found], caller.user)
    return _answer(_told(row))


@router.get("/subscriptions", response={200: FollowedTopics}, summary="What you follow")
def subscriptions(request: HttpRequest) -> HttpResponse:
    """List what you follow."""
    caller = _person(request)
    return answered(request, caller, lambda: {"items": [_followed(each) for each in _all_followed(caller)]},
                    also=language_of(_user(caller)))


def _all_followed(caller: Caller) -> list[queries.Followed]:
    with _own_language(caller):
        return queries.followed(caller.user)


@router.put("/subscriptions/{topic}", response={200: FollowedTopic}, summary="Follow something, or mute it")
def follow(request: HttpRequest, payload: Muting, topic: str = _TOPIC) -> HttpResponse:
    """Follow a topic such as ``country:KAZ`` or ``record:12``; the same request twice is one subscription."""
    caller = _person(request)
    act = _act(request, caller)
    try:
        made = actions.follow(act, topic)
    except RefusedError as error:
        raise ProblemError(422, str(error)) from error
    actions.mute(act, made, is_muted=payload.muted)
    return _answer(_followed(next(each for each in _all_followed(caller) if each.subscription.pk == made.pk)))


@router.delete("/subscriptions/{topic}", response={204: None}, summary="Stop following something")
def unfollow(request: HttpRequest, topic: str = _TOPIC) -> HttpResponse:
    """Stop following a topic; one that is not followed is no topic here."""
    caller = _person(request)
    if not actions.unfollow(_act(request, caller), topic):
        raise ProblemError(404)
    return HttpResponse(status=204)


def _followed(each: queries.Followed) -> dict[str, Any]:
    row: Subscription = each.subscription
    return {"topic": row.topic, "name": each.name.name, "kind": each.name.kind, "muted": row.muted_at is not None,
            "since": _moment(row.made_at)}


def _person(request: HttpRequest) -> Caller:
    """Give the caller; nobody is told anything who has not signed in."""
    caller = caller_of(request)
    if not isinstance(caller.user, User):
        raise unauthorised()
    return caller


def _own_language(caller: Caller) -> AbstractContextManager[None]:
    """Put into words in the language of the caller's account, whatever the program's request says."""
    return translation.override(language_of(_user(caller)))


def _user(caller: Caller) -> User:
    assert isinstance(caller.user, User)
    return caller.user


def _act(request: HttpRequest, caller: Caller) -> Act:
    return Act(_user(caller), "", request_number(request))


def _answer(said: dict[str, Any]) -> HttpResponse:
    return HttpResponse(written(said), content_type="application/json", headers={"Cache-Control": "no-store"})
