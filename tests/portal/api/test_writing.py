"""Writing by programs: the same rights and checks as the forms, no change lost, nothing added twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client, override_settings

from outward_portal.accounts.requests import command
from outward_portal.api import writing
from outward_portal.journal.models import Entry
from outward_portal.records import actions, forms
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.registers.models import Project
from tests.portal.api.calling import Program, said
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
RECORDS = "/registers/projects/records"


def made(**values: object) -> Record:
    return actions.create(command("a test"), KINDS["project"], {"audience": "public", "name_en": "Old", **values})


def test_a_record_is_added_with_its_reason(people: People) -> None:
    fields = {"name_en": "New", "countries": "KEN;ZMB", "value": 5.5, "currency": "USD", "is_programme": False}
    answer = Program(people.office).send("POST", RECORDS, {"fields": fields, "reason": "from a program"})
    found = said(answer, 201)
    assert answer.headers["Location"] == f"/api/v1{RECORDS}/{found['id']}"
    assert (found["value"], found["audience"], found["countries_name_en"]) == (5.5, "agencies", "Kenya;Zambia")
    entry = Entry.objects.get(record=found["id"])
    assert (entry.actor, entry.reason, entry.action) == (people.office, "from a program", "record.created")


def test_what_the_form_refuses_is_refused_by_field(people: People) -> None:
    fields = {"name_en": "", "type": "nothing", "value": "x", "nonsense": 1, "countries": "Kenia"}
    program = Program(people.office)
    for wrong in ({"nonsense"}, {"name_en", "type", "value", "countries"}):
        told = said(program.send("POST", RECORDS, {"fields": fields}), 422)["errors"]
        assert {each["in"] for each in told} == wrong
        fields.pop("nonsense", None)
    assert not Record.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_characters_that_cannot_be_stored_are_refused(people: People, text: str) -> None:
    for body in ({"fields": {"name_en": text}}, {"fields": {"name_en": "A"}, "reason": text}):
        assert Program(people.office).send("POST", RECORDS, body).status_code == 422
    assert not Record.objects.exists()


def test_only_the_stated_fields_change(people: People) -> None:
    record = made(summary_en="kept", value=5, currency="USD", is_programme=True)
    program = Program(people.office)
    path = f"{RECORDS}/{record.pk}"
    tag = program.get(path).headers["ETag"]
    body = {"fields": {"name_en": "New", "value": None}, "reason": "mended"}
    found = said(program.send("PATCH", path, body, **{"If-Match": tag}))
    assert (found["name_en"], found["value"], found["revision"]) == ("New", None, 2)
    project = Project.objects.get(pk=record.pk)
    assert (project.summary_en, project.currency, project.is_programme) == ("kept", "USD", True)
    changes = Entry.objects.get(record=record.pk, action="record.changed").changes
    assert set(changes) == {"name_en", "value"}


def test_who_sees_a_record_stays_where_it_may_not_be_given(people: People) -> None:
    record = actions.create(command("a test"), KINDS["project"], {"audience": "office", "name_en": "Old"},
                            owner=people.works.pk)
    body = {"fields": {"name_en": "New"}, "revision": 1, "reason": "x"}
    assert said(Program(people.enterprise).send("PATCH", f"{RECORDS}/{record.pk}", body))["audience"] == "office"


def test_no_program_hides_from_everybody_what_no_organisation_owns(people: People) -> None:
    told = said(Program(people.officer).send("POST", RECORDS, {"fields": {"name_en": "A", "audience": "owner"}}), 422)
    assert [each["in"] for each in told["errors"]] == ["audience"]
    assert not Record.objects.exists()


def test_no_program_makes_a_part_of_what_its_person_may_not_change(people: People) -> None:
    whole = made(name_en="Whole")
    body = {"fields": {"name_en": "A", "umbrella": whole.pk}}
    told = said(Program(people.enterprise).send("POST", RECORDS, body), 422)
    assert [each["in"] for each in told["errors"]] == ["umbrella"]


def test_a_change_without_a_reason_is_refused(people: People) -> None:
    record = made()
    for reason in ({}, {"reason": " "}):
        body = {"fields": {"name_en": "New"}, "revision": 1, **reason}
        said(Program(people.office).send("PATCH", f"{RECORDS}/{record.pk}", body), 422)
    assert Record.objects.get(pk=record.pk).name_en == "Old"


def test_a_change_from_an_old_revision_is_refused(people: People) -> None:
    record = made()
    program, path = Program(people.office), f"{RECORDS}/{record.pk}"
    tag = program.get(path).headers["ETag"]
    actions.change(command("x"), record, KINDS["project"], {"name_en": "Somebody else's"}, revision=1)
    body = {"fields": {"name_en": "Mine"}, "reason": "mended"}
    said(program.send("PATCH", path, body, **{"If-Match": tag}), 412)
    said(program.send("PATCH", path, {**body, "revision": 1}), 409)
    said(program.send("PATCH", path, body), 428)
    said(program.send("PATCH", path, body, **{"If-Match": '"nonsense"'}), 412)
    assert Record.objects.get(pk=record.pk).name_en == "Somebody else's"
    answer = program.send("PATCH", path, {**body, "revision": 2})
    assert said(answer)["name_en"] == "Mine"
    assert said(program.send("PATCH", path, body, **{"If-Match": answer.headers["ETag"]}))["revision"] == 3


def test_a_repeated_request_adds_once(people: People) -> None:
    program, body = Program(people.office), {"fields": {"name_en": "Once"}}
    keys = {said(program.send("POST", RECORDS, body, **{"Idempotency-Key": "request-1"}), 201)["id"] for _ in range(3)}
    assert len(keys) == Record.objects.count() == 1
    other = {"fields": {"name_en": "Other"}}
    said(program.send("POST", RECORDS, other, **{"Idempotency-Key": "request-1"}), 422)
    said(Program(people.officer).send("POST", RECORDS, other, **{"Idempotency-Key": "request-1"}), 201)
    said(program.send("POST", RECORDS, other, **{"Idempotency-Key": "x"}), 422)


def test_only_a_key_that_is_taken_is_told_as_a_repeated_request(people: People, monkeypatch: pytest.MonkeyPatch
                                                                 ) -> None:
    def broken(*_: object, **__: object) -> Record:
        raise IntegrityError

    program, body = Program(people.office), {"fields": {"name_en": "Once"}}
    with monkeypatch.context() as patch:
        patch.setattr(actions, "create", broken)
        with pytest.raises(IntegrityError):
            program.send("POST", RECORDS, body, **{"Idempotency-Key": "request-1"})
    said(program.send("POST", RECORDS, body, **{"Idempotency-Key": "request-1"}), 201)
    monkeypatch.setattr(writing, "_again", lambda *_: None)
    said(program.send("POST", RECORDS, body, **{"Idempotency-Key": "request-1"}), 409)
    assert Record.objects.count() == 1


def test_a_record_whose_enterprise_was_retired_can_still_be_changed(people: People, monkeypatch: pytest.MonkeyPatch
                                                                    ) -> None:
    works = actions.create(command("a test"), KINDS["enterprise"], {"audience": "public", "name_en": "Works"})
    record = made(enterprise=works)
    actions.retire(command("a test"), works)
    monkeypatch.setattr(forms, "MOST_OPTIONS", 0)
    body = {"fields": {"name_en": "New"}, "revision": 1, "reason": "x"}
    found = said(Program(people.office).send("PATCH", f"{RECORDS}/{record.pk}", body))
    assert (found["name_en"], found["enterprise"]) == ("New", works.pk)


def test_who_may_not_write_does_not(people: People) -> None:
    nothing = {"fields": {}, "revision": 1, "reason": "x"}
    record = made()
    for name, person in people.everybody().items():
        adds = name in ("enterprise", "colleague", "rival", "officer", "other_officer", "office", "contributor")
        status = 201 if adds else 401 if name == "visitor" else 403
        assert Program(person).send("POST", RECORDS, {"fields": {"name_en": name}}).status_code == status, name
        changes = name in ("officer", "other_officer", "office")
        expected = {200} if changes else {401, 403}
        answer = Program(person).send("PATCH", f"{RECORDS}/{record.pk}", nothing)
        assert answer.status_code in expected, name
    hidden = made(audience="office")
    said(Program(people.officer).send("PATCH", f"{RECORDS}/{hidden.pk}", nothing), 404)


@pytest.mark.parametrize("scope", ["read:public", "read"])
def test_a_token_for_reading_does_not_write(people: People, scope: str) -> None:
    said(Program(people.office, scope).send("POST", RECORDS, {"fields": {"name_en": "A"}}), 403)
    assert not Record.objects.exists()


def test_a_session_writes_only_with_its_csrf_token(people: People) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser_of(people.office).cookies
    body = '{"fields": {"name_en": "A"}}'
    assert strict.post("/api/v1" + RECORDS, body, "application/json").status_code == 403
    strict.get("/en/registers/projects/new")
    token = strict.cookies["outward_csrf"].value
    answer = strict.post("/api/v1" + RECORDS, body, "application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_what_is_no_json_is_told(people: People) -> None:
    program = Program(people.office)
    said(program.send("POST", RECORDS, "{"), 400)
    said(program.send("POST", RECORDS, "[]"), 422)
    said(program.send("POST", RECORDS, {"fields": {"name_en": ["a"]}}), 422)
    answer = program.client.post("/api/v1" + RECORDS, {"a": "b"}, headers=program.headers)
    assert answer.status_code == 415


def test_a_portal_that_is_only_read_says_so_as_a_problem(people: People) -> None:
    record = made()
    program = Program(people.office)
    with override_settings(READ_ONLY=True):
        for method, address in (("POST", RECORDS), ("PATCH", f"{RECORDS}/{record.pk}")):
            answer = program.send(method, address, {"fields": {"name_en": "New"}, "reason": "x"})
            assert "read only" in said(answer, 503)["detail"]
            assert (answer.headers["Content-Type"], answer.headers["Retry-After"]) == (
                "application/problem+json", "600")
        assert said(program.get(f"{RECORDS}/{record.pk}"), 200)["name_en"] == "Old"
    assert Project.objects.get().name_en == "Old"
