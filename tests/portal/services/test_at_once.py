"""Several people at the same moment, each in a thread and a connection of their own, in a real portal."""

from __future__ import annotations

from tests.portal.serving import Portal

_RACE = """
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act, command
from outward_portal.records import actions as records
from outward_portal.services.kinds import PROVIDERS
from outward_portal.services.models import Engagement, ServiceOffer
from outward_portal.services.requests import actions, flow
from outward_portal.services.requests.forms import offer_stamp
from outward_portal.workflows.taking import take
from tests.portal.at_once import together

act, today = command("race"), timezone.localdate()
works = Organisation.objects.create(kind="enterprise", name_en="Works")
firm = Organisation.objects.create(kind="provider", name_en="Firm")
people = [User.objects.create_user(f"p{n}@example.org", None, role="enterprise", organisation=works) for n in (1, 2)]
def provider(name, capacity):
    return records.create(act, PROVIDERS, {"name_en": name, "services": "law", "audience": "public",
                                           "capacity": capacity}, owner=firm.pk)

def request():
    made = actions.draft(act, works, {
        "title_en": "t", "title_zh": "", "service": "law", "countries": "", "needs_country": False, "languages": "",
        "needs_language": False, "sector": "", "needs_accreditation": False, "need_en": "n", "need_zh": "",
        "deadline": today, "budget": None, "currency": "", "audience": "providers", "text": "", "project": None}, [])
    return take(act, flow.FLOW, made, flow.FLOW.step("post"))

OFFER = {"amount": Decimal(1), "currency": "CNY", "days": 1, "text": "o", "valid_until": today, "conflict": ""}

def award(who, asked, offer):
    take(Act(who), flow.FLOW, asked, flow.FLOW.step("award"), {"offer": offer_stamp(offer), "why": "w"})

small = provider("Small", 1)
asked = request()
refused = together([lambda: actions.offer(act, asked, small, OFFER)] * 3)
print(ServiceOffer.objects.filter(request=asked).count(), refused)
both = [(each, actions.offer(act, each, small, OFFER)) for each in (request(), request())]
refused = together([lambda who=who, pair=pair: award(who, *pair) for who, pair in zip(people, both)])
print(Engagement.objects.filter(provider=small).count(), refused)
big, one = provider("Big", None), request()
offers = [actions.offer(act, one, each, OFFER) for each in (big, provider("Other", None))]
refused = together([lambda who=who, offer=offer: award(who, one, offer) for who, offer in zip(people, offers)])
print(Engagement.objects.filter(request=one).count(), refused)
"""


def test_one_offer_a_provider_one_award_a_request_and_no_more_than_there_is_room_for(portal: Portal) -> None:
    """One offer made three times, two requests for a provider's last place, two offers accepted for one request."""
    offered, engaged, awarded = portal.python(_RACE).splitlines()[-3:]
    assert offered == "1 ['refused', 'refused']"
    assert engaged == "1 ['refused']"
    assert awarded == "1 ['refused']"
