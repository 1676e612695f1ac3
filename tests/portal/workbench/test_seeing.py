"""Who sees an index and its files, by role, audience and channel; sharing, copying, putting aside, erasing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from outward_portal.accounts.models import WorkAudience
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import worked_out
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import erasure
from outward_portal.membership.export import personal_data
from outward_portal.records.files import storage
from outward_portal.workbench import actions
from outward_portal.workbench.models import IndexAssessment, IndexVersion
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import MAKES_INDICES, ROLES, SEES_WORK
from tests.portal.workbench.indices import FRAMEWORK, made, table

pytestmark = pytest.mark.django_db

SECRET = FRAMEWORK.replace('code = "ports"', 'code = "zqports"').replace("ports of call", "zqframework")
DATA = table().replace(b"Alpha", b"Zqunit")
WORDS = ("zqtitle", "zqports", "zqframework", "zqunit", "zqnote")


@pytest.fixture
def index(people: People) -> IndexAssessment:
    """An index of the works' manager, in which every text has a word of its own."""
    found = made(people.enterprise, title="Zqtitle", framework=SECRET, data=DATA)
    assert found.newest is not None
    actions.save(Act(people.enterprise), found, found.newest, choices={}, weights={"reach": 2.0}, note="Zqnote")
    found.refresh_from_db()
    return found


def channels(index: IndexAssessment) -> dict[str, str]:
    """The addresses at which an index's content comes out."""
    base = f"/en/workbench/{index.pk}"
    files = ("scores.csv", "values.csv", "ranks.csv", "sobol.csv", "left_out.csv", "result.json", "spec.toml", "data",
             "template.xlsx", "comparison.csv?with=version-1", "causes.csv?with=version-1")
    return {"page": f"{base}/", "old version": f"{base}/?version=1", "unit": f"{base}/unit?unit=aa",
            "audit": f"{base}/audit", "compare": f"{base}/compare?with=version-1", "charts": f"{base}/charts",
            **{file: f"{base}/files/{file}" for file in files},
            **{name: f"{base}/charts/{name}.svg?with=version-1" for name in ("bands", "pillars", "slopes")}}


def share(people: People, index: IndexAssessment, audience: str) -> None:
    worked_out.change(Act(people.enterprise), index, title=index.title, audience=audience)


