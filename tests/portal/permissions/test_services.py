"""Services and disputes: role x model x channel, held to tables that are written down by hand.

The world: the works have a draft; a request for invited lawyers, to which the provider's firm and a second firm are
invited and for which both have offered; a request open to every lawyer, in which a third firm has a conflict; a request
that was done and rated; a case file of its own and one that it shares with the office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import models, transaction
from pytest_django.plugin import DjangoDbBlocker

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.services.disputes import actions as disputes
from outward_portal.services.disputes import flow as dispute_flow
from outward_portal.services.models import (
    CaseEntry,
    CaseItem,
    CaseReference,
    ConflictFlag,
    DisputeCase,
    Engagement,
    Mandate,
    Rating,
    RequestBrief,
    RequestParty,
    ServiceInvitation,
    ServiceOffer,
    ServiceRequest,
)
from outward_portal.services.requests import actions
from outward_portal.workflows.taking import take
from tests.portal.people import browser_of, make_people
from tests.portal.permissions.expected import ROLES
from tests.portal.services.market import PARTY, Market, add, make_market

pytestmark = pytest.mark.django_db

PEOPLE: Final = (*ROLES, "second", "third")
NOTHING: Final[frozenset[str]] = frozenset()
ALL_REQUESTS: Final = frozenset({"draft", "invited", "public", "rated"})

SEES_REQUESTS: Final[dict[str, frozenset[str]]] = {
    "visitor": NOTHING, "member": NOTHING, "enterprise": ALL_REQUESTS, "colleague": ALL_REQUESTS, "rival": NOTHING,
    "provider": frozenset({"invited", "public", "rated"}), "officer": NOTHING, "other_officer": NOTHING,
    "office": frozenset({"invited", "public", "rated"}), "contributor": NOTHING, "analyst": NOTHING,
    "administrator": NOTHING,
    "second": frozenset({"invited", "public", "rated"}), "third": NOTHING,
}
"""Requests by person; ``second`` is invited too and offered for what another got, ``third`` has a conflict."""

SEES_CONFIDENCE: Final = {
    "enterprise": ALL_REQUESTS, "colleague": ALL_REQUESTS, "provider": frozenset({"invited", "rated"}),
    "second": frozenset({"invited", "rated"}),
}
"""Requests of which somebody reads what is said in confidence, and the parties; everybody else of none."""

SEES_PARTS: Final[dict[str, dict[type[models.Model], int]]] = {
    "enterprise": {ServiceInvitation: 4, ServiceOffer: 4, ConflictFlag: 1, Engagement: 1, Mandate: 0, Rating: 1},
    "colleague": {ServiceInvitation: 4, ServiceOffer: 4, ConflictFlag: 1, Engagement: 1, Mandate: 0, Rating: 1},
    "provider": {ServiceInvitation: 2, ServiceOffer: 2, ConflictFlag: 0, Engagement: 1, Mandate: 0, Rating: 1},
    "second": {ServiceInvitation: 2, ServiceOffer: 2, ConflictFlag: 0, Engagement: 0, Mandate: 0, Rating: 0},
    "third": {ServiceInvitation: 0, ServiceOffer: 0, ConflictFlag: 0, Engagement: 0, Mandate: 2, Rating: 0},
    "office": {ServiceInvitation: 0, ServiceOffer: 0, ConflictFlag: 0, Engagement: 0, Mandate: 0, Rating: 1},
}
"""How many rows of each part somebody sees; everybody else none."""

SEES_CASES: Final = {
    "enterprise": frozenset({"own", "shared"}), "colleague": frozenset({"own", "shared"}),
    "office": frozenset({"shared"}),
}

MAY: Final[dict[str, frozenset[str]]] = {
    "services.browse": frozenset(PEOPLE) - {"visitor"},
    "services.read": frozenset({"enterprise", "colleague", "rival", "provider", "second", "third", "office"}),
    "services.post": frozenset({"enterprise", "colleague", "rival"}),
    "services.manage": frozenset({"enterprise", "colleague"}),
    "services.offer": frozenset({"provider", "second"}),
    "services.provide": frozenset({"provider", "second", "third"}),
    "services.hide-rating": frozenset({"office"}),
    "disputes.open": frozenset({"enterprise", "colleague", "rival"}),
    "disputes.read": frozenset({"enterprise", "colleague", "rival", "office"}),
}
"""Who may do what to the request that is open to every lawyer."""


@dataclass(frozen=True, slots=True)
class ServicesWorld:
    """The rows by name."""

    market: Market
    requests: dict[str, ServiceRequest]
    cases: dict[str, DisputeCase]
    people: dict[str, Any]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ServicesWorld]:
    """The world, made once a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _made()
        transaction.set_rollback(True)


