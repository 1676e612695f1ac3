"""The skills of a team that works abroad, their levels, and what a type of project and a country ask for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from outward.errors import InvalidValueError, UnknownCodeError
from outward.skills.coverage import MOST_LEVEL, Requirement
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions

COUNTRY: Final = "country"
"""The skill that is held of a country: ``country:KAZ``."""


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """How well a skill is held."""

    number: int
    name: Label
    means: Label


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Skills that stand together."""

    id: str
    name: Label


@dataclass(frozen=True, slots=True)
class Skill:
    """Something that a member of a team can do; ``is_of_a_country``: held of one country at a time."""

    id: str
    group: str
    name: Label
    is_of_a_country: bool = False


@dataclass(frozen=True, slots=True)
class ProjectProfile:
    """What a type of project asks of a team, before the country adds its own."""

    id: str
    name: Label
    needs: tuple[Requirement, ...]


@cache
def levels() -> tuple[SkillLevel, ...]:
    """Give the levels, from none to expert.

    Examples
    --------
    >>> [level.name.en for level in levels()]
    ['none', 'basic', 'working', 'independent', 'expert']
    """
    found = tuple(SkillLevel(each["number"], _label(each, "name"), _label(each, "means"))
                  for each in _read("skills")["level"])
    if [each.number for each in found] != list(range(MOST_LEVEL + 1)):
        raise InvalidValueError(f"levels {[each.number for each in found]}", "skills.toml",
                                f"List the levels 0 to {MOST_LEVEL} in order.")
    return found


@cache
def groups() -> Mapping[str, SkillGroup]:
    """Give the groups of skills by id, in the order of the list."""
    return MappingProxyType({each["id"]: SkillGroup(each["id"], _label(each, "name"))
                             for each in _read("skills")["group"]})


@cache
def skills() -> Mapping[str, Skill]:
    """Give the skills by id, in the order of the list.

    Examples
    --------
    >>> skills()["insurance"].name.zh
    '出口信用与海外投资保险'
    """
    found = {each["id"]: Skill(each["id"], each["group"], _label(each, "name"), each.get("each") == COUNTRY)
             for each in _read("skills")["skill"]}
    stray = sorted({each.group for each in found.values()} - set(groups()))
    if stray:
        raise InvalidValueError(f"groups {', '.join(stray)}", "skills.toml", "Name a group that is listed.")
    return MappingProxyType(found)


@cache
def profiles() -> Mapping[str, ProjectProfile]:
    """Give the profiles by type of project, in the order of the list."""
    return MappingProxyType({each["id"]: ProjectProfile(each["id"], _label(each, "name"), tuple(
        Requirement(known_skill(id), level, people) for id, (level, people) in each["needs"].items()))
        for each in _read("profiles")["profile"]})


def required_for(profile: str, countries: tuple[str, ...] = ()) -> tuple[Requirement, ...]:
    """Give what a type of project in some countries asks of a team.

    Each country adds its own knowledge, and the language of business where that is not English.

    Parameters
    ----------
    profile : str
        Id of a type of project.
    countries : tuple of str
        Codes of countries.

    Returns
    -------
    tuple of Requirement
        One a skill, in the order of the list of skills.

    Raises
    ------
    UnknownCodeError
        If there is no such profile or country.

    Examples
    --------
    >>> [need.skill for need in required_for("sale", ("KAZ",))][-3:]
    ['russian', 'market', 'logistics']
    """
    if profile not in profiles():
        raise UnknownCodeError(f"{profile} is no type of project", "required_for, profile",
                               f"Use one of {', '.join(profiles())}.")
    data = _read("profiles")
    least, people = data["country"]["level"], data["country"]["people"]
    needs = {need.skill: need for need in profiles()[profile].needs}
    for code in countries:
        needs[f"{COUNTRY}:{code}"] = Requirement(known_skill(f"{COUNTRY}:{code}"), least, people)
        if code in data["language"]:
            language = known_skill(data["language"][code])
            needs.setdefault(language, Requirement(language, 3, 1))
    return tuple(sorted(needs.values(), key=lambda need: skill_order(need.skill)))


def known_skill(id: str) -> str:
    """Give a skill's id back, with its country where it is of one.

    Raises
    ------
    UnknownCodeError
        If there is no such skill, or a country is missing, unknown or too much.

    Examples
    --------
    >>> known_skill("country:KAZ")
    'country:KAZ'
    """
    base, _, country = id.partition(":")
    skill = skills().get(base)
    if skill is None or (":" in id) != skill.is_of_a_country:
        raise UnknownCodeError(f"{id!r} is no skill", "skills", "Use an id of the list; country:KAZ for a country.")
    if skill.is_of_a_country and (country not in regions() or not regions()[country].iso3):
        raise UnknownCodeError(f"{country!r} is no country", "skills", "Use a code of ISO 3166, as in country:KAZ.")
    return id


def skill_name(id: str) -> Label:
    """Name a skill, with its country where it is of one; an id that nobody knows stands for itself.

    Examples
    --------
    >>> skill_name("country:KAZ").en, skill_name("insurance").en
    ('Knowledge of the country: Kazakhstan', 'Export credit and investment insurance')
    """
    base, _, country = id.partition(":")
    skill = skills().get(base)
    if skill is None:
        return Label(id, id)
    if not country:
        return skill.name
    place = regions()[country].name if country in regions() else Label(country, country)
    return Label(f"{skill.name.en}: {place.en}", f"{skill.name.zh}：{place.zh}")


def skill_order(id: str) -> tuple[int, str]:
    """Give by what skills are put in the order of the list, countries by their codes.

    Examples
    --------
    >>> sorted(["english", "country:KAZ", "insurance"], key=skill_order)
    ['insurance', 'country:KAZ', 'english']
    """
    base, _, country = id.partition(":")
    known = list(skills())
    return (known.index(base) if base in skills() else len(known), country)


def _label(each: Mapping[str, str], what: str) -> Label:
    return Label(each[f"{what}_en"], each[f"{what}_zh"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("outward.skills") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
