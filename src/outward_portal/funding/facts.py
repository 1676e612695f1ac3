"""The facts that rules of programmes may ask for: where each stands, and what is known of an enterprise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Literal, cast

from django.db import models
from django.utils import translation

from outward.eligibility import FactKind, Money, State, Weight
from outward.eligibility.facts import Shape, Value
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.accounts.policy import viewer
from outward_portal.funding.models import DeclaredFact
from outward_portal.records.models import PrivateField
from outward_portal.registers.models import Enterprise, Project

Where = Literal["enterprise", "private", "projects", "project", "application", "declared"]
"""Where a fact stands: the enterprise's record, its private fields, all its projects, the one project that an
application is about, the application itself, or the enterprise's own word."""


@dataclass(frozen=True, slots=True)
class FundingFact:
    """A fact with where it stands; ``field`` is the field or private field that holds it."""

    kind: FactKind
    where: Where
    field: str = ""


def _choices(model: type[models.Model], name: str) -> dict[str, Label]:
    """Name a field's choices in both languages."""
    field = cast("models.Field[Any, Any]", model._meta.get_field(name))
    found = {}
    for value, label in field.flatchoices:
        said = []
        for language in ("en", "zh-hans"):
            with translation.override(language):
                said.append(str(label))
        found[str(value)] = Label(*said)
    return found


@cache
def catalogue() -> Mapping[str, FundingFact]:
    """Give the facts by id, in the order in which pages list them."""
    def fact(id: str, en: str, zh: str, shape: Shape, where: Where, field: str = "",
             choices: Mapping[str, Label] | None = None, unit: str = "") -> FundingFact:
        return FundingFact(FactKind(id, Label(en, zh), shape, choices, unit), where, field)

    countries = {each.id: each.name for each in regions().of_kind("country")}
    homes = {each.id: each.name for each in regions().of_kind("province")} | countries
    branches = {each.id: each.name for each in sectors().values()}
    return {each.kind.id: each for each in (
        fact("sector", "Sector", "行业", "choice", "enterprise", "sector", branches),
        fact("home", "Home province or country", "所在省份或国家", "choice", "enterprise", "home", homes),
        fact("ownership", "Ownership", "所有制", "choice", "enterprise", "ownership",
             _choices(Enterprise, "ownership")),
        fact("state-share", "State share, %", "国有股比例（%）", "number", "enterprise", "state_share", unit="%"),
        fact("founded", "Founded", "成立时间", "day", "enterprise", "begins"),
        fact("revenue", "Revenue a year", "年营业收入", "money", "private", "revenue"),
        fact("overseas-revenue", "Revenue abroad a year", "年境外营业收入", "money", "private", "overseas-revenue"),
        fact("exports", "Exports a year", "年出口额", "money", "private", "exports"),
        fact("employees", "Employees", "职工人数", "number", "private", "employees", unit="persons"),
        fact("countries", "Countries of projects", "项目所在国家", "set", "projects", "countries", countries),
        fact("project-types", "Types of projects", "项目类型", "set", "projects", "type", _choices(Project, "type")),
        fact("project-stage", "Stage of the project", "项目阶段", "choice", "project", "stage",
             _choices(Project, "stage")),
        fact("project-value", "Value of the project", "项目金额", "money", "project", "value"),
        fact("eligible-cost", "Eligible cost", "符合条件的费用", "money", "application", "eligible_cost"),
        fact("asked", "Amount asked for", "申请金额", "money", "application", "asked"),
        fact("taxes-paid", "All taxes and social insurance are paid", "已依法缴纳税费和社会保险", "yes-no", "declared"),
        fact("no-penalty", "No severe penalty in the last three years", "近三年无重大违法处罚", "yes-no", "declared"),
        fact("filed-abroad", "The investment is filed or approved", "境外投资已备案或核准", "yes-no", "declared"),
        fact("loan-signed", "A loan is signed with a bank", "已与银行签订贷款合同", "yes-no", "declared"),
        fact("guarantee-signed", "A guarantee is signed", "已签订担保合同", "yes-no", "declared"),
        fact("insured", "The export or investment is insured", "已投保出口信用保险或海外投资保险", "yes-no",
             "declared"),
        fact("first-set", "The equipment is a first set", "属于首台（套）装备", "yes-no", "declared"),
        fact("made-at-home", "The equipment is made in the province", "装备在本省制造", "yes-no", "declared"),
        fact("own-funds-share", "Own funds in the project, %", "项目自有资金比例（%）", "number", "declared", unit="%"),
    )}


