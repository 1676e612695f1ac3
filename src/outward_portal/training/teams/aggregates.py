"""What teams lack, over enterprises: for the leading group, from five enterprises on, without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from outward.skills import Requirement, cover, skill_order, skills
from outward_portal.training.models import HeldSkill, ProfileNeed, TeamMember

LEAST_ENTERPRISES: Final = 5


@dataclass(frozen=True, slots=True)
class SkillTotal:
    """How far the enterprises that ask for a skill have it."""

    skill: str
    enterprises: int  # that ask for it; at least `LEAST_ENTERPRISES`
    tenths_lacking: int  # share of them that lack somebody, in tenths, so that one enterprise is not read out of it
    missing: int  # persons, rounded to fives


def totals(*, of_samples: bool) -> list[SkillTotal]:
    """Sum gaps up by skill; a skill that fewer than five enterprises ask for is not named.

    This asks no policy for rows: none leaves it, only sums do. Countries are summed as one skill, for few enterprises
    go to one country; made-up enterprises are never mixed with real ones.
    """
    needs: dict[int, dict[tuple[int, str], Requirement]] = defaultdict(dict)
    for need in ProfileNeed._base_manager.filter(profile__enterprise__is_sample=of_samples).select_related("profile"):
        needs[need.profile.enterprise_id][need.profile_id, need.skill] = Requirement(need.skill, need.level,
                                                                                     need.people)
    teams = _teams(needs)
    lacking: dict[str, list[int]] = defaultdict(list)  # by skill, of each enterprise the most persons missing
    for enterprise, asked in needs.items():
        found: dict[str, int] = {}
        for (_profile, skill), wanted in asked.items():
            missing = cover(teams.get(enterprise, {}), [wanted]).skills[0].missing
            base = skill.partition(":")[0]
            found[base] = max(found.get(base, 0), missing)
        for skill, most in found.items():
            lacking[skill].append(most)
    counted = (_total(skill, missing) for skill, missing in lacking.items()
               if len(missing) >= LEAST_ENTERPRISES and skill in skills())
    return sorted(counted, key=lambda total: (-total.tenths_lacking, skill_order(total.skill)))


def _total(skill: str, missing: list[int]) -> SkillTotal:
    share = sum(each > 0 for each in missing) / len(missing)
    return SkillTotal(skill, len(missing), round(10 * share), 5 * round(sum(missing) / 5))


def _teams(enterprises: Iterable[int]) -> Mapping[int, Mapping[str, Mapping[str, int]]]:
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(dict)
    members = dict(TeamMember._base_manager.filter(enterprise__in=list(enterprises)).values_list("pk", "enterprise"))
    for key, enterprise in members.items():
        found[enterprise][str(key)] = {}
    for row in HeldSkill._base_manager.filter(member__in=list(members)).select_related("certificate"):
        found[members[row.member_id]][str(row.member_id)][row.skill] = row.level
    return found
