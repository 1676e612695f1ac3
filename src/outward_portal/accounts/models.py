"""People and the organisations for which they act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.credit_codes import validate_credit_code
from outward_portal.accounts.querysets import PolicyManager


class Audience(models.TextChoices):
    """Who sees a record, from everybody to its owner alone."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Everybody with an account")
    AGENCIES = "agencies", _("The leading group's agencies, contributors and analysts")
    OFFICE = "office", _("The leading group's office")
    OWNER = "owner", _("Its owner only")


WIDEST_FIRST = (Audience.PUBLIC, Audience.MEMBERS, Audience.AGENCIES, Audience.OFFICE, Audience.OWNER)
"""Audiences, each within the one before it."""


class WorkAudience(models.TextChoices):
    """Who sees what a person has worked out, such as a run or an index, each with those before it."""

    SELF = "self", _("Only me")
    ORGANISATION = "organisation", _("My organisation")
    LEADING_GROUP = "leading-group", _("My organisation and the leading group")
    MEMBERS = "members", _("Everybody with an account")


class Role(models.TextChoices):
    """What a person is to the portal; who has no account is a visitor."""

    MEMBER = "member", _("Registered visitor")
    ENTERPRISE = "enterprise", _("Enterprise member")
    PROVIDER = "provider", _("Service provider")
    OFFICER = "officer", _("Agency officer")
    OFFICE = "office", _("Leading group's office")
    CONTRIBUTOR = "contributor", _("Contributor")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.CONTRIBUTOR, Role.ANALYST, Role.ADMINISTRATOR})
"""Roles that act for the leading group: they need a second factor and are given, never taken by signing up."""

LEADING_GROUP = frozenset({Role.OFFICER, Role.OFFICE})
"""Roles that sit in the leading group or its office (paragraph 124)."""


class Organisation(models.Model):
    """An enterprise, a service provider, an agency, a mission: whoever people act for."""

    class Kind(models.TextChoices):
        """What an organisation is; its people's role follows from it."""

        ENTERPRISE = "enterprise", _("Enterprise")
        PROVIDER = "provider", _("Service provider")
        AGENCY = "agency", _("Agency of the leading group")
        OFFICE = "office", _("Office of the leading group")
        MISSION = "mission", _("Mission or ministry")
        INSTITUTE = "institute", _("Institute")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True,
                                   validators=[validate_credit_code])
    is_sample = models.BooleanField(_("sample"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""),
                                    name="one_organisation_a_credit_code"),
            models.CheckConstraint(condition=~(Q(name_en="") & Q(name_zh="")), name="organisation_has_a_name"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name_en or self.name_zh

    @property
    def role(self) -> Role:
        """The role of its people."""
        return ROLE_OF_KIND[Organisation.Kind(self.kind)]

    @property
    def manages_itself(self) -> bool:
        """Whether its own people look after its accounts, so that one of them must always be able to."""
        return self.kind in SELF_MANAGED


ROLE_OF_KIND: Final[Mapping[Organisation.Kind, Role]] = {
    Organisation.Kind.ENTERPRISE: Role.ENTERPRISE,
    Organisation.Kind.PROVIDER: Role.PROVIDER,
    Organisation.Kind.AGENCY: Role.OFFICER,
    Organisation.Kind.OFFICE: Role.OFFICE,
    Organisation.Kind.MISSION: Role.CONTRIBUTOR,
    Organisation.Kind.INSTITUTE: Role.ANALYST,
}
"""The role that people of an organisation have; the other roles, visitor and administrator, act for none."""

SELF_MANAGED: Final = frozenset({Organisation.Kind.ENTERPRISE, Organisation.Kind.PROVIDER})
"""Kinds of organisations that come from outside and look after their own accounts."""


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the name under which one signs in."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its address, whatever the case of its letters."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make an account; without a password nobody can sign in to it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person's account: one role, and at most one organisation that it acts for."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=Role.choices, default=Role.MEMBER)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="people",
                                     verbose_name=_("organisation"))
    is_manager = models.BooleanField(_("manages the organisation's accounts"), default=False)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False)
    must_change_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)  # one more ends every session there is

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    is_anonymous = False
    is_authenticated = True

    objects = UserManager()
    seen = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_address"),
            models.CheckConstraint(condition=~Q(role="enterprise") | Q(organisation__isnull=False),
                                   name="enterprise_member_has_an_enterprise"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.get_full_name()

    @property
    def needs_second_factor(self) -> bool:
        """Whether this role may do nothing before a second factor is set up."""
        return self.role in STAFF_ROLES

    def get_full_name(self) -> str:
        """Give the name that pages show; of an erased account only its number is left."""
        if self.erased_at is not None:
            return gettext("erased account %(number)s") % {"number": self.pk}
        return self.name or self.email

    def standing(self) -> str:
        """Sum up what an account stands on; another password, role, organisation or end of all sessions changes it."""
        told = f"{self.sessions_ended}:{self.password}:{self.role}:{self.organisation_id}"
        return salted_hmac("outward_portal.accounts.models.User.standing", told, algorithm="sha256").hexdigest()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie sessions to the password, as Django does, and to the count of times that all sessions were ended."""
        salt = "outward_portal.accounts.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.sessions_ended}:{self.password}", secret=secret,
                           algorithm="sha256").hexdigest()


class Session(models.Model):
    """A session as its person sees it listed; what it holds, and when it was last used, stands in Django's own row."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)  # of Django's row, which may be gone by now
    began_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)  # of the network, at the sign-in
    browser = models.CharField(max_length=40, blank=True)  # in a few words

    objects = PolicyManager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at}"