def _made() -> ServicesWorld:
    people = make_people()
    market = make_market(people)
    organisation = Organisation.objects.create(kind=Organisation.Kind.PROVIDER, name_en="Third Firm")
    third = User.objects.create_user("third@example.org", "a long enough password", name="Third", role=Role.PROVIDER,
                                     organisation=organisation)
    firm = add(people, "Third", organisation)
    for client in (PARTY, "zqclient"):
        actions.declare_mandate(Act(third), firm, {"client": client, "record": None, "began_on": "2020-01-01",
                                                   "ended_on": None})
    words = {name: {"title_en": f"zqtitle{name}", "need_en": f"zqneed{name}", "text": f"zqsecret{name}",
                    "parties": [("counterparty", f"zqother{name}", None)]} for name in ALL_REQUESTS}
    words["public"]["parties"] = [("adverse", PARTY, None)]
    requests = {"draft": market.draft(**words["draft"]), "invited": market.posted(**words["invited"]),
                "public": market.posted(audience="providers", **words["public"]),
                "rated": market.rated(**words["rated"])}
    market.offered(requests["invited"], text="zqofferone")
    market.offered(requests["invited"], market.second, text="zqoffertwo")
    cases = {name: disputes.open_case(Act(people.enterprise), people.works, {
        "title": f"zqcase{name}", "region": "KAZ", "counterparty": "x", "claim": f"zqclaim{name}"}, {})
        for name in ("own", "shared")}
    for case in cases.values():
        act = Act(people.enterprise)
        disputes.choose_path(act, case, "court", {})
        disputes.tick(act, case, "court:counsel", "")
        disputes.add_entry(act, case, {"happened_on": "2026-01-01", "text": f"{case.title}log"})
        disputes.add_reference(act, case, {"title": f"{case.title}paper", "kept_at": "x", "record": None,
                                           "dated": None})
    step = dispute_flow.FLOW.step("share")
    assert step is not None
    take(Act(people.enterprise), dispute_flow.FLOW, cases["shared"], step)
    return ServicesWorld(market, requests, cases,
                         {**people.everybody(), "second": market.second_person, "third": third})


@pytest.mark.parametrize("who", PEOPLE)
def test_rows_are_seen_as_the_tables_say(world: ServicesWorld, who: str) -> None:
    person = world.people[who]
    names = {each.pk: name for name, each in world.requests.items()}

    def seen(model: Any, at: str = "pk") -> set[str]:
        return {names[key] for key in model.objects.visible_to(person).values_list(at, flat=True)}

    assert seen(ServiceRequest) == SEES_REQUESTS[who]
    for kept in (RequestBrief, RequestParty):
        assert seen(kept, "request") == SEES_CONFIDENCE.get(who, NOTHING), kept
    expected = SEES_PARTS.get(who, {})
    for part in (ServiceInvitation, ServiceOffer, ConflictFlag, Engagement, Mandate, Rating):
        assert part.objects.visible_to(person).count() == expected.get(part, 0), part
    cases = {each.pk: name for name, each in world.cases.items()}
    parts: tuple[tuple[Any, str], ...] = ((DisputeCase, "pk"), (CaseItem, "case"), (CaseEntry, "case"),
                                          (CaseReference, "case"))
    for model, at in parts:
        found = {cases[key] for key in model.objects.visible_to(person).values_list(at, flat=True)}
        assert found == SEES_CASES.get(who, NOTHING), model


@pytest.mark.parametrize("who", PEOPLE)
def test_a_provider_sees_its_own_offer_and_invitation_and_nobody_elses(world: ServicesWorld, who: str) -> None:
    person = world.people[who]
    own = getattr(getattr(person, "organisation", None), "pk", None)
    if who in ("provider", "second", "third"):
        for model in (ServiceOffer, ServiceInvitation, Mandate):
            assert all(each.provider.owner_id == own for each in model.objects.visible_to(person))


@pytest.mark.parametrize("who", PEOPLE)
def test_actions_are_allowed_as_the_table_says(world: ServicesWorld, who: str) -> None:
    for action, allowed in MAY.items():
        assert may(world.people[who], action, world.requests["public"]) == (who in allowed), action
    offer = ServiceOffer.objects.get(request=world.requests["invited"], provider=world.market.firm)
    assert may(world.people[who], "services.own-offer", offer) == (who == "provider")
    assert may(world.people[who], "services.accept", offer) == (who in ("enterprise", "colleague"))
    flag = ConflictFlag.objects.get()
    assert may(world.people[who], "services.manage-part", flag) == (who in ("enterprise", "colleague"))
    for name, case in world.cases.items():
        assert may(world.people[who], "disputes.write", case) == (who in ("enterprise", "colleague")), name


