"""Requests for services: what is sought, what only invited providers read, who is invited, what is offered."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import Record
from outward_portal.records.validators import validate_regions, validate_sector
from outward_portal.registers.models import Project
from outward_portal.services.codes import LanguagesField, Service
from outward_portal.services.models.people import currency, money, person
from outward_portal.services.models.providers import Provider
from outward_portal.theme.words import plain_pair


def _told(request: ServiceRequest, provider: Provider) -> str:
    """Name a part of a request in the page's language, for those who read it."""
    return f"{plain_pair(request.title_en, request.title_zh)} · {plain_pair(provider.name_en, provider.name_zh)}"


class ServiceRequest(models.Model):
    """What an enterprise looks for, as far as whoever may offer reads it."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", pgettext_lazy("request", "draft")
        OPEN = "open", pgettext_lazy("request", "open")
        OFFERS = "offers", pgettext_lazy("request", "offers in")
        AWARDED = "awarded", pgettext_lazy("request", "awarded")
        WORK = "work", pgettext_lazy("request", "in work")
        DONE = "done", pgettext_lazy("request", "done")
        RATED = "rated", pgettext_lazy("request", "rated")
        CANCELLED = "cancelled", pgettext_lazy("request", "cancelled")

    class Audience(models.TextChoices):
        """Who may read it and offer."""

        INVITED = "invited", _("Only providers that we invite")
        PROVIDERS = "providers", _("Every provider of the service")

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="service_requests")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    service = models.CharField(pgettext_lazy("request", "service"), max_length=20, choices=Service.choices)
    countries = models.CharField(_("countries"), max_length=200, blank=True, validators=[validate_regions])
    languages = LanguagesField(_("languages"), blank=True)
    sector = models.CharField(_("sector"), max_length=60, blank=True, validators=[validate_sector])
    need_en = models.TextField(_("what is needed, in English"), max_length=4000, blank=True)
    need_zh = models.TextField(_("what is needed, in Chinese"), max_length=4000, blank=True)
    deadline = models.DateField(_("offers until"))
    budget = money(_("budget"))
    currency = currency()
    needs_country = models.BooleanField(_("only who works in all these countries"), default=False)
    needs_language = models.BooleanField(_("only who works in all these languages"), default=False)
    needs_accreditation = models.BooleanField(_("only who is accredited"), default=False)
    audience = models.CharField(_("who may offer"), max_length=9, choices=Audience.choices, default=Audience.INVITED)
    made_by = person()
    made_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(_("posted"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    why_closed = models.CharField(max_length=500, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="service_request_has_a_title"),
            models.CheckConstraint(condition=Q(budget__isnull=True) | ~Q(currency=""),
                                   name="service_budget_has_a_currency"),
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0),
                                   name="service_budget_is_no_debt"),
            models.CheckConstraint(condition=Q(posted_at__isnull=False) | Q(state__in=["draft", "cancelled"]),
                                   name="service_request_is_posted"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="service_requests_by_owner"),
                             models.Index(fields=["state", "service"], name="service_requests_by_state")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_open(self) -> bool:
        """Whether providers may still offer."""
        return self.state in (self.State.OPEN, self.State.OFFERS) and self.deadline >= timezone.localdate()

    @property
    def is_running(self) -> bool:
        """Whether it is not yet decided who does it."""
        return self.state in (self.State.OPEN, self.State.OFFERS)


class RequestBrief(models.Model):
    """What of a request only its enterprise and the invited providers read."""

    request = models.OneToOneField(ServiceRequest, models.CASCADE, related_name="brief")
    text = models.TextField(_("in confidence, for invited providers"), max_length=4000, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="+",
                                verbose_name=_("your project that it is for"))

    objects = PolicyManager()

    def __str__(self) -> str:
        return str(self.request_id)


class RequestParty(models.Model):
    """Somebody on the other side, for whom the provider must not act."""

    class Role(models.TextChoices):
        """Where they stand."""

        COUNTERPARTY = "counterparty", _("Counterparty")
        ADVERSE = "adverse", _("Adverse party")
        RIVAL = "rival", _("Rival for the same project")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="parties")
    role = models.CharField(_("part"), max_length=12, choices=Role.choices)
    name = models.CharField(_("name"), max_length=200)
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("the same in a register"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "role", "name"], name="one_part_a_party"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class ServiceInvitation(models.Model):
    """That an enterprise asks a provider to offer; another provider is never told of it."""

    class State(models.TextChoices):
        """What became of it."""

        INVITED = "invited", pgettext_lazy("invitation", "invited")
        OFFERED = "offered", pgettext_lazy("invitation", "has offered")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "taken back")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="invitations")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="invitations")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.INVITED)
    invited_by = person()
    invited_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=500, blank=True, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "provider"], name="one_invitation_a_provider"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return _told(self.request, self.provider)

    @property
    def is_gone(self) -> bool:
        """Whether it no longer asks for an offer, so that the provider may be asked again."""
        return self.state in (self.State.DECLINED, self.State.WITHDRAWN)


class ServiceOffer(models.Model):
    """What a provider offers: read by the provider and by the enterprise that asked, by nobody else."""

    class State(models.TextChoices):
        """What became of it."""

        MADE = "made", pgettext_lazy("offer", "made")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")
        ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
        DECLINED = "declined", pgettext_lazy("offer", "not accepted")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="offers")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="offers")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.MADE)
    amount = money(_("amount"), is_needed=True)
    currency = currency(is_needed=True)
    days = models.PositiveSmallIntegerField(_("days it takes"), validators=[MinValueValidator(1)])
    text = models.TextField(pgettext_lazy("offer", "what you offer"), max_length=4000)
    valid_until = models.DateField(_("valid until"))
    conflict = models.CharField(_("conflict of interest that you declare"), max_length=500, blank=True)
    made_by = person()
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "provider"], name="one_offer_a_provider"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="accepted"), name="one_offer_is_accepted"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="service_offer_is_no_debt"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return _told(self.request, self.provider)


class ConflictFlag(models.Model):
    """Why a provider must not do what a request asks; it excludes the provider until the enterprise waives it."""

    class Kind(models.TextChoices):
        """What stands between them."""

        ACTS = "acts", _("It acts, or acted in the last three years, for a party that you named")
        BELONGS = "belongs", _("It belongs to a party that you named, or shares with it")
        DECLARED = "declared", _("It declares a conflict itself")

    class State(models.TextChoices):
        """Whether it stands."""

        OPEN = "open", pgettext_lazy("conflict", "excludes the provider")
        WAIVED = "waived", pgettext_lazy("conflict", "waived")
        ENDED = "ended", pgettext_lazy("conflict", "no longer there")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="conflicts")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    party = models.ForeignKey(RequestParty, models.CASCADE, null=True, related_name="conflicts")  # none: declared
    text = models.CharField(max_length=500, blank=True)  # the provider's own words
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    waiver = models.CharField(_("why it is waived"), max_length=500, blank=True)
    waived_by = person()
    waived_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "provider", "kind", "party"],
                                    condition=Q(party__isnull=False), name="one_flag_a_conflict"),
            models.UniqueConstraint(fields=["request", "provider"], condition=Q(party__isnull=True),
                                    name="one_declared_conflict"),
            models.CheckConstraint(condition=~Q(state="waived") | ~Q(waiver=""), name="a_waiver_has_a_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["provider", "state"], name="conflicts_by_provider")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return _told(self.request, self.provider)
