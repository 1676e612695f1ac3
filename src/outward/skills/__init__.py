"""Skills of a team that works abroad: what a project asks for, how far it is held, and which courses close the gaps."""

from outward.skills.catalogue import (
    COUNTRY,
    ProjectProfile,
    Skill,
    SkillGroup,
    SkillLevel,
    groups,
    known_skill,
    levels,
    profiles,
    required_for,
    skill_name,
    skill_order,
    skills,
)
from outward.skills.closing import Closing, ClosingPlan, Offer, Teaching, close_gaps
from outward.skills.coverage import MOST_LEVEL, Levels, Requirement, SkillCoverage, TeamCoverage, cover

__all__ = [
    "COUNTRY",
    "MOST_LEVEL",
    "Closing",
    "ClosingPlan",
    "Levels",
    "Offer",
    "ProjectProfile",
    "Requirement",
    "Skill",
    "SkillCoverage",
    "SkillGroup",
    "SkillLevel",
    "Teaching",
    "TeamCoverage",
    "close_gaps",
    "cover",
    "groups",
    "known_skill",
    "levels",
    "profiles",
    "required_for",
    "skill_name",
    "skill_order",
    "skills",
]
