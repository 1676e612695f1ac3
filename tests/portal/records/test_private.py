"""Private fields: written by their owner, seen by whom it names, and who read them is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from outward_portal.accounts.models import Organisation
from outward_portal.journal.models import Entry
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import PrivateField, Reading
from outward_portal.records.private import queries
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, keep

pytestmark = pytest.mark.django_db
BASE = "/en/registers/enterprises"
FORM = {"period": "2025", "number": "1,250,000.5", "unit": "cny", "audience": "itself"}


def test_the_owner_writes_a_value_and_a_change_is_a_new_row(people: People) -> None:
    record = enterprise(owner=people.works)
    client = browser_of(people.enterprise)
    address = f"{BASE}/{record.pk}/private/revenue"
    assert client.post(address, FORM).status_code == 302
    first = PrivateField.objects.get()
    assert (str(first.number), first.unit, first.audience) == ("1250000.5000", "CNY", "itself")
    opened = client.get(f"{address}?period=2025").content.decode()
    assert 'value="1,250,000.5"' in opened
    assert client.post(f"{address}?period=2025", FORM | {"number": "7", "replaces": first.pk}).status_code == 302
    first.refresh_from_db()
    assert first.ended_at is not None
    assert PrivateField.objects.get(ended_at__isnull=True).number == 7
    page = client.get(f"{BASE}/{record.pk}/private").content.decode()
    assert "1,250,000.5 CNY" in page
    assert "7 CNY" in page
    assert "present value" in page


def test_several_periods_of_a_field_stand_side_by_side(people: People) -> None:
    record = enterprise(owner=people.works)
    for period in ("2023", "2024", "2025-06"):
        keep(record, people.enterprise, period=period)
    assert PrivateField.objects.filter(ended_at__isnull=True).count() == 3


def test_a_value_that_a_colleague_wrote_meanwhile_is_not_overwritten(people: People) -> None:
    record = enterprise(owner=people.works)
    first = keep(record, people.enterprise, "1")
    keep(record, people.colleague, "2", replaces=first.pk)
    with pytest.raises(RefusedError):
        keep(record, people.enterprise, "3", replaces=first.pk)
    with pytest.raises(RefusedError):
        keep(record, people.enterprise, "3")
    assert PrivateField.objects.get(ended_at__isnull=True).number == 2
    response = browser_of(people.enterprise).post(f"{BASE}/{record.pk}/private/revenue", FORM)
    assert response.status_code == 409
    assert "1,250,000.5" in response.content.decode()  # what was typed is kept


@pytest.mark.parametrize(("change", "field"), [
    ({"number": "-1"}, "number"), ({"number": "1.23456"}, "number"), ({"number": "much"}, "number"),
    ({"unit": "ABX"}, "unit"), ({"period": "soon"}, "period"), ({"period": ""}, "period"),
    ({"audience": "agency"}, "agency"), ({"audience": "public"}, "audience"),
])
def test_what_cannot_be_kept_is_named_by_field(people: People, change: dict[str, str], field: str) -> None:
    record = enterprise(owner=people.works)
    response = browser_of(people.enterprise).post(f"{BASE}/{record.pk}/private/revenue", FORM | change)
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()
    assert not PrivateField.objects.exists()


@pytest.mark.parametrize("who", ["rival", "officer", "office", "administrator", "member"])
def test_nobody_but_the_owner_writes(people: People, who: str) -> None:
    record = enterprise(owner=people.works)
    response = browser_of(getattr(people, who)).post(f"{BASE}/{record.pk}/private/revenue", FORM)
    assert response.status_code == 403
    assert not PrivateField.objects.exists()


def test_only_an_agency_can_be_named(people: People) -> None:
    record = enterprise(owner=people.works)
    office = people.office.organisation
    assert office is not None
    given = FORM | {"audience": "agency", "agency": str(office.pk)}
    assert browser_of(people.enterprise).post(f"{BASE}/{record.pk}/private/revenue", given).status_code == 422
    given = FORM | {"audience": "agency", "agency": str(people.commerce.pk)}
    assert browser_of(people.enterprise).post(f"{BASE}/{record.pk}/private/revenue", given).status_code == 302


def test_an_audience_that_cannot_see_the_record_is_warned_of(people: People) -> None:
    record = enterprise(owner=people.works, audience="owner")
    client = browser_of(people.enterprise)
    address = f"{BASE}/{record.pk}/private/revenue"
    assert "seen by its owner only" in client.get(address).content.decode()
    response = client.post(address, FORM | {"audience": "leading-group"}, follow=True)
    assert "nobody else will see this value" in response.content.decode()
    assert queries.unreached("office", "leading-group")
    assert not queries.unreached("agencies", "leading-group")


SECRET = "987654321.25"
SHOWN = "987,654,321.25"
PAGES = ("/", "/private", "/history", "/readers", "/edit", "/private/revenue", "/private/revenue?period=2025")


def everything(people: People, who: str, record_key: int) -> str:
    """All that one person's browser gets from the record's pages, the lists and search."""
    client = browser_of(getattr(people, who))
    texts = [client.get(f"{language}/enterprises/{record_key}{page}").content.decode()
             for language in ("/en/registers", "/zh-hans/registers") for page in PAGES]
    texts += [client.get(address).content.decode() for address in (
        f"{BASE}/", f"{BASE}/?q=987654321", "/en/registers/", "/en/registers/aggregates", "/en/account/")]
    texts.append(client.post(f"{BASE}/{record_key}/private/revenue", {}).content.decode())
    return "\n".join(texts)


def tells(text: str) -> bool:
    return any(form in text for form in (SHOWN, SECRET, "987654321.2500", "987.65", "zqsecretplan"))


@pytest.mark.parametrize(("audience", "readers"), [
    ("itself", {"enterprise", "colleague"}),
    ("agency", {"enterprise", "colleague", "officer"}),
    ("leading-group", {"enterprise", "colleague", "officer", "other_officer", "office"}),
    ("aggregates", {"enterprise", "colleague"}),
])
def test_a_private_value_is_in_no_page_of_anybody_who_may_not_see_it(
    people: People, audience: str, readers: set[str]
) -> None:
    record = enterprise(owner=people.works)
    agency = people.commerce if audience == "agency" else None
    keep(record, people.enterprise, SECRET, audience=audience, agency=agency)
    keep(record, people.enterprise, field="plans", text="zqsecretplan", audience=audience, agency=agency)
    found = {who for who in people.everybody() if tells(everything(people, who, record.pk))}
    assert found == readers
    assert not any(tells(str(entry.changes) + entry.reason) for entry in Entry.objects.all())


def test_what_is_no_longer_shown_is_not_shown_in_the_history_either(people: People) -> None:
    record = enterprise(owner=people.works)
    first = keep(record, people.enterprise, SECRET, audience="leading-group")
    address = f"{BASE}/{record.pk}/private"
    assert SHOWN in browser_of(people.officer).get(address).content.decode()
    keep(record, people.enterprise, "5", audience="itself", replaces=first.pk)
    assert browser_of(people.officer).get(address).status_code == 404
    assert SHOWN in browser_of(people.enterprise).get(address).content.decode()


def test_a_value_taken_out_stays_in_the_owners_history(people: People) -> None:
    record = enterprise(owner=people.works)
    row = keep(record, people.enterprise, SECRET, audience="leading-group")
    client = browser_of(people.enterprise)
    address = f"{BASE}/{record.pk}/private/{row.pk}/end"
    assert "Take this value out?" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert SHOWN in client.get(f"{BASE}/{record.pk}/private").content.decode()
    assert not tells(everything(people, "officer", record.pk))
    assert client.post(address).status_code == 404


def test_the_owner_is_told_who_read_what_when(people: People) -> None:
    record = enterprise(owner=people.works)
    keep(record, people.enterprise, audience="leading-group")
    keep(record, people.enterprise, "3", field="exports", audience="itself")
    browser_of(people.officer).get(f"{BASE}/{record.pk}/")
    reading = Reading.objects.get()
    assert (reading.reader, reading.channel, reading.fields) == (people.officer, "page", "revenue")
    told = browser_of(people.colleague).get(f"{BASE}/{record.pk}/readers").content.decode()
    for words in ("Department of Commerce", "Officer", "Agency officer", "Revenue"):
        assert words in told
    assert "Exports" not in told
    assert browser_of(people.officer).get(f"{BASE}/{record.pk}/readers").status_code == 403


def test_the_same_reader_and_fields_are_written_once_an_hour(people: People) -> None:
    record = enterprise(owner=people.works)
    keep(record, people.enterprise, audience="leading-group")
    client = browser_of(people.officer)
    for _ in range(3):
        client.get(f"{BASE}/{record.pk}/")
    assert Reading.objects.count() == 1
    Reading.objects.update(at=timezone.now() - timedelta(minutes=61))
    client.get(f"{BASE}/{record.pk}/")
    browser_of(people.other_officer).get(f"{BASE}/{record.pk}/")
    keep(record, people.enterprise, "5", field="exports", audience="leading-group")
    client.get(f"{BASE}/{record.pk}/")
    assert Reading.objects.count() == 4


def test_the_owners_own_people_and_those_who_see_nothing_are_no_readers(people: People) -> None:
    record = enterprise(owner=people.works)
    keep(record, people.enterprise, audience="itself")
    for who in people.everybody():
        browser_of(getattr(people, who)).get(f"{BASE}/{record.pk}/")
    assert not Reading.objects.exists()


def test_a_partner_that_shares_sees_and_is_a_reader(people: People) -> None:
    record = enterprise(owner=people.works)
    keep(record, people.enterprise, SECRET)
    rivals = people.rival.organisation
    assert rivals is not None
    share(people.works, rivals)
    assert SHOWN in browser_of(people.rival).get(f"{BASE}/{record.pk}/").content.decode()
    assert Reading.objects.get().reader == people.rival


def share(parent: Organisation, subsidiary: Organisation) -> None:
    parent.subsidiaries.create(subsidiary=subsidiary, parent_agreed_at=timezone.now(),
                               subsidiary_agreed_at=timezone.now())


def test_outsiders_see_nothing_private_while_readings_cannot_be_written(people: People) -> None:
    record = enterprise(owner=people.works)
    keep(record, people.enterprise, SECRET, audience="leading-group")
    with override_settings(READ_ONLY=True):
        assert not tells(everything(people, "officer", record.pk))
        assert SHOWN in browser_of(people.enterprise).get(f"{BASE}/{record.pk}/").content.decode()
    assert not Reading.objects.exists()
