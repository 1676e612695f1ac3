"""How far a team has the skills that a project asks for: places filled, gaps, and who alone can do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from outward.errors import InvalidValueError

MOST_LEVEL: Final = 4
"""Levels run from 0, none, to this, expert."""

Levels = Mapping[str, int]
"""A member's level by skill; a skill that is not named is held at 0."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """So many persons who hold a skill at least at a level."""

    skill: str
    level: int  # 1..4
    people: int = 1  # at least 1


@dataclass(frozen=True, slots=True)
class SkillCoverage:
    """How one requirement is met."""

    skill: str
    level: int  # required
    people: int  # required
    holders: tuple[str, ...]  # members at the required level or above, in the team's order
    below: tuple[str, ...]  # members who hold the skill at a lower level, the nearest first
    best: int  # the highest level that anybody holds

    @property
    def filled(self) -> int:
        """Places that are filled; more holders than places fill no more than these."""
        return min(len(self.holders), self.people)

    @property
    def missing(self) -> int:
        """Places that are not filled: the gap, in persons."""
        return self.people - self.filled

    @property
    def rests_on_one(self) -> bool:
        """Whether one person alone holds it: a single point of failure."""
        return len(self.holders) == 1


@dataclass(frozen=True, slots=True)
class TeamCoverage:
    """How a team meets a profile."""

    skills: tuple[SkillCoverage, ...]  # in the profile's order

    @property
    def people(self) -> int:
        """Places that the profile asks for."""
        return sum(each.people for each in self.skills)

    @property
    def filled(self) -> int:
        """Places that are filled."""
        return sum(each.filled for each in self.skills)

    @property
    def share(self) -> float | None:
        """Places filled of those asked for, 0..1; ``None`` where nothing is asked for."""
        return self.filled / self.people if self.people else None

    @property
    def gaps(self) -> tuple[SkillCoverage, ...]:
        """The skills of which places are missing, in the profile's order."""
        return tuple(each for each in self.skills if each.missing)

    @property
    def single_points(self) -> tuple[SkillCoverage, ...]:
        """The skills that one person alone holds, whether or not more are asked for."""
        return tuple(each for each in self.skills if each.rests_on_one)


def cover(team: Mapping[str, Levels], required: Iterable[Requirement]) -> TeamCoverage:
    """Compare what a team holds with what is required of it.

    A place is a person of the required level or above in one skill; one person may fill places of several skills.

    Parameters
    ----------
    team : mapping of str to mapping of str to int
        Each member's levels, 0 to 4, by skill.
    required : iterable of Requirement
        One a skill.

    Returns
    -------
    TeamCoverage
        Each requirement with who meets it.

    Raises
    ------
    InvalidValueError
        If a level is not 0 to 4, a requirement asks for nothing, or a skill is required twice.

    Examples
    --------
    >>> team = {"A": {"insurance": 3, "english": 2}, "B": {"insurance": 1}}
    >>> found = cover(team, [Requirement("insurance", 2), Requirement("english", 3, 2)])
    >>> found.filled, found.people, [gap.skill for gap in found.gaps]
    (1, 3, ['english'])
    >>> [each.skill for each in found.single_points], found.skills[0].holders
    (['insurance'], ('A',))
    """
    for member, held in team.items():
        for skill, level in held.items():
            if not 0 <= level <= MOST_LEVEL:
                raise InvalidValueError(f"level {level} of {skill}", f"cover, team, {member}",
                                        f"Levels are 0 to {MOST_LEVEL}.")
    needs = list(required)
    seen: set[str] = set()
    for need in needs:
        if not 1 <= need.level <= MOST_LEVEL or need.people < 1:
            raise InvalidValueError(f"{need.skill}: level {need.level}, {need.people} persons", "cover, required",
                                    f"Ask for a level 1 to {MOST_LEVEL} and at least one person.")
        if need.skill in seen:
            raise InvalidValueError(f"{need.skill} is required twice", "cover, required", "Name each skill once.")
        seen.add(need.skill)
    return TeamCoverage(tuple(_covered(team, need) for need in needs))


def _covered(team: Mapping[str, Levels], need: Requirement) -> SkillCoverage:
    held = {member: levels.get(need.skill, 0) for member, levels in team.items()}
    holders = tuple(member for member, level in held.items() if level >= need.level)
    below = [member for member, level in held.items() if 0 < level < need.level]
    below.sort(key=lambda member: -held[member])  # stable: of one level in the team's order
    return SkillCoverage(need.skill, need.level, need.people, holders, tuple(below), max(held.values(), default=0))
