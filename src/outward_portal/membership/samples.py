"""Sample accounts and organisations: one of each role and more, so that every page and permission can be tried.

All of it is marked (``is_sample``) and named as made up. The organisations' credit codes stand in an administrative
area that does not exist (``910000``) and say EXAMPLE, so that they are no enterprise's.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from outward_portal.accounts.credit_codes import check_character
from outward_portal.accounts.models import Organisation, Role, Sharing, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership import sessions
from outward_portal.membership.actions import erasure, places

_Kind = Organisation.Kind


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An organisation that is made up."""

    key: str
    kind: Organisation.Kind
    name_en: str
    name_zh: str
    number: int = 0  # in its credit code; 0: none

    @property
    def credit_code(self) -> str:
        """The made-up credit code."""
        if not self.number:
            return ""
        body = f"91000000EXAMPLE{self.number:02d}"
        return body + check_character(body)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person who is made up."""

    address: str  # before @
    name: str
    role: Role
    organisation: str = ""  # a key
    is_manager: bool = False

    @property
    def email(self) -> str:
        """The address; no message reaches it."""
        return f"{self.address}@sample.example"


ORGANISATIONS: Final = (
    SampleOrganisation("works", _Kind.ENTERPRISE, "Sample Heavy Machinery Group", "样例重型机械集团", 1),
    SampleOrganisation("subsidiary", _Kind.ENTERPRISE, "Sample Mining Equipment Company", "样例矿山设备公司", 2),
    SampleOrganisation("law", _Kind.PROVIDER, "Sample Law Firm", "样例律师事务所", 3),
    SampleOrganisation("insurance", _Kind.PROVIDER, "Sample Export Credit Insurance", "样例出口信用保险公司", 4),
    SampleOrganisation("commerce", _Kind.AGENCY, "Sample Department of Commerce", "样例商务厅"),
    SampleOrganisation("finance", _Kind.AGENCY, "Sample Department of Finance", "样例财政厅"),
    SampleOrganisation("office", _Kind.OFFICE, "Sample Leading Group Office", "样例领导小组办公室"),
    SampleOrganisation("mission", _Kind.MISSION, "Sample Mission Abroad", "样例驻外使馆经商处"),
    SampleOrganisation("institute", _Kind.INSTITUTE, "Sample Research Institute", "样例研究院"),
)
PEOPLE: Final = (
    SamplePerson("visitor", "Sample registered visitor (样例注册访客)", Role.MEMBER),
    SamplePerson("enterprise", "Sample enterprise manager (样例企业管理员)", Role.ENTERPRISE, "works", is_manager=True),
    SamplePerson("enterprise-member", "Sample enterprise member (样例企业成员)", Role.ENTERPRISE, "works"),
    SamplePerson("subsidiary", "Sample subsidiary manager (样例子公司管理员)", Role.ENTERPRISE, "subsidiary",
                 is_manager=True),
    SamplePerson("provider", "Sample lawyer (样例律师)", Role.PROVIDER, "law", is_manager=True),
    SamplePerson("insurer", "Sample insurer (样例保险经理)", Role.PROVIDER, "insurance", is_manager=True),
    SamplePerson("officer", "Sample commerce officer (样例商务厅干部)", Role.OFFICER, "commerce"),
    SamplePerson("finance-officer", "Sample finance officer (样例财政厅干部)", Role.OFFICER, "finance"),
    SamplePerson("office", "Sample office of the leading group (样例领导小组办公室人员)", Role.OFFICE, "office"),
    SamplePerson("office-colleague", "Sample colleague in the office (样例领导小组办公室同事)", Role.OFFICE, "office"),
    SamplePerson("contributor", "Sample commercial counsellor (样例经商参赞)", Role.CONTRIBUTOR, "mission"),
    SamplePerson("analyst", "Sample analyst (样例分析员)", Role.ANALYST, "institute"),
    SamplePerson("administrator", "Sample administrator (样例管理员)", Role.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What somebody needs to sign in for the first time."""

    person: SamplePerson
    password: str


def present() -> bool:
    """Whether there are sample accounts that can be used."""
    return User.objects.filter(is_sample=True, erased_at__isnull=True).exists()


