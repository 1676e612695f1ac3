"""Adding and changing records: the register's form checks, its actions write."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Path

from outward_portal.accounts.models import Audience, User
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import Act, request_number
from outward_portal.api import rows, shapes
from outward_portal.api.answers import written
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.models import Answer
from outward_portal.api.problems import ProblemError
from outward_portal.api.reading import MAX_KEY, kind_at, record_at, router
from outward_portal.api.texts import unstorable
from outward_portal.records import actions
from outward_portal.records.errors import ConflictError
from outward_portal.records.forms import RecordForm, form_class
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record

_KEY: Final = re.compile(r"[A-Za-z0-9._:-]{8,100}")
_REVISION: Final = re.compile(r'"r(\d{1,9})-[0-9a-f]{32}"')


@router.post("/registers/{slug}/records", response={201: shapes.Record}, summary="Add a record")
def create(request: HttpRequest, payload: shapes.Written, slug: str = Path(..., min_length=1, max_length=50),
           idempotency_key: str | None = Header(None, alias="Idempotency-Key")) -> HttpResponse:
    """Add a record. The same Idempotency-Key with the same request adds it once and gives it again."""
    caller, kind = caller_of(request), kind_at(slug)
    if not may(caller.user, "record.create", kind):
        raise ProblemError(403)
    key = _checked_key(idempotency_key)
    digest = hashlib.sha256(f"{slug} {json.dumps(payload.dict(), sort_keys=True)}".encode()).hexdigest()
    with transaction.atomic():
        record = _again(caller, key, digest) or _create(request, caller, kind, payload, key, digest)
    return _answer(kind, record, caller, 201)


def _checked_key(stated: str | None) -> str | None:
    if stated is not None and not _KEY.fullmatch(stated):
        raise ProblemError(422, errors=[("Idempotency-Key", _("Write 8 to 100 letters, digits or . _ : -"))])
    return stated


def _again(caller: Caller, key: str | None, digest: str) -> Record | None:
    """Find the record that the same request has added."""
    known = Answer.objects.visible_to(caller.user).filter(key=key).first() if key is not None else None
    if known is None:
        return None
    if known.digest != digest:
        raise ProblemError(422, errors=[("Idempotency-Key", _("It was used for another request. Take a new one."))])
    found: Record | None = Record.objects.visible_to(caller.user).filter(pk=known.record_id).first()
    if found is None:
        raise ProblemError(404)
    return found


def _create(request: HttpRequest, caller: Caller, kind: Kind, payload: shapes.Written, key: str | None, digest: str
            ) -> Record:
    owner = viewer(caller.user).adds_for
    audience = Audience.AGENCIES if owner is None else Audience.OWNER
    values = {**_defaults(kind), "audience": str(audience), **payload.fields}
    form = _checked(kind, payload, form_class(kind)(_form_data(values, payload.reason), kind=kind,
                                                            user=caller.user))
    record = actions.create(_act(request, caller, payload.reason), kind, form.values(), owner=owner,
                            is_sample=getattr(caller.user, "is_sample", False))
    if key is not None:
        _remember(caller, key, digest, record)
    return record


def _remember(caller: Caller, key: str, digest: str, record: Record) -> None:
    """Keep what was answered; whoever loses the race for a key adds nothing."""
    assert isinstance(caller.user, User)
    try:
        Answer.objects.create(user=caller.user, key=key, digest=digest, record_id=record.pk)
    except IntegrityError as error:
        raise ProblemError(409, _("The same request is being answered just now. Repeat it later.")) from error


def _defaults(kind: Kind) -> dict[str, Any]:
    return {name: kind.field(name).get_default() for name in kind.form_fields if kind.field(name).has_default()}


@router.patch("/registers/{slug}/records/{key}", response={200: shapes.Record}, summary="Change a record")
def change(request: HttpRequest, payload: shapes.Changed, slug: str = Path(..., min_length=1, max_length=50),
           key: int = Path(..., ge=1, le=MAX_KEY), if_match: str | None = Header(None, alias="If-Match")
           ) -> HttpResponse:
    """Change some fields of a record from the revision that If-Match (its ETag) or ``revision`` names."""
    caller = caller_of(request)
    kind, record = record_at(caller, slug, key)
    if not may(caller.user, "record.change", record):
        raise ProblemError(403)
    revision = _revision(payload, if_match, record)
    present = forms.model_to_dict(record, fields=list(kind.form_fields))
    form = _checked(kind, payload, form_class(kind)(
        _form_data({**present, **payload.fields}, payload.reason, revision), instance=record, kind=kind,
        user=caller.user))
    try:
        actions.change(_act(request, caller, payload.reason), record, kind, form.values(), revision=revision)
    except ConflictError as error:
        raise _conflict(is_precondition=payload.revision is None) from error
    return _answer(kind, record, caller, 200)


def _revision(payload: shapes.Changed, if_match: str | None, record: Record) -> int:
    """Give the revision from which the caller changes the record."""
    if if_match is not None and if_match.strip() != "*":
        stated = _REVISION.fullmatch(if_match.strip())
        if stated is None or int(stated[1]) != record.revision:
            raise _conflict(is_precondition=True)
    elif if_match is None and payload.revision is None:
        raise ProblemError(428, _("Send the ETag that you have read as If-Match, or the revision."))
    if payload.revision is not None and payload.revision != record.revision:
        raise _conflict(is_precondition=False)
    return record.revision


def _conflict(*, is_precondition: bool) -> ProblemError:
    return ProblemError(412 if is_precondition else 409, _("Somebody else has changed it. Read it again."))


def _form_data(values: dict[str, Any], reason: str, revision: int | None = None) -> dict[str, Any]:
    """Write values as the form takes them; what is false or missing is not sent, as browsers do."""
    told = {name: str(value) for name, value in values.items() if value is not None and value is not False}
    return told | {"reason": reason} | ({} if revision is None else {"revision": str(revision)})


def _checked(kind: Kind, payload: shapes.Written, form: RecordForm) -> RecordForm:
    """Refuse fields that are not there or not to be written, and values that the form refuses."""
    errors = [(name, _("No field of this register that you may write.")) for name in payload.fields
              if name not in kind.form_fields or name not in form.fields]
    texts = {"reason": payload.reason, **payload.fields}
    errors += unstorable(texts)
    if not errors and not form.is_valid():
        errors = [(name, " ".join(str(each) for each in told)) for name, told in form.errors.items()]
    if errors:
        raise ProblemError(422, errors=errors)
    return form


def _act(request: HttpRequest, caller: Caller, reason: str) -> Act:
    assert isinstance(caller.user, User)
    return Act(caller.user, reason.strip()[:300], request_number(request))


def _answer(kind: Kind, record: Record, caller: Caller, status: int) -> HttpResponse:
    """Give the record as it stands now; its tag is good for a change, but not for a reading."""
    said = {"slug": kind.slug, **rows.full(kind, record.pk, caller.user)}
    headers = {"ETag": f'"r{said["revision"]}-{"0" * 32}"', "Cache-Control": "no-store"}
    if status == 201:
        headers["Location"] = f"/api/v1/registers/{kind.slug}/records/{record.pk}"
    return HttpResponse(written(said), status=status, content_type="application/json", headers=headers)
