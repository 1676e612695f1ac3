"""Reading ratings: of a provider in sum, from three on; the single ones that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Max, Min

from outward_portal.accounts.policy.services_rules import RATINGS_TOLD_FROM
from outward_portal.services.models import Rating
from outward_portal.services.models.engagements import CRITERIA


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of a provider's ratings."""

    count: int
    is_told: bool  # from three on
    criteria: tuple[tuple[str, str, float, int, int], ...] = ()  # key, name, mean, least, most
    mean: float | None = None


def summary(provider: int, user: Any) -> Summary:
    """Sum the ratings of a provider up that somebody may see; nothing but their number of fewer than three."""
    return summaries([provider], user).get(provider, Summary(0, is_told=False))


def summaries(providers: list[int], user: Any) -> dict[int, Summary]:
    """Sum the ratings of several providers up that somebody may see."""
    names = {name: str(Rating._meta.get_field(name).verbose_name) for name in CRITERIA}  # type: ignore[union-attr]
    asked = {f"{name}_{what}": of(name) for name in CRITERIA
             for what, of in (("mean", Avg), ("least", Min), ("most", Max))}
    mean = Avg((F("quality") + F("time") + F("cost") + F("communication")) / 4.0)
    given: Any = Rating.objects.visible_to(user).filter(provider__in=providers).order_by().values("provider")
    rows = given.annotate(count=Count("pk"), mean=mean, **asked)
    found = {}
    for row in rows:
        if row["count"] < RATINGS_TOLD_FROM:
            found[row["provider"]] = Summary(row["count"], is_told=False)
            continue
        found[row["provider"]] = Summary(row["count"], is_told=True, mean=round(float(row["mean"]), 2), criteria=tuple(
            (name, names[name], round(float(row[f"{name}_mean"]), 2), row[f"{name}_least"], row[f"{name}_most"])
            for name in CRITERIA))
    return found


@dataclass(frozen=True, slots=True)
class ToldRating:
    """One rating as it is shown: without who gave it."""

    key: int
    scores: tuple[int, ...]
    text: str  # this and the answer are empty where it is hidden
    is_hidden: bool
    hidden_because: str
    answer: str
    at: Any


def told_ratings(provider: int, user: Any, most: int = 20) -> list[ToldRating]:
    """Give the ratings of a provider that somebody may see, the newest first; a hidden text is left out."""
    rows = Rating.objects.visible_to(user).filter(provider=provider).order_by("-id")[:most]
    return [told(each) for each in rows]


def told(rating: Rating) -> ToldRating:
    """Give a rating as it is shown."""
    is_hidden = rating.state == Rating.State.HIDDEN
    return ToldRating(rating.pk, tuple(getattr(rating, name) for name in CRITERIA), "" if is_hidden else rating.text,
                      is_hidden, rating.hidden_because, "" if is_hidden else rating.answer, rating.at)