def make_samples(act: Act) -> list[FirstPassword]:
    """Make the sample organisations and accounts; what is there already is kept, with a new first password.

    Returns
    -------
    list of FirstPassword
        Random passwords, each to be changed at the first sign-in; they are kept nowhere in the portal.
    """
    with transaction.atomic():
        organisations = {each.key: _organisation(act, each) for each in ORGANISATIONS}
        made = [_person(act, each, organisations.get(each.organisation)) for each in PEOPLE]
        now = timezone.now()
        Sharing.objects.get_or_create(parent=organisations["works"], subsidiary=organisations["subsidiary"],
                                      defaults={"parent_agreed_at": now, "subsidiary_agreed_at": now})
    return made


def _organisation(act: Act, sample: SampleOrganisation) -> Organisation:
    known = Organisation.objects.filter(is_sample=True, kind=sample.kind, name_en=sample.name_en).first()
    if known is not None:
        return known
    return places.make_organisation(act, {
        "kind": sample.kind, "name_en": sample.name_en, "name_zh": sample.name_zh, "credit_code": sample.credit_code,
    }, is_sample=True)


def _person(act: Act, sample: SamplePerson, organisation: Organisation | None) -> FirstPassword:
    password = secrets.token_urlsafe(12)
    known = User.objects.filter(email=sample.email).first()
    if known is None:
        user = places.open_account(sample.email, password, name=sample.name, role=sample.role,
                                   organisation=organisation, is_manager=sample.is_manager, is_sample=True,
                                   must_change_password=True)
        entries.write(act, "account.created", user, changes={"role": [None, user.role]})
    else:
        places.move(known, sample.role, organisation, is_manager=sample.is_manager)
        known.set_password(password)
        known.must_change_password = known.is_active = True
        known.save()
        Authenticator.objects.filter(user=known).delete()
        sessions.end_all(known)
        entries.write(act, "account.password-given", known)
    return FirstPassword(sample, password)


@dataclass(frozen=True, slots=True)
class Removed:
    """What removing the samples did."""

    deleted: int  # accounts of which nothing spoke
    erased: int  # accounts of which only a number is left, because the journal or a record speaks of them
    organisations: int  # deleted
    kept: tuple[Organisation, ...]  # organisations that records still belong to


def remove_samples(act: Act) -> Removed:
    """Remove all sample accounts and the sample organisations that no record belongs to.

    Whoever is no sample but acts for a sample organisation becomes a registered visitor.
    Records that sample organisations own are to be taken away before; where one is left, its organisation stays and
    is named in the result.
    """
    deleted = erased = organisations = 0
    kept: list[Organisation] = []
    with transaction.atomic():
        for user in User.objects.filter(is_sample=True, erased_at__isnull=True):
            if _deleted(user):
                deleted += 1
            else:
                erasure.erase(act, user, even_the_last=True)
                erased += 1
        for user in User.objects.filter(is_sample=False, organisation__is_sample=True):
            changes = places.move(user, Role.MEMBER, None, is_manager=False)
            entries.write(act, "account.moved", user, changes=changes)
        for organisation in Organisation.objects.filter(is_sample=True):
            key = organisation.pk
            if _deleted(organisation):
                organisation.pk = key
                entries.write(act, "organisation.removed", organisation)
                organisations += 1
            else:
                kept.append(organisation)
    return Removed(deleted, erased, organisations, tuple(kept))


def _deleted(row: User | Organisation) -> bool:
    """Delete a row, unless another that is kept points to it."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True


def listed(made: list[FirstPassword]) -> str:
    """Write the accounts down, for a file that only its owner reads."""
    width = max(len(each.person.email) for each in made)
    lines = [f"{each.person.email:{width}}  {each.password}  {each.person.role.value:13}  {each.person.name}"
             for each in made]
    return "\n".join([
        "Sample accounts of this portal. Everything about them is made up.",
        "Each password is for the first sign-in only and must then be changed.",
        "Accounts of the leading group (officer, office, contributor, analyst, administrator) also set up a second",
        "factor at the first sign-in: any authenticator app will do.",
        "",
        *lines,
        "",
    ])
