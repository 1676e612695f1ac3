"""Members of an organisation, as its manager looks after them."""

from __future__ import annotations

import pytest

from outward_portal.accounts.models import Invitation, Role, User
from outward_portal.journal.models import Entry
from outward_portal.records.models import SavedView
from tests.portal.membership.entering import sure_browser_of
from tests.portal.people import People, browser_of


@pytest.mark.django_db
def test_a_manager_sees_the_members_of_the_own_organisation_only(people: People) -> None:
    page = browser_of(people.enterprise).get("/en/account/members/").content.decode()
    assert "colleague@example.org" in page
    assert "rival@example.org" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), [
    ("colleague", 403), ("member", 404), ("officer", 403), ("office", 403), ("visitor", 302)])
def test_who_manages_nothing_has_no_page_of_members(people: People, name: str, status: int) -> None:
    person = getattr(people, name)
    client = browser_of(person) if name == "visitor" else sure_browser_of(person)
    assert client.get("/en/account/members/").status_code == status
    assert client.post("/en/account/members/invite", {"email": "x@example.org"}).status_code == status


@pytest.mark.django_db
def test_a_manager_makes_another_and_steps_back(people: People) -> None:
    client = sure_browser_of(people.enterprise)
    client.post(f"/en/account/members/{people.colleague.pk}/manager", {"manages": "1"})
    client.post(f"/en/account/members/{people.enterprise.pk}/manager", {"manages": "0"})
    assert list(User.objects.filter(is_manager=True, organisation=people.works)) == [people.colleague]
    assert [entry.changes for entry in Entry.objects.order_by("id")] == [
        {"is_manager": [False, True]}, {"is_manager": [True, False]}]
    assert client.get("/en/account/members/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["manager", "remove"])
def test_an_enterprise_is_never_left_without_a_manager(people: People, path: str) -> None:
    client = sure_browser_of(people.enterprise)
    page = client.post(f"/en/account/members/{people.enterprise.pk}/{path}", {"manages": "0"}, follow=True)
    assert "last manager" in page.content.decode()
    people.enterprise.refresh_from_db()
    assert (people.enterprise.is_manager, people.enterprise.organisation) == (True, people.works)


@pytest.mark.django_db
def test_a_manager_whose_account_is_closed_does_not_count(people: People) -> None:
    User.objects.filter(pk=people.colleague.pk).update(is_manager=True, is_active=False)
    sure_browser_of(people.enterprise).post(f"/en/account/members/{people.enterprise.pk}/remove")
    people.enterprise.refresh_from_db()
    assert people.enterprise.organisation == people.works


@pytest.mark.django_db
def test_who_is_removed_becomes_a_registered_visitor_at_once(people: People) -> None:
    there = browser_of(people.colleague)
    client = sure_browser_of(people.enterprise)
    path = f"/en/account/members/{people.colleague.pk}/remove"
    assert client.get(path).status_code == 200  # asks first
    assert User.objects.get(pk=people.colleague.pk).organisation == people.works
    client.post(path)
    removed = User.objects.get(pk=people.colleague.pk)
    assert (removed.role, removed.organisation, removed.is_manager) == (Role.MEMBER, None, False)
    assert "Registered visitor" in there.get("/en/account/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["manager", "remove"])
def test_members_of_other_organisations_cannot_be_touched(people: People, path: str) -> None:
    client = sure_browser_of(people.enterprise)
    answer = client.post(f"/en/account/members/{people.rival.pk}/{path}", {"manages": "0"})
    assert answer.status_code == 404
    rival = User.objects.get(pk=people.rival.pk)
    assert (rival.organisation, rival.is_manager) == (people.rival.organisation, True)


@pytest.mark.django_db
@pytest.mark.parametrize("key", [2**63, 2**70])
def test_a_number_that_no_database_holds_is_no_member(people: People, key: int) -> None:
    assert sure_browser_of(people.enterprise).get(f"/en/account/members/{key}/remove").status_code == 404


@pytest.mark.django_db
def test_a_manager_invites_only_soon_after_the_password(people: People) -> None:
    answer = browser_of(people.enterprise).post("/en/account/members/invite", {"email": "x@example.org"})
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_views_shown_to_colleagues_are_not_shown_to_the_next_ones(people: People) -> None:
    view = SavedView.objects.create(user=people.colleague, kind="project", name="Ours", is_shared=True)
    assert SavedView.objects.visible_to(people.enterprise).exists()
    sure_browser_of(people.enterprise).post(f"/en/account/members/{people.colleague.pk}/remove")
    view.refresh_from_db()
    assert (view.is_shared, view.user) == (False, people.colleague)