def fetched(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    answer.getvalue()
    return answer


@pytest.mark.parametrize("audience", WorkAudience.values)
@pytest.mark.parametrize("role", ROLES)
def test_every_channel_gives_an_index_to_those_of_its_audience_alone(
    people: People, index: IndexAssessment, audience: str, role: str
) -> None:
    share(people, index, audience)
    browser, sees = browser_of(getattr(people, role)), audience in SEES_WORK[role]
    for channel, address in channels(index).items():
        answer = fetched(browser, address)
        assert answer.status_code == (302 if role == "visitor" else 200 if sees else 404), channel
        if not sees:
            told = answer.getvalue().decode("utf-8", "replace") + str(dict(answer.headers))
            assert [word for word in WORDS if word in told.casefold()] == [], channel
    for listed in ("", "?q=zqtitle", "?sort=framework", "?framework=zqports", "?retired=1"):
        told = fetched(browser, f"/en/workbench/{listed}").getvalue().decode()
        assert ("Zqtitle" in told) == (sees and listed != "?retired=1"), listed
        typed = listed in ("?q=zqtitle", "?framework=zqports")
        assert typed or (("zqframework" in told.casefold()) == sees), listed
    assert IndexVersion.objects.visible_to(getattr(people, role)).count() == (2 if sees else 0)


@pytest.mark.parametrize("role", ROLES)
def test_indices_are_made_by_those_with_work_to_do_here(people: People, role: str) -> None:
    assert may(getattr(people, role), "index.make") == (role in MAKES_INDICES)


def test_another_persons_index_is_not_compared_with_unless_it_is_seen(people: People, index: IndexAssessment) -> None:
    own = made(people.rival, framework=SECRET, data=DATA)
    rival = browser_of(people.rival)
    base = f"/en/workbench/{own.pk}"
    assert "Zqtitle" not in rival.get(f"{base}/compare").text
    for address in (f"{base}/compare?with=index-{index.pk}", f"{base}/files/comparison.csv?with=index-{index.pk}",
                    f"{base}/charts/slopes.svg?with=index-{index.pk}"):
        assert rival.get(address).status_code == 404
    share(people, index, "members")
    assert "Zqtitle" in rival.get(f"{base}/compare").text
    assert rival.get(f"{base}/compare?with=index-{index.pk}").status_code == 200


def test_others_look_and_copy_but_do_not_change(people: People, index: IndexAssessment) -> None:
    share(people, index, "members")
    for person in (people.office, people.colleague):
        browser = browser_of(person)
        for page in ("edit", "retire", "send"):
            assert browser.get(f"/en/workbench/{index.pk}/{page}").status_code == 403
        for page in ("edit", "retire", "restore", "save", "send"):
            assert browser.post(f"/en/workbench/{index.pk}/{page}", {"title": "x", "w.reach": "3"}).status_code == 403
    assert IndexVersion.objects.count() == 2
    office = browser_of(people.office)
    assert "Keep as an index of my own" in office.get(f"/en/workbench/{index.pk}/").text
    office.post(f"/en/workbench/{index.pk}/copy", {"w.cost": "4"})
    copy = IndexAssessment.objects.latest("id")
    assert (copy.owner, copy.audience) == (people.office, "self")
    assert browser_of(people.enterprise).get(f"/en/workbench/{copy.pk}/").status_code == 404
    member = browser_of(people.member)
    assert "Keep as" not in member.get(f"/en/workbench/{index.pk}/").text
    assert member.post(f"/en/workbench/{index.pk}/copy").status_code == 403


def test_an_index_that_is_not_seen_is_neither_copied_nor_changed(people: People, index: IndexAssessment) -> None:
    rival = browser_of(people.rival)
    for page in ("copy", "save", "send", "edit", "retire", "restore"):
        assert rival.post(f"/en/workbench/{index.pk}/{page}", {"title": "x"}).status_code == 404
    assert IndexAssessment.objects.count() == 1


def test_an_index_put_aside_is_seen_by_its_maker_alone_and_can_be_brought_back(
    people: People, index: IndexAssessment
) -> None:
    share(people, index, "members")
    maker, office = browser_of(people.enterprise), browser_of(people.office)
    assert maker.get(f"/en/workbench/{index.pk}/retire").status_code == 200
    maker.post(f"/en/workbench/{index.pk}/retire")
    assert office.get(f"/en/workbench/{index.pk}/").status_code == 404
    assert "put aside" in maker.get(f"/en/workbench/{index.pk}/").text
    assert "Zqtitle" not in maker.get("/en/workbench/").text
    assert "Zqtitle" in maker.get("/en/workbench/?retired=1").text
    assert "zqframework" not in office.get("/en/workbench/").text
    maker.post(f"/en/workbench/{index.pk}/restore")
    assert office.get(f"/en/workbench/{index.pk}/").status_code == 200
    told = Entry.objects.filter(subject=f"workbench.indexassessment:{index.pk}").values_list("action", flat=True)
    assert [*told.order_by("id")] == ["index.made", "index.saved", "index.saved", "index.changed", "index.retired",
                                      "index.restored"]


def test_the_journal_keeps_none_of_an_indexs_words(people: People, index: IndexAssessment) -> None:
    share(people, index, "members")
    browser_of(people.enterprise).post(f"/en/workbench/{index.pk}/edit", {"title": "Zqother", "audience": "members"})
    assert "zq" not in str(list(Entry.objects.values_list("changes", "reason"))).casefold()


def test_more_people_see_an_index_only_when_its_maker_has_confirmed_it(people: People, index: IndexAssessment) -> None:
    maker = browser_of(people.enterprise)
    refused = maker.post(f"/en/workbench/{index.pk}/edit", {"title": "Kept", "audience": "members"})
    assert refused.status_code == 422
    assert 'id="error_id_confirmed"' in refused.text
    maker.post(f"/en/workbench/{index.pk}/edit", {"title": "Kept", "audience": "members", "confirmed": "on"})
    maker.post(f"/en/workbench/{index.pk}/edit", {"title": "Fewer", "audience": "organisation"})
    index.refresh_from_db()
    assert (index.audience, index.title) == ("organisation", "Fewer")
    odd = maker.post(f"/en/workbench/{index.pk}/edit", {"title": "", "audience": "everybody"})
    assert odd.status_code == 422


def test_who_has_no_organisation_cannot_share_with_one(people: People) -> None:
    people.analyst.organisation = None
    people.analyst.save()
    own = made(people.analyst)
    refused = browser_of(people.analyst).post(f"/en/workbench/{own.pk}/edit", {
        "title": "x", "audience": "organisation", "confirmed": "on"})
    assert refused.status_code == 422


def test_a_list_is_narrowed_sorted_and_paged(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("beta", "alpha", "gamma"):
        made(people.analyst, title=title)
    made(people.office, title="theirs", audience="members", framework=SECRET)
    browser = browser_of(people.analyst)

    def titles(query: str) -> list[str]:
        page = browser.get(f"/en/workbench/?{query}").text
        found = [(page.find(f">{title}</a>"), title) for title in ("alpha", "beta", "gamma", "theirs")]
        return [title for place, title in sorted(found) if place >= 0]

    assert titles("") == ["theirs", "gamma", "alpha", "beta"]
    assert titles("sort=title") == ["alpha", "beta", "gamma", "theirs"]
    assert titles("whose=mine&sort=-title") == ["gamma", "beta", "alpha"]
    assert titles("whose=shared") == titles("framework=zqports") == titles("q=ZQFRAME") == ["theirs"]
    assert titles("q=ALPH") == ["alpha"]
    assert titles("q=%00alph") == ["alpha"]
    monkeypatch.setattr("outward_portal.theme.lists.PAGE_ROWS", 2)
    assert titles("page=2") == titles("page=999999") == ["alpha", "beta"]
    nonsense = browser.get("/en/workbench/?sort=password&whose=odd&page=-1")
    assert nonsense.status_code == 200
    assert "sort" in nonsense.text


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    people: People, django_assert_max_num_queries: Any
) -> None:
    for title in "abcdef":
        made(people.analyst, title=title)
    browser = browser_of(people.analyst)
    with django_assert_max_num_queries(7):
        browser.get("/en/workbench/")


def test_a_maker_whose_account_is_gone_leaves_an_index_that_pages_still_show(
    people: People, index: IndexAssessment
) -> None:
    share(people, index, "members")
    IndexAssessment.objects.update(owner=None, organisation=None)
    browser = browser_of(people.office)
    assert browser.get("/en/workbench/").status_code == browser.get(f"/en/workbench/{index.pk}/").status_code == 200


def test_of_an_erased_persons_indices_those_stay_that_others_see(
    people: People, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    own, shared = made(people.analyst, title="Own"), made(people.analyst, title="Shared", audience="members")
    lent = made(people.analyst, title="Lent", data=DATA)
    assert own.newest is not None
    assert shared.newest is not None
    assert lent.newest is not None
    actions.copy(Act(people.office), lent.newest, title="Copy", choices={}, weights={})
    files = [Path(version.file.path) for version in (own.newest, shared.newest, lent.newest)]
    assert personal_data(people.analyst)["rows"]["workbench.IndexAssessment.owner"]
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(Act(people.analyst), people.analyst)
    assert {index.title for index in IndexAssessment.objects.all()} == {"Shared", "Copy"}
    assert [file.exists() for file in files] == [False, True, True]


def test_data_that_a_version_names_are_no_orphans(people: People, index: IndexAssessment) -> None:
    assert index.newest is not None
    file = Path(index.newest.file.path)
    assert file not in storage.orphans(age=-1)
    IndexAssessment.objects.all().delete()
    assert file in storage.orphans(age=-1)
    call_command("remove_orphan_files", age=-1, verbosity=0)
    assert not file.exists()


def test_nothing_is_written_while_the_portal_can_only_be_read(
    people: People, index: IndexAssessment, settings: Any
) -> None:
    settings.READ_ONLY = True
    maker = browser_of(people.enterprise)
    assert maker.get(f"/en/workbench/{index.pk}/?w.reach=3").status_code == 200
    assert maker.post(f"/en/workbench/{index.pk}/save", {"w.reach": "3"}).status_code == 503
    assert IndexVersion.objects.count() == 2
