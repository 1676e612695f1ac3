"""Totals of private fields: what enters them and who sees them; the arithmetic has its own tests."""

from __future__ import annotations

import pytest
from django.utils import timezone

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.records.private.aggregates import Table, tables
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, keep

pytestmark = pytest.mark.django_db
SHIPS, TOOLS = "transport-equipment", "general-equipment"
ADDRESS = "/en/registers/aggregates"


def reporting(number: int, amount: str, sector: str = SHIPS, audience: str = "aggregates",
              agency: Organisation | None = None, unit: str = "CNY", *, sample: bool = False) -> Record:
    """An enterprise of its own that reports its revenue of 2025."""
    owner = Organisation.objects.create(kind="enterprise", name_en=f"Reporter {number}")
    person = User.objects.create_user(f"reporter{number}@example.org", role=Role.ENTERPRISE, organisation=owner)
    record = enterprise(f"Reporter {number}", owner, sector=sector)
    if sample:
        record.is_sample = True
        record.save()
    keep(record, person, amount, audience=audience, agency=agency, unit=unit)
    return record


def revenue(*, of_samples: bool = False) -> list[Table]:
    kind = KINDS["enterprise"]
    return tables(kind, kind.private[0], of_samples=of_samples)


def totals() -> list[tuple[str, str | None]]:
    return [(table.unit, None if table.totals[0] is None else f"{table.totals[0].amount:f}") for table in revenue()]


def test_three_owners_make_a_total(people: People) -> None:
    reporting(1, "40.5")
    reporting(2, "35")
    assert revenue() == []
    reporting(3, "25")
    table, = revenue()
    assert (table.unit, table.periods) == ("CNY", ("2025",))
    assert [(sector, f"{sums[0].amount:f}", sums[0].contributors) for sector, sums in table.rows if sums[0]] == [
        (SHIPS, "100.5", 3)]


def test_a_year_and_its_months_are_never_shown_together(people: People) -> None:
    """Two months of three contributors and the year: the year less what is shown would be a month that is not."""
    records = [reporting(number, "120") for number in (1, 2, 3)]
    for record in records:
        person = User.objects.get(organisation=record.owner)
        for period in ("2025-01", "2025-02", "2024-12", "2024-12-31"):
            keep(record, person, "10", period=period, audience="aggregates")
    table, = revenue()
    assert table.periods == ("2025", "2024-12")


def test_what_an_enterprise_keeps_to_itself_never_enters(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    reporting(4, "7000000", audience="itself")
    assert totals() == [("CNY", "30.0")]


def test_a_single_small_sector_is_not_worked_out_from_the_total(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    reporting(4, "9", TOOLS)
    table, = revenue()
    assert table.rows == ()
    assert table.totals[0] is not None
    assert table.totals[0].contributors == 4


def test_currencies_are_never_mixed(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    for number in (4, 5, 6):
        reporting(number, "20", unit="USD")
    assert totals() == [("CNY", "30.0"), ("USD", "60.0")]


def test_samples_and_real_records_are_never_mixed(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    for number in (4, 5, 6):
        reporting(number, "20", sample=True)
    assert totals() == [("CNY", "30.0")]
    assert revenue(of_samples=True)[0].totals[0].amount == 60  # type: ignore[union-attr]
    page = browser_of(people.officer).get(f"{ADDRESS}?of=sample").content.decode()
    assert "sample, made up" in page


def test_owners_that_share_their_private_fields_count_as_one(people: People) -> None:
    records = [reporting(number, "10") for number in (1, 2, 3)]
    assert totals() == [("CNY", "30.0")]
    parent, child = records[0].owner, records[1].owner
    assert parent is not None
    assert child is not None
    parent.subsidiaries.create(subsidiary=child, parent_agreed_at=timezone.now(), subsidiary_agreed_at=timezone.now())
    assert totals() == []


def test_what_an_agency_is_told_does_not_lead_it_to_the_others(people: People) -> None:
    reporting(1, "10", audience="leading-group")
    reporting(2, "10", audience="agency", agency=people.commerce)
    reporting(3, "10")
    assert totals() == []
    reporting(4, "10")
    assert totals() == []
    reporting(5, "10")
    assert totals() == [("CNY", "50.0")]


def test_retired_records_do_not_count(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    record = reporting(4, "10")
    record.retired_at = timezone.now()
    record.save()
    assert totals() == [("CNY", "30.0")]


@pytest.mark.parametrize(("who", "status"), [
    ("officer", 200), ("office", 200), ("analyst", 200), ("contributor", 200), ("enterprise", 403), ("rival", 403),
    ("provider", 403), ("member", 403), ("administrator", 403), ("visitor", 302),
])
def test_totals_are_for_those_who_act_for_the_leading_group(people: People, who: str, status: int) -> None:
    assert browser_of(getattr(people, who)).get(ADDRESS).status_code == status


def test_the_page_names_no_sector_in_which_nothing_may_be_shown(people: People) -> None:
    for number in (1, 2, 3):
        reporting(number, "10")
    for number in (4, 5, 6):
        reporting(number, "10", TOOLS)
    reporting(7, "5", "instruments")
    page = browser_of(people.analyst).get(ADDRESS).content.decode()
    rows = page[page.index("<tbody>"):page.index("</tbody>")]
    assert "nstruments" not in rows
    assert "65 CNY" in rows
    assert browser_of(people.analyst).get(f"{ADDRESS}?field=nonsense&of=x").status_code == 200