@cache
def kinds() -> Mapping[str, FactKind]:
    """Give the kinds of facts as the library checks rules by them."""
    return {id: each.kind for id, each in catalogue().items()}


def written(value: Value) -> Any:
    """Write a value as JSON; an amount keeps its digits."""
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value


def read(shape: Shape, given: Any) -> Value | None:
    """Read a value from JSON; ``None`` where it is no value of this shape."""
    try:
        match shape:
            case "money":
                return Money(Decimal(given["amount"]), str(given["currency"]))
            case "number":
                return Decimal(given)
            case "set":
                return frozenset(str(each) for each in given)
            case "yes-no":
                return given if isinstance(given, bool) else None
            case _:
                return str(given) if given else None
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return None


def own_enterprise(user: Any) -> Enterprise | None:
    """Give the record of the enterprise that somebody acts for: the one with its credit code, else its first."""
    own = viewer(user).organisation
    if own is None:
        return None
    found = list(Enterprise.objects.visible_to(user).filter(owner=own, retired_at__isnull=True).order_by("pk"))
    code = user.organisation.credit_code
    return next((each for each in found if code and each.credit_code == code), found[0] if found else None)


def own_projects(user: Any) -> Any:
    """Give the projects of the enterprise that somebody acts for."""
    return Project.objects.visible_to(user).filter(
        owner=viewer(user).organisation, retired_at__isnull=True).order_by("name_en", "pk")


def known_facts(user: Any, enterprise: Enterprise | None, project: Project | None = None) -> dict[str, State]:
    """Gather what is known of the enterprise that somebody acts for, each fact with where it stands.

    Private fields are read for the enterprise itself alone. They and what it declares weigh as its word; the fields of
    its records weigh as a register's entries, because everybody who sees the record can object to them.
    """
    own = viewer(user).organisation
    found: dict[str, State] = {}
    if enterprise is not None and enterprise.owner_id == own:
        found |= dict(_of_record(enterprise, "enterprise", f"enterprise/{enterprise.pk}"))
        found |= dict(_private(user, enterprise))
    if project is not None and project.owner_id == own:
        found |= dict(_of_record(project, "project", f"project/{project.pk}"))
    found |= dict(_of_projects(own_projects(user)))
    for row in DeclaredFact.objects.visible_to(user).filter(organisation=own):
        fact = catalogue().get(row.fact)
        value = read(fact.kind.shape, row.value) if fact is not None else None
        if value is not None:
            found.setdefault(row.fact, State(value, Weight.DECLARED, f"declared/{row.declared_at:%Y-%m-%d}"))
    return found


def _of_record(record: Any, where: Where, source: str) -> Iterable[tuple[str, State]]:
    for id, fact in catalogue().items():
        if fact.where != where:
            continue
        held = getattr(record, fact.field)
        if fact.kind.shape == "money" and held is not None:
            held = Money(held, record.currency) if record.currency else None
        if held not in (None, ""):
            yield id, State(held, Weight.REGISTER, source)


def _private(user: Any, enterprise: Enterprise) -> Iterable[tuple[str, State]]:
    """Give the newest period of each private field."""
    rows = PrivateField.objects.visible_to(user).filter(record=enterprise.pk, ended_at__isnull=True,
                                                        number__isnull=False).order_by("period", "id")
    newest = {row.field: row for row in rows}
    for id, fact in catalogue().items():
        row = newest.get(fact.field) if fact.where == "private" else None
        if row is None or row.number is None:
            continue
        value: Value = Money(row.number, row.unit) if fact.kind.shape == "money" else row.number
        yield id, State(value, Weight.DECLARED, f"private/{fact.field}/{row.period}")


_TAKEN: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "countries": lambda project: filter(None, project.countries.split(";")),
    "type": lambda project: filter(None, (project.type,)),
}


def _of_projects(projects: Iterable[Project]) -> Iterable[tuple[str, State]]:
    listed = list(projects)
    for id, fact in catalogue().items():
        if fact.where == "projects":
            codes = frozenset(code for each in listed for code in _TAKEN[fact.field](each))
            if codes:
                yield id, State(codes, Weight.REGISTER, "projects")
