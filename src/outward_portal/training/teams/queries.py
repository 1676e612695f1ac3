"""Reading a team: who can do what, how far a profile is met, and which sessions would close its gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from outward.skills import (
    ClosingPlan,
    Offer,
    Requirement,
    TeamCoverage,
    close_gaps,
    cover,
    skill_order,
)
from outward_portal.training.models import Course, HeldSkill, ProfileNeed, TeamMember, TeamProfile, TrainingSession
from outward_portal.training.sessions.queries import ListedSession, listed


@dataclass(frozen=True, slots=True)
class Team:
    """The members of a team and what they hold, by member and skill."""

    members: tuple[TeamMember, ...]
    held: Mapping[int, Mapping[str, HeldSkill]]

    @property
    def skills(self) -> list[str]:
        """The skills that anybody holds, in the order of the list."""
        return sorted({skill for held in self.held.values() for skill, row in held.items() if row.level},
                      key=skill_order)

    def levels(self) -> dict[str, dict[str, int]]:
        """Give what the library takes: levels by member, who is named by key."""
        return {str(member.pk): {skill: row.level for skill, row in self.held.get(member.pk, {}).items()}
                for member in self.members}


def team_of(user: Any) -> Team:
    """Give the team of a person's enterprise."""
    members = tuple(TeamMember.objects.visible_to(user).select_related("account").order_by("label", "pk"))
    held: dict[int, dict[str, HeldSkill]] = {}
    for row in HeldSkill.objects.visible_to(user).select_related("certificate"):
        held.setdefault(row.member_id, {})[row.skill] = row
    return Team(members, held)


def requirements(profile: TeamProfile, user: Any) -> list[Requirement]:
    """Give what a profile asks for, in the order of the list of skills."""
    return _required(ProfileNeed.objects.visible_to(user).filter(profile=profile.pk))


def _required(needs: Iterable[ProfileNeed]) -> list[Requirement]:
    return sorted((Requirement(each.skill, each.level, each.people) for each in needs),
                  key=lambda need: skill_order(need.skill))


@dataclass(frozen=True, slots=True)
class SuggestedCourse:
    """A course of the plan, with its open sessions."""

    course: Course
    closes: Mapping[str, int]  # places by skill, beyond the courses before it
    open_before: int
    open_after: int
    sessions: tuple[ListedSession, ...]


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """How far a team meets a profile, and what would close its gaps."""

    profile: TeamProfile
    coverage: TeamCoverage
    names: Mapping[str, TeamMember]  # by the key under which the coverage names a member
    suggested: tuple[SuggestedCourse, ...]
    left: Mapping[str, int]  # places that no course closes, by skill


def read_profiles(team: Team, user: Any) -> list[ProfileReading]:
    """Compare a team with each profile of its enterprise, without courses: for the list of profiles."""
    needs: dict[int, list[ProfileNeed]] = {}
    for each in ProfileNeed.objects.visible_to(user):
        needs.setdefault(each.profile_id, []).append(each)
    levels, names = team.levels(), {str(member.pk): member for member in team.members}
    return [ProfileReading(profile, cover(levels, _required(needs.get(profile.pk, []))), names, (), {})
            for profile in TeamProfile.objects.visible_to(user)]


def read_profile(profile: TeamProfile, user: Any) -> ProfileReading:
    """Compare the team with a profile; with the courses that its reader may see, and their sessions."""
    team = team_of(user)
    levels = team.levels()
    coverage = cover(levels, requirements(profile, user))
    names = {str(member.pk): member for member in team.members}
    courses = {str(course.pk): course for course in Course.objects.visible_to(user).filter(
        retired_at__isnull=True).exclude(teaches="")}
    plan = close_gaps(levels, coverage, [_offer(key, course) for key, course in courses.items()])
    return ProfileReading(profile, coverage, names, tuple(_suggested(plan, courses, user)), plan.left)


def _offer(key: str, course: Course) -> Offer:
    return Offer(key, course.teachings, float("inf") if course.hours is None else float(course.hours))


def _suggested(plan: ClosingPlan, courses: Mapping[str, Course], user: Any) -> Iterable[SuggestedCourse]:
    coming = TrainingSession.objects.visible_to(user).filter(
        course__in=[step.offer for step in plan.steps], state="open",
        closes_on__gte=timezone.localdate()).select_related("course").order_by("begins_on", "pk")
    rows = listed(coming, user)
    for step in plan.steps:
        found = tuple(row for row in rows if str(row.session.course_id) == step.offer)
        yield SuggestedCourse(courses[step.offer], step.closes, step.open_before, step.open_after, found)
