"""One person of each role: the cast of the portal's tests."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from outward_portal.accounts.models import Organisation, Role, User


@dataclass(frozen=True, slots=True)
class People:
    """Who may be asked for in a test."""

    visitor: AnonymousUser
    member: User  # has registered, acts for nobody
    enterprise: User  # manages the accounts of the works
    colleague: User  # of the same works
    rival: User  # of another enterprise
    provider: User
    officer: User  # of the commerce department
    other_officer: User  # of the finance department
    office: User
    contributor: User
    analyst: User
    administrator: User

    @property
    def works(self) -> Organisation:
        """The enterprise of `enterprise` and `colleague`."""
        assert self.enterprise.organisation is not None
        return self.enterprise.organisation

    @property
    def commerce(self) -> Organisation:
        """The agency of `officer`."""
        assert self.officer.organisation is not None
        return self.officer.organisation

    def everybody(self) -> dict[str, User | AnonymousUser]:
        """Give the people by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def make_people() -> People:
    """Make the cast in the database."""
    kinds = Organisation.Kind

    def organisation(kind: str, en: str, zh: str, code: str = "") -> Organisation:
        return Organisation.objects.create(kind=kind, name_en=en, name_zh=zh, credit_code=code)

    works = organisation(kinds.ENTERPRISE, "Test Works", "测试机械厂")
    rivals = organisation(kinds.ENTERPRISE, "Rival Works", "对手机械厂")
    commerce = organisation(kinds.AGENCY, "Department of Commerce", "商务厅")
    finance = organisation(kinds.AGENCY, "Department of Finance", "财政厅")
    office = organisation(kinds.OFFICE, "Leading Group Office", "领导小组办公室")
    firm = organisation(kinds.PROVIDER, "Test Law Firm", "测试律师事务所")
    mission = organisation(kinds.MISSION, "Mission in Testland", "驻试验国使馆")
    institute = organisation(kinds.INSTITUTE, "Test Institute", "测试研究院")

    def person(name: str, role: str, of: Organisation | None = None, *, manages: bool = False) -> User:
        return User.objects.create_user(f"{name}@example.org", "a long enough password", name=name.title(), role=role,
                                        organisation=of, is_manager=manages)

    return People(
        visitor=AnonymousUser(),
        member=person("member", Role.MEMBER),
        enterprise=person("enterprise", Role.ENTERPRISE, works, manages=True),
        colleague=person("colleague", Role.ENTERPRISE, works),
        rival=person("rival", Role.ENTERPRISE, rivals, manages=True),
        provider=person("provider", Role.PROVIDER, firm, manages=True),
        officer=person("officer", Role.OFFICER, commerce),
        other_officer=person("other_officer", Role.OFFICER, finance),
        office=person("office", Role.OFFICE, office),
        contributor=person("contributor", Role.CONTRIBUTOR, mission),
        analyst=person("analyst", Role.ANALYST, institute),
        administrator=person("administrator", Role.ADMINISTRATOR),
    )


def browser_of(user: User | AnonymousUser) -> Client:
    """Give a client in which this person has signed in, past password and second factor: those have their own tests."""
    client = Client()
    if isinstance(user, User):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["second_factor"] = True
        session.save()
    return client
