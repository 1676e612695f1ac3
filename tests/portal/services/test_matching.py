"""Who fits a request, with a reason for each criterion; what stays untold; and how providers are rated."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.services.kinds import PROVIDERS
from outward_portal.services.models import Provider, Rating
from outward_portal.services.ratings.queries import summary, told_ratings
from outward_portal.services.requests import matching
from outward_portal.services.requests.showing import shown
from tests.portal.people import browser_of
from tests.portal.services.market import Market, add, step

pytestmark = pytest.mark.django_db


def by_name(market: Market, **values: object) -> tuple[list[str], dict[str, str]]:
    """Match a draft; give who fits, best first, and why the others do not."""
    found = matching.top(market.draft(**values), market.people.enterprise)
    names = {key: each.name_en for key, each in found.providers.items()}
    return ([names[int(str(each.key))] for each in found.fitting],
            {names[int(str(each.key))]: shown(each, found.providers, {}, {}).against for each in found.others})


def test_each_provider_fits_or_has_a_reason_why_not(market: Market) -> None:
    fitting, others = by_name(market, countries="KAZ", needs_country=True, languages="ru", needs_language=True)
    assert fitting == ["Second"]
    assert others == {"Firm": "Languages: none of it", "Nobody": "Countries: none of it; Languages: none of it",
                      "Valuer": "Service: none of it; Languages: none of it"}


def test_what_is_not_insisted_on_only_counts(market: Market) -> None:
    fitting, others = by_name(market, countries="KAZ", languages="ru")
    assert fitting == ["Second", "Firm", "Nobody"]
    assert set(others) == {"Valuer"}


def test_an_accreditation_must_outlive_the_deadline_and_a_missing_one_is_unknown(market: Market) -> None:
    add(market.people, "Expired", None, accreditation_until="2020-05")
    add(market.people, "Valid", None, accreditation_until="2099")
    fitting, others = by_name(market, needs_accreditation=True)
    assert fitting[0] == "Valid"
    assert "Firm" in fitting
    assert others["Expired"] == "Accreditation: ends before the last day for offers"


def test_a_provider_without_room_is_told_as_such_and_not_by_how_much(market: Market) -> None:
    Provider.objects.filter(pk=market.firm.pk).update(capacity=1)
    market.awarded()
    request = market.posted(title_en="Another")
    page = browser_of(market.people.enterprise).get(f"/en/services/requests/{request.pk}/matches")
    assert "has no room at present" in page.content.decode()
    found = matching.top(request, market.people.enterprise)
    barred = next(shown(each, found.providers, {}, {}) for each in found.others if each.key == market.firm.pk)
    reason = next(each for each in barred.reasons if each.key == "capacity")
    assert (reason.excludes, reason.wanted, reason.there) == (True, "", "")


def test_only_providers_that_the_reader_may_see_are_matched(market: Market) -> None:
    records.change(market.enterprise, market.nobody, PROVIDERS, {"audience": "agencies"}, revision=1)
    records.retire(market.enterprise, market.second)
    fitting, others = by_name(market)
    assert fitting == ["Firm"]
    assert set(others) == {"Valuer"}


def test_the_query_asks_the_database_as_often_for_many_providers_as_for_few(market: Market) -> None:
    request = market.posted()
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            matching.top(request, market.people.enterprise)
        asked.append(len(queries))
        for number in range(20):
            add(market.people, f"P{number}", None)
    assert asked[0] == asked[1] <= 5


def test_ratings_are_told_in_sum_from_three_on(market: Market) -> None:
    for number, score in enumerate((5, 3, 1)):
        before = summary(market.firm.pk, market.people.member)
        assert not before.is_told
        page = browser_of(market.people.member).get(f"/en/registers/providers/{market.firm.pk}/").content.decode()
        assert "zqrating" not in page
        assert "there are fewer" in page
        market.rated(score, score, 4, 4, title_en=f"Job {number}")
    found = summary(market.firm.pk, market.people.member)
    assert (found.count, found.mean) == (3, 3.5)
    assert found.criteria[0][2:] == (3.0, 1, 5)
    page = browser_of(market.people.member).get(f"/en/registers/providers/{market.firm.pk}/").content.decode()
    assert "3.5 of 5, from 3 ratings" in page
    assert "zqrating" in page
    assert "Test Works" not in page, "who rated is not said"
    visited = browser_of(market.people.visitor).get(f"/en/registers/providers/{market.firm.pk}/").content.decode()
    assert "Firm" in visited
    assert "from 3 ratings" not in visited, "they are told to everybody with an account"
    assert not summary(market.firm.pk, market.people.visitor).is_told


def test_an_abusive_text_is_hidden_with_its_answer_and_the_scores_count_all_the_same(market: Market) -> None:
    for number in range(3):
        market.rated(title_en=f"Job {number}")
    rating = Rating.objects.order_by("pk")[0]
    step(market.provider, rating, "answer", {"answer": "zqanswer"})
    office = browser_of(market.people.office)
    address = f"/en/workflows/service-rating/{rating.pk}/hide"
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "it names a person"}).status_code == 302
    assert browser_of(market.people.provider).post(address, {"reason": "x"}).status_code == 403
    said = {each.key: each for each in told_ratings(market.firm.pk, market.people.member)}[rating.pk]
    assert (said.text, said.answer, said.hidden_because) == ("", "", "it names a person")
    assert summary(market.firm.pk, market.people.member).count == 3
    rating.refresh_from_db()
    assert step(Act(market.people.office), rating, "show").state == "answered"


def test_why_not_is_told_of_those_of_the_service_however_many_others_are_nearer(market: Market) -> None:
    for number in range(10):
        add(market.people, f"A{number}", None, services="accounting", languages="ru")
    request = market.draft(languages="ru", needs_language=True)
    found = matching.top(request, market.people.enterprise, others=2, of_service=True)
    assert [found.providers[int(str(each.key))].name_en for each in found.others] == ["Firm", "Nobody"]
