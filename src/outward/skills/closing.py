"""Which courses close a team's gaps with the fewest courses: greedy maximal coverage, each step with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from outward.errors import InvalidValueError
from outward.skills.coverage import MOST_LEVEL, Levels, SkillCoverage, TeamCoverage


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a course gives in one skill: a level to reach, and the level from which it begins."""

    skill: str
    level: int  # reached by who passes, 1..4
    entry: int = 0  # needed to take part, below `level`


@dataclass(frozen=True, slots=True)
class Offer:
    """A course that can be taken."""

    id: str
    teaches: tuple[Teaching, ...]
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Closing:
    """A course of the plan, with the reason why it stands where it does."""

    offer: str
    closes: Mapping[str, int]  # places that it fills, by skill, beyond the courses before it
    open_before: int  # places that were open when it was chosen
    open_after: int  # places that are open with it

    @property
    def places(self) -> int:
        """Places that it fills beyond the courses before it."""
        return self.open_before - self.open_after


@dataclass(frozen=True, slots=True)
class ClosingPlan:
    """Courses in the order in which to take them, and what none of them closes."""

    steps: tuple[Closing, ...]
    left: Mapping[str, int]  # places that stay open, by skill


def close_gaps(team: Mapping[str, Levels], coverage: TeamCoverage, offers: Iterable[Offer]) -> ClosingPlan:
    """Choose courses that close the gaps of a team, the one that fills most places first.

    A course fills a place if it leads at least to the required level, and somebody below that level may take part. Of
    two courses in a skill the better counts, for they find the same persons. So places filled are a monotone submodular
    function of the set of courses, and k steps of the greedy rule fill at least 1 - (1 - 1/k)**k, more than 63 %, of
    what the best k courses would (Nemhauser, Wolsey and Fisher); with every gap to be closed it is Chvátal's greedy
    set cover. Ties go to fewer hours, then to the id.

    Not counted: seats of a session, whether one person can be in several courses at once, and courses of which one
    prepares for the next.

    Parameters
    ----------
    team : mapping of str to mapping of str to int
        Each member's levels by skill, as for `cover`.
    coverage : TeamCoverage
        What `cover` found of this team.
    offers : iterable of Offer
        Courses, each with its own id.

    Returns
    -------
    ClosingPlan
        The courses with what each closes beyond those before it, and the places that none closes.

    Raises
    ------
    InvalidValueError
        If two offers share an id, or one teaches a level that there is not, or begins where it ends.

    References
    ----------
    Chvátal, V. (1979), "A Greedy Heuristic for the Set-Covering Problem", Mathematics of Operations Research 4(3),
    233-235. Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978), "An analysis of approximations for maximizing
    submodular set functions - I", Mathematical Programming 14, 265-294, section 4.

    Examples
    --------
    >>> from outward.skills import Requirement, cover
    >>> team = {"A": {"insurance": 3}, "B": {"english": 2}}
    >>> found = cover(team, [Requirement("credit", 2), Requirement("english", 3, 2), Requirement("hse", 2)])
    >>> plan = close_gaps(team, found, [Offer("E", (Teaching("english", 3, 2),)),
    ...                                 Offer("C", (Teaching("credit", 2), Teaching("hse", 3)))])
    >>> [(step.offer, step.places) for step in plan.steps], plan.left
    ([('C', 2), ('E', 1)], {'english': 1})
    """
    gaps = {gap.skill: gap for gap in coverage.gaps}
    left = {skill: gap.missing for skill, gap in gaps.items()}
    reach: dict[str, dict[str, int]] = {}
    hours: dict[str, float] = {}
    for offer in offers:
        if offer.id in reach:
            raise InvalidValueError(f"{offer.id} is offered twice", "close_gaps, offers", "Give each course an id.")
        reach[offer.id], hours[offer.id] = _reach(team, gaps, offer), offer.hours
    filled = dict.fromkeys(left, 0)
    steps: list[Closing] = []
    while True:
        gains = {id: {skill: gain for skill, most in each.items() if (gain := most - filled[skill]) > 0}
                 for id, each in reach.items()}
        best = min(gains, key=lambda id: (-sum(gains[id].values()), hours[id], id), default="")
        if not best or not gains[best]:
            break
        before = sum(left.values())
        for skill, gain in gains[best].items():
            filled[skill] += gain
            left[skill] -= gain
        steps.append(Closing(best, gains[best], before, sum(left.values())))
        del reach[best]
    return ClosingPlan(tuple(steps), {skill: places for skill, places in left.items() if places})


def _reach(team: Mapping[str, Levels], gaps: Mapping[str, SkillCoverage], offer: Offer) -> dict[str, int]:
    """Give the places that a course alone would fill, by skill."""
    found: dict[str, int] = {}
    for each in offer.teaches:
        if not 0 <= each.entry < each.level <= MOST_LEVEL:
            raise InvalidValueError(f"{each.skill}: from level {each.entry} to {each.level}",
                                    f"close_gaps, offers, {offer.id}",
                                    f"A course begins below the level to which it leads, 1 to {MOST_LEVEL}.")
        gap = gaps.get(each.skill)
        if gap is None or each.level < gap.level:
            continue
        able = sum(each.entry <= levels.get(each.skill, 0) < gap.level for levels in team.values())
        if able:
            found[each.skill] = max(found.get(each.skill, 0), min(gap.missing, able))
    return found
