"""Providers, a request and its parts: what the tests of services are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.services.kinds import PROVIDERS
from outward_portal.services.models import Provider, ServiceOffer, ServiceRequest
from outward_portal.services.requests import actions, flow, part_flows
from outward_portal.services.requests.forms import offer_stamp
from outward_portal.workflows.flow import Workflow
from outward_portal.workflows.taking import take
from tests.portal.people import People

NEED = "zqneed"
SECRET = "zqsecret"
PARTY = "Zqparty Mining"


@dataclass(frozen=True, slots=True)
class Market:
    """Two firms of lawyers, each with an organisation, one that is nobody's, and a valuer."""

    people: People
    firm: Provider  # of people.provider
    second: Provider
    nobody: Provider
    valuer: Provider
    second_person: User

    @property
    def enterprise(self) -> Act:
        """Act as the works."""
        return Act(self.people.enterprise)

    @property
    def provider(self) -> Act:
        """Act as the first firm."""
        return Act(self.people.provider)

    @property
    def other(self) -> Act:
        """Act as the second firm."""
        return Act(self.second_person)

    def draft(self, *, parties: Any = (), **values: Any) -> ServiceRequest:
        """Write a request down."""
        given: dict[str, Any] = {
            "title_en": "Zqtitle counsel", "title_zh": "", "service": "law", "countries": "KAZ", "needs_country": False,
            "languages": "en", "needs_language": False, "sector": "", "needs_accreditation": False, "need_en": NEED,
            "need_zh": "", "deadline": timezone.localdate() + timedelta(days=10), "budget": None, "currency": "",
            "audience": "invited", "text": SECRET, "project": None, **values}
        return actions.draft(self.enterprise, self.people.works, given, parties)

    def posted(self, **values: Any) -> ServiceRequest:
        """Post a request."""
        return step(self.enterprise, self.draft(**values), "post")

    def offered(self, request: ServiceRequest, by: Provider | None = None, **values: Any) -> ServiceOffer:
        """Offer for a request, invited."""
        provider = by or self.firm
        actions.invite(self.enterprise, request, [provider])
        return actions.offer(self.provider if provider == self.firm else self.other, request, provider, offer(**values))

    def awarded(self, **values: Any) -> ServiceRequest:
        """Award a request to the first firm, with an offer of the second beside it."""
        request = self.posted(**values)
        chosen = self.offered(request)
        self.offered(request, self.second, amount=Decimal(900))
        return self.award(request, chosen)

    def award(self, request: ServiceRequest, chosen: ServiceOffer) -> ServiceRequest:
        """Accept an offer."""
        chosen.refresh_from_db()
        return step(self.enterprise, request, "award", {"offer": offer_stamp(chosen), "why": "zqwhy"})

    def rated(self, *scores: int, **values: Any) -> ServiceRequest:
        """Go all the way to a rating."""
        request = step(self.provider, self.awarded(**values), "begin")
        request = step(self.enterprise, request, "finish", {"outcome": "completed", "note": ""})
        return step(self.enterprise, request, "rate", {
            **dict(zip(("quality", "time", "cost", "communication"), scores or (4, 4, 4, 4), strict=True)),
            "text": "zqrating"})


def make_market(people: People) -> Market:
    """Make it."""
    other = Organisation.objects.create(kind=Organisation.Kind.PROVIDER, name_en="Second Firm", name_zh="第二律所")
    person = User.objects.create_user("second@example.org", "a long enough password", name="Second", role=Role.PROVIDER,
                                      organisation=other, is_manager=True)
    assert people.provider.organisation is not None
    firm = add(people, "Firm", people.provider.organisation, capacity=2)
    second = add(people, "Second", other, languages="en;ru")
    nobody = add(people, "Nobody", None, countries="ZMB")
    valuer = add(people, "Valuer", None, services="asset-valuation")
    return Market(people, firm, second, nobody, valuer, person)


def add(people: People, name: str, owner: Organisation | None, **values: Any) -> Provider:
    """Add a provider."""
    made = records.create(Act(people.office), PROVIDERS, {
        "name_en": name, "audience": "public", "services": "law", "countries": "KAZ", "languages": "en", **values},
        owner=None if owner is None else owner.pk)
    assert isinstance(made, Provider)
    return made


def offer(**values: Any) -> dict[str, Any]:
    """Give an offer's values."""
    return {"amount": Decimal(1000), "currency": "USD", "days": 20, "text": "zqoffer",
            "valid_until": timezone.localdate() + timedelta(days=30), "conflict": "", **values}


def step(act: Act, subject: Any, key: str, values: dict[str, Any] | None = None, reason: str = "") -> Any:
    """Take a step of the life of a request or of one of its parts."""
    flows: tuple[Workflow, ...] = (flow.FLOW, *part_flows.ALL)
    found = next(each for each in flows if isinstance(subject, each.model))
    taken = found.step(key)
    assert taken is not None
    return take(Act(act.actor, reason or act.reason), found, subject, taken, values)
