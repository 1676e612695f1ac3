"""Reading problems: lists with their clocks, one as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import viewer
from outward_portal.coordination.models import Opinion, Problem, PublicAnswer
from outward_portal.coordination.models.problems import UNANSWERED
from outward_portal.coordination.ordering import in_order_of, organisations
from outward_portal.coordination.problems.clock import Clock, clocks
from outward_portal.theme.lists import Asked, ListShape, Narrowing

_STATES: Final = (("unanswered", pgettext_lazy("problems", "waiting for an answer")), *Problem.State.choices)


def shape(user: Any) -> ListShape:
    """Say what a person's list of problems can be asked."""
    leads = organisations(Organisation.objects.filter(
        pk__in=Problem.objects.visible_to(user).values("lead")).order_by("pk"))
    agency = (Narrowing("agency", _("Lead agency"), leads, "lead"),) if leads else ()
    return ListShape(
        narrowings=(Narrowing("state", _("State"), _STATES), Narrowing("topic", pgettext_lazy("problem", "About"),
                                                               Problem.Topic.choices, "topic"), *agency,
                    Narrowing("asked", _("Our opinion is asked for"), (("1", _("yes")),), is_hidden=True)),
        sorts={"raised": "raised_at", "topic": "topic", "state": "stands"}, usual="-raised",
        words=_("Words of the problem"))


def problems(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the problems that a list asks for, in its order, as far as a person may see them."""
    found = asked.narrowed(Problem.objects.visible_to(user))
    if asked["state"]:
        found = found.filter(state__in=UNANSWERED) if asked["state"] == "unanswered" else found.filter(
            state=asked["state"])
    if asked["asked"]:
        own = Opinion.objects.visible_to(user).filter(organisation=viewer(user).organisation,
                                                      state=Opinion.State.ASKED)
        found = found.filter(pk__in=own.values("problem"))
    if asked.words:
        found = found.filter(Q(title__icontains=asked.words) | Q(text__icontains=asked.words))
    found = found.annotate(stands=in_order_of("state", Problem.State.values))
    return asked.ordered(found).select_related("organisation", "lead")


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A row of the list."""

    problem: Problem
    clock: Clock


def page_of(asked: Asked, user: Any) -> tuple[Page, list[ListedProblem]]:
    """Give one page of the list, with the clocks."""
    page = asked.page_of(problems(asked, user))
    told = clocks(page.object_list)
    return page, [ListedProblem(each, told[each.pk]) for each in page.object_list]


def find(key: int, user: Any) -> Problem | None:
    """Give a problem that a person may see."""
    found: Problem | None = Problem.objects.visible_to(user).select_related(
        "organisation", "lead", "raised_by", "answered_for").by_key(key)
    return found


ANSWERS: Final = ListShape(
    narrowings=(Narrowing("topic", pgettext_lazy("problem", "About"), Problem.Topic.choices, "topic"),),
    sorts={"published": "published_on"}, usual="-published", words=_("Words of question or answer"))


def answers(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the published questions and answers that a list asks for."""
    found = asked.narrowed(PublicAnswer.objects.visible_to(user))
    if asked.words:
        sides = ("question_en", "question_zh", "answer_en", "answer_zh")
        found = found.filter(Q(*((f"{side}__icontains", asked.words) for side in sides), _connector=Q.OR))
    return asked.ordered(found)