class AddressChange(models.Model):
    """The address that a person wants for their account: it counts for nothing before they have opened its link."""

    user = models.OneToOneField(User, models.CASCADE, related_name="address_change")
    email = models.EmailField(_("e-mail address"), max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = PolicyManager()

    def __str__(self) -> str:
        return self.email


class Sharing(models.Model):
    """A parent and a subsidiary that see one another's private fields, once both have agreed (paragraph 89)."""

    parent = models.ForeignKey(Organisation, models.CASCADE, related_name="subsidiaries", verbose_name=_("parent"))
    subsidiary = models.ForeignKey(Organisation, models.CASCADE, related_name="parents", verbose_name=_("subsidiary"))
    parent_agreed_at = models.DateTimeField(null=True, blank=True)
    subsidiary_agreed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "subsidiary"], name="one_sharing_a_pair"),
            models.CheckConstraint(condition=~Q(parent=models.F("subsidiary")), name="nobody_shares_with_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.parent} / {self.subsidiary}"

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have agreed."""
        return self.parent_agreed_at is not None and self.subsidiary_agreed_at is not None


class SharingProposal(models.Model):
    """A wish to share, addressed to a credit code: who proposes is not told whether an enterprise with it is here."""

    class Side(models.TextChoices):
        """What the enterprise that proposes is to the other."""

        PARENT = "parent", _("We are the parent")
        SUBSIDIARY = "subsidiary", _("We are the subsidiary")

    class Answer(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Waiting for an answer")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    proposer = models.ForeignKey(Organisation, models.CASCADE, related_name="sharing_proposals")
    side = models.CharField(_("what you are to the other"), max_length=10, choices=Side.choices)
    credit_code = models.CharField(_("unified social credit code of the other"), max_length=18,
                                   validators=[validate_credit_code])
    answer = models.CharField(max_length=9, choices=Answer.choices, default=Answer.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposer", "credit_code"], condition=Q(answer="open"),
                                    name="one_open_proposal_a_pair"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.proposer_id} {self.side} {self.credit_code}"


class Invitation(models.Model):
    """A place in an organisation or a role without one, offered to an address; only a digest of its secret is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="invitations",
                                     verbose_name=_("organisation"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=14, choices=Role.choices)
    as_manager = models.BooleanField(_("may manage the organisation's accounts"), default=False)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    def __str__(self) -> str:
        return self.email


class Claim(models.Model):
    """A person's claim to act for the enterprise with a unified social credit code; the office decides."""

    class Decision(models.TextChoices):
        """What became of a claim."""

        OPEN = "open", _("Open")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    claimant = models.ForeignKey(User, models.CASCADE, related_name="claims")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, validators=[validate_credit_code])
    name = models.CharField(_("enterprise's name as registered"), max_length=200)
    evidence = models.TextField(_("how you can show it"), max_length=2000)
    decision = models.CharField(_("decision"), max_length=9, choices=Decision.choices, default=Decision.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claimant"], condition=Q(decision="open"), name="one_open_claim_a_person"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
