"""Samples of this room: made-up providers, requests in every state, case files; they can be taken away again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Audience, Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.services.disputes import actions as disputes
from outward_portal.services.disputes import flow as dispute_flow
from outward_portal.services.kinds import PROVIDERS as KIND
from outward_portal.services.models import (
    DisputeCase,
    Engagement,
    Mandate,
    Provider,
    Rating,
    ServiceOffer,
    ServiceRequest,
)
from outward_portal.services.requests import actions, flow, part_flows
from outward_portal.services.requests.forms import offer_stamp
from outward_portal.services.sample_rows import PROVIDERS, REQUESTS, SampleProvider, SampleRequest
from outward_portal.theme.words import MADE_UP
from outward_portal.workflows.flow import Workflow
from outward_portal.workflows.taking import take

_NEED: Final = "Made up, to try the portal with."
_NEED_ZH: Final = "虚构内容，供试用平台。"
_RIVAL: Final = "Sample Rival Mining (made up)"
_ORDER: Final = ("draft", "open", "offers", "awarded", "work", "done", "rated")


class NoSampleOrganisationsError(Exception):
    """There are no sample organisations to own the samples."""


def present() -> bool:
    """Whether there are samples that were not taken away."""
    return ServiceRequest.objects.filter(is_sample=True).exists() or Provider.objects.filter(
        is_sample=True, retired_at__isnull=True).exists()


def add_samples(act: Act) -> int:
    """Make up providers, requests and case files; give how many.

    Raises
    ------
    NoSampleOrganisationsError
        If the sample accounts are not there.
    """
    with transaction.atomic():
        made = {each.key: _provider(act, each) for each in PROVIDERS}
        today = timezone.localdate()
        actions.declare_mandate(act, made["boutique"], {
            "client": _RIVAL, "record": None, "began_on": today - timedelta(days=400), "ended_on": None})
        for each in REQUESTS:
            _request(act, each, made)
        count = _cases()
    return len(made) + len(REQUESTS) + count


def _organisation(name: str) -> Organisation:
    found = Organisation.objects.filter(is_sample=True, name_en=name).first()
    if found is None:
        raise NoSampleOrganisationsError
    return found


def _acting(organisation: Organisation) -> Act:
    """Act as somebody of a sample organisation."""
    return Act(User.objects.filter(organisation=organisation, is_sample=True, erased_at__isnull=True).order_by(
        "-is_manager", "pk").first())


def _provider(act: Act, row: SampleProvider) -> Provider:
    owner = _organisation(row.owner) if row.owner else None
    made = records.create(act, KIND, {
        "name_en": f"Sample {row.name_en}", "name_zh": f"样例{row.name_zh}", "source": MADE_UP.en, "as_of": "2026",
        "audience": Audience.PUBLIC, **row.values}, owner=None if owner is None else owner.pk, is_sample=True)
    assert isinstance(made, Provider)
    return made


def _request(act: Act, row: SampleRequest, providers: dict[str, Provider]) -> None:
    owner = _organisation(row.owner)
    own = _acting(owner)
    today = timezone.localdate()
    values: dict[str, Any] = {
        "title_en": f"Sample: {row.title_en}", "title_zh": f"样例：{row.title_zh}", "service": row.service,
        "countries": "", "needs_country": False, "languages": "", "needs_language": False, "sector": "",
        "needs_accreditation": False, "need_en": _NEED, "need_zh": _NEED_ZH, "deadline": today + timedelta(days=21),
        "budget": None, "currency": "", "audience": "invited", "text": _NEED, "project": None, **row.values}
    if values["budget"] is not None:
        values["budget"] = Decimal(values["budget"])
    made = actions.draft(own, owner, values, [("adverse", _RIVAL, None)] if row.goes == "open" else [])
    if row.goes == "cancelled":
        _take(Act(own.actor, "Made up: no longer needed."), flow.FLOW, made, "cancel")
        return
    goes = _ORDER.index(row.goes)
    if goes >= _ORDER.index("open"):
        made = _take(own, flow.FLOW, made, "post")
    if goes >= _ORDER.index("offers"):
        _offered(act, own, made, [providers[row.by], *(providers[key] for key in row.also)])
        made.refresh_from_db()
    if goes >= _ORDER.index("awarded"):
        chosen = ServiceOffer.objects.get(request=made, provider=providers[row.by])
        made = _take(own, flow.FLOW, made, "award", {"offer": offer_stamp(chosen), "why": "Made up: the best fit."})
    if goes >= _ORDER.index("work"):
        made = _take(act, flow.FLOW, made, "begin")
    if goes >= _ORDER.index("done"):
        made = _take(own, flow.FLOW, made, "finish", {"outcome": Engagement.Outcome.COMPLETED, "note": ""})
    if row.goes == "rated":
        _take(own, flow.FLOW, made, "rate", {**dict(zip(("quality", "time", "cost", "communication"), row.scores,
                                                        strict=True)), "text": row.words})
        if row.answer:
            _take(act, part_flows.RATING, Rating.objects.get(engagement__request=made), "answer",
                  {"answer": row.answer})


def _offered(act: Act, own: Act, request: ServiceRequest, providers: list[Provider]) -> None:
    actions.invite(own, request, providers)
    for place, provider in enumerate(providers):
        actions.offer(act, request, provider, {
            "amount": Decimal(26_000 if place else 180_000), "currency": "USD" if place else "CNY",
            "days": 30 + 10 * place, "text": _NEED, "valid_until": timezone.localdate() + timedelta(days=60),
            "conflict": ""})


def _take(act: Act, flow: Workflow, subject: Any, key: str, values: dict[str, Any] | None = None) -> Any:
    step = flow.step(key)
    assert step is not None
    return take(act, flow, subject, step, values)


def _cases() -> int:
    """Make up two case files: one at its beginning, one in arbitration that is shared with the office."""
    owner = _organisation("Sample Heavy Machinery Group")
    act = _acting(owner)
    today = timezone.localdate()
    base: dict[str, Any] = {
        "region": "KAZ", "counterparty": _RIVAL, "against_state": False, "project": None, "claim": _NEED,
        "amount": Decimal(2_400_000), "currency": "USD", "arose_on": today - timedelta(days=200),
        "limitation_on": today + timedelta(days=80), "limitation_basis": "made up"}
    disputes.open_case(act, owner, {**base, "title": "Sample: unpaid last instalment (样例：尾款未付)"},
                       {"clause": "unknown", "willing": "yes"})
    second = disputes.open_case(act, owner, {**base, "title": "Sample: delay of a site (样例：场地延误)"},
                                {"clause": "institution", "nyc": "yes", "seat": "yes", "state": "no"})
    disputes.choose_path(act, second, "institutional", second.answers)
    disputes.tick(act, second, "institutional:clause", "made up: article 21")
    disputes.add_entry(act, second, {"happened_on": today - timedelta(days=30), "text": _NEED})
    disputes.add_reference(act, second, {"title": "Contract of supply", "dated": today - timedelta(days=700),
                                         "kept_at": "made up: archive, shelf 4", "record": None})
    second = _take(act, dispute_flow.FLOW, second, "arbitrate")
    second = _take(act, dispute_flow.FLOW, second, "plan", {"next_step": "File the request for arbitration",
                                                            "next_due": today + timedelta(days=9)})
    _take(act, dispute_flow.FLOW, second, "share")
    return 2


def remove_samples(act: Act) -> int:
    """Take the samples away; the providers are retired and emptied, because the journal points to them."""
    with transaction.atomic():
        requests = ServiceRequest.objects.filter(is_sample=True)
        cases = DisputeCase.objects.filter(is_sample=True)
        count = requests.count() + cases.count()
        Rating.objects.filter(engagement__request__in=requests).delete()
        Engagement.objects.filter(request__in=requests).delete()
        requests.delete()
        cases.delete()
        for provider in Provider.objects.filter(is_sample=True, retired_at__isnull=True):
            Mandate.objects.filter(provider=provider).delete()
            records.change(act, provider, KIND, {
                **{name: "" for name in KIND.form_fields if KIND.field(name).empty_strings_allowed
                   and name != "audience"}, "name_en": "Removed sample", "name_zh": "已移除的样例", "services": "",
                "latitude": None, "longitude": None, "capacity": None, "audience": Audience.OFFICE},
                revision=provider.revision)
            records.retire(act, provider)
            Provider.objects.filter(pk=provider.pk).update(owner=None)
            count += 1
    return count