PAGES: Final = ("", "requests/", "requests/files/requests.csv", "requests/files/requests.json", "ratings/", "mandates/",
                "disputes/", "disputes/files/disputes.json", "disputes/guidance")


def secrets_of(who: str) -> list[str]:
    """Give every word that a person may read nowhere."""
    requests, confidence = SEES_REQUESTS[who], SEES_CONFIDENCE.get(who, NOTHING)
    cases = SEES_CASES.get(who, NOTHING)
    found = [f"zq{what}{name}" for name in ALL_REQUESTS - requests for what in ("title", "need")]
    found += [f"zqsecret{name}" for name in ALL_REQUESTS - confidence]
    found += [f"zqother{name}" for name in ALL_REQUESTS - confidence - {"public"}]
    found += [f"zq{what}{name}" for name in {"own", "shared"} - cases for what in ("case", "claim")]
    owners = ("enterprise", "colleague")
    found += [] if who in (*owners, "provider") else ["zqofferone"]
    found += [] if who in (*owners, "second") else ["zqoffertwo"]
    found += [] if who in owners else ["zqwhy"]
    found += [] if who == "third" else ["zqclient"]
    found += [] if who in (*owners, "provider", "office") else ["zqrating"]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_no_channel_tells_what_a_person_may_not_read(world: ServicesWorld, who: str) -> None:
    """Pages, files, the interface for programs, pages of steps, the register, search: in both languages."""
    client = browser_of(world.people[who])
    addresses = [f"/en/services/{page}" for page in PAGES] + ["/zh-hans/services/", "/zh-hans/services/requests/"]
    for request in world.requests.values():
        addresses += [f"/en/services/requests/{request.pk}/{page}" for page in
                      ("", "edit", "matches", "matches?all=1", "offers", "offer")]
        addresses += [f"/en/workflows/service-request/{request.pk}/{step}" for step in ("post", "award", "rate")]
        addresses += [f"/api/v1/services/requests/{request.pk}", f"/api/v1/services/requests/{request.pk}/matches",
                      f"/api/v1/workflows/service-request/{request.pk}"]
    for case in world.cases.values():
        addresses += [f"/en/services/disputes/{case.pk}/{page}" for page in
                      ("", "edit", "path", "items/counsel/done", "log/new", "documents/new")]
        addresses += [f"/api/v1/workflows/dispute-case/{case.pk}"]
    for offer in ServiceOffer.objects.all():
        addresses += [f"/en/workflows/service-offer/{offer.pk}/revise", f"/api/v1/workflows/service-offer/{offer.pk}"]
    addresses += ["/api/v1/services/requests", "/api/v1/services/offers", "/en/search?q=zqtitle",
                  f"/en/registers/providers/{world.market.firm.pk}/", "/en/"]
    hidden = secrets_of(who)
    assert hidden
    for address in addresses:
        answer = client.get(address)
        content = b"".join(getattr(answer, "streaming_content", ())) if answer.streaming else answer.content
        told = content.decode("utf-8", "replace").replace("value=\"zqtitle\"", "")
        assert [word for word in hidden if word in told] == [], address


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in ("enterprise", "colleague")])
def test_nobody_else_writes(world: ServicesWorld, who: str) -> None:
    client = browser_of(world.people[who])
    request, case = world.requests["public"], world.cases["shared"]
    for address in (f"/en/workflows/service-request/{request.pk}/cancel", f"/en/services/requests/{request.pk}/invite",
                    f"/en/services/requests/{request.pk}/edit", f"/en/workflows/dispute-case/{case.pk}/close",
                    f"/en/services/disputes/{case.pk}/edit", f"/en/services/disputes/{case.pk}/path",
                    f"/en/services/disputes/{case.pk}/items/counsel/undone"):
        answer = client.post(address, {"reason": "x", "provider": "1"})
        signed_out = who == "visitor" and answer.status_code == 302 and "login" in answer["Location"]
        assert signed_out or answer.status_code in (403, 404), (address, answer.status_code)
    request.refresh_from_db()
    case.refresh_from_db()
    assert (request.state, case.state, case.items.count()) == ("open", "open", 1)
