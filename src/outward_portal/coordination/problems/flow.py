"""The life cycles of a problem and of an agency's opinion on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.workdays import working_days
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Opinion, Problem, ProblemPause, PublicAnswer
from outward_portal.coordination.offices import offices
from outward_portal.coordination.problems.clock import SILENCE, work_calendar
from outward_portal.coordination.problems.forms import (
    AcceptanceForm,
    AnswerForm,
    ObjectionForm,
    OpinionForm,
    QuestionForm,
    ReplyForm,
    agencies_form,
    closing_form,
    lead_form,
)
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.flow import State, Step, Workflow

_S = Problem.State
_O = Opinion.State
_OFFICE, _LEAD, _ENTERPRISE = _("the office"), _("the lead agency"), _("the enterprise")
_ASKABLE = (_S.TAKEN, _S.COORDINATED, _S.REOPENED)


def _by(act: Act) -> dict[str, Any]:
    return {"by": act.actor, "organisation": act.actor.organisation if act.actor else None}


def _take(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    del act
    problem.lead, problem.taken_at = values["lead"], timezone.now()
    tell("problem.taken", f"problem.taken:{problem.pk}", about=problem, to=[problem.organisation])
    _tell_lead(problem)


def _give_on(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    del act
    if values["lead"].pk == problem.lead_id:
        raise RefusedError(gettext("This agency leads already."))
    problem.lead = values["lead"]
    _tell_lead(problem)


def _tell_lead(problem: Problem) -> None:
    assert problem.lead is not None
    tell("problem.led", f"problem.led:{problem.pk}:{timezone.now().isoformat()}", about=problem, to=[problem.lead])


def _coordinate(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    for agency in values["agencies"]:
        opinion, is_new = Opinion.objects.get_or_create(problem=problem, organisation=agency,
                                                        defaults={"asked_by": act.actor})
        if is_new:
            entries.write(act, "opinion.asked", opinion)
            tell("opinion.asked", f"opinion.asked:{opinion.pk}", about=problem, to=[agency])


def _ask(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    pause = ProblemPause.objects.create(problem=problem, question=values["question"], began_at=timezone.now(),
                                        **_by(act))
    tell("problem.asked", f"problem.asked:{pause.pk}", about=problem, to=[problem.organisation])


def _reply(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    del act
    pause = ProblemPause.objects.select_for_update(of=("self",)).get(problem=problem, ended_at__isnull=True)
    pause.reply, pause.ended_at = values["reply"], timezone.now()
    pause.save(update_fields=["reply", "ended_at"])
    tell("problem.replied", f"problem.replied:{pause.pk}", about=problem, to=[problem.lead] if problem.lead else [])


def _answer(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    problem.answer, problem.answered_at, problem.answered_by = values["answer"], timezone.now(), act.actor
    problem.answered_for = act.actor.organisation if act.actor else None
    _waive(act, problem)
    count = 2 if problem.reopened_at else 1
    tell("problem.answered", f"problem.answered:{problem.pk}:{count}", about=problem, to=[problem.organisation])


def _waive(act: Act, problem: Problem) -> None:
    """Ask for no more opinions; the reason of the step that is taken is the problem's."""
    asked = list(Opinion.objects.filter(problem=problem, state=_O.ASKED).select_for_update().order_by("pk"))
    Opinion.objects.filter(pk__in=[each.pk for each in asked]).update(state=_O.WAIVED)
    entries.write_all(replace(act, reason=""), [
        entries.Deed("opinion.waived", each, changes={"state": [_O.ASKED, _O.WAIVED]}) for each in asked])


def _accept(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    del act
    problem.may_publish = values["may_publish"]
    tell("problem.accepted", f"problem.accepted:{problem.pk}", about=problem,
         to=[*offices(), *([problem.lead] if problem.lead else [])])


def _reopen(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    del act
    if problem.reopened_at is not None:
        raise RefusedError(gettext("It was reopened once already. Accept the answer, or raise another problem."))
    problem.first_answer, problem.first_answered_at = problem.answer, problem.answered_at
    problem.reopened_at, problem.objection, problem.answer = timezone.now(), values["objection"], ""
    problem.answered_at = problem.answered_by = problem.answered_for = None
    tell("problem.reopened", f"problem.reopened:{problem.pk}", about=problem,
         to=[*offices(), *([problem.lead] if problem.lead else [])])


def _close(act: Act, problem: Problem, values: Mapping[str, Any]) -> None:
    problem.ended_at = timezone.now()
    told = {name: values.get(name, "") for name in ("question_en", "question_zh", "answer_en", "answer_zh")}
    if any(told.values()):
        made = PublicAnswer.objects.create(problem=problem, **told, topic=problem.topic, is_sample=problem.is_sample,
                                           published_on=timezone.localdate())
        entries.write(act, "answer.published", made)


def _close_unanswered(act: Act, problem: Problem, _values: Mapping[str, Any]) -> None:
    del act
    assert problem.answered_at is not None, "a constraint holds it"
    waited = working_days(timezone.localtime(problem.answered_at).date(), timezone.localdate(), work_calendar())
    if waited < SILENCE:
        raise RefusedError(gettext("The enterprise has %(term)d working days to say whether the answer helps; %(past)d "
                                   "have passed.") % {"term": SILENCE, "past": waited})
    problem.ended_at = timezone.now()


def _withdraw(act: Act, problem: Problem, _values: Mapping[str, Any]) -> None:
    problem.ended_at = timezone.now()
    _waive(act, problem)
    ProblemPause.objects.filter(problem=problem, ended_at__isnull=True).update(ended_at=problem.ended_at)
    tell("problem.withdrawn", f"problem.withdrawn:{problem.pk}", about=problem,
         to=[*offices(), *([problem.lead] if problem.lead else [])])


def page(problem: Problem) -> str:
    """Give the address of a problem's page."""
    return reverse("group-problem", args=[problem.pk])


PROBLEM = Workflow(
    key="enterprise-problem", name=_("Problem of an enterprise"), model=Problem, page=page,
    purpose=_("What an enterprise cannot solve alone, from raising it to an answer that it accepts."),
    made_by=_ENTERPRISE,
    states=(
        State(_S.RAISED, _S.RAISED.label, _("The office reads it and names the agency that leads.")),
        State(_S.TAKEN, _S.TAKEN.label, _("An agency leads; the enterprise knows which.")),
        State(_S.COORDINATED, _S.COORDINATED.label, _("Agencies that were asked say what they think.")),
        State(_S.ASKED, _S.ASKED.label, _("The clock stands until the enterprise has replied.")),
        State(_S.ANSWERED, _S.ANSWERED.label, _("The enterprise reads the answer.")),
        State(_S.REOPENED, _S.REOPENED.label, _("The answer left something open; this is possible once.")),
        State(_S.ACCEPTED, _S.ACCEPTED.label, _("The enterprise says that the answer will do.")),
        State(_S.CLOSED, _S.CLOSED.label, _("Nothing more is expected."), is_end=True),
        State(_S.WITHDRAWN, _S.WITHDRAWN.label, _("The enterprise no longer asks."), is_end=True),
    ),
    steps=(
        Step("take", _("Take it and name the lead agency"), (_S.RAISED,), _S.TAKEN, "problem.take", "problem.taken",
             _OFFICE, form_for=lead_form, do=_take, told=_("The agency and the enterprise are told.")),
        Step("give-on", _("Give it to another agency"), (_S.TAKEN, _S.COORDINATED, _S.REOPENED), "", "problem.take",
             "problem.given-on", _OFFICE, form_for=lead_form, do=_give_on, needs_reason=True),
        Step("coordinate", _("Ask other agencies"), _ASKABLE, _S.COORDINATED, "problem.lead", "problem.coordinated",
             _LEAD, form_for=agencies_form, do=_coordinate, told=_("They see the problem, and give their opinion; the "
                                                                   "enterprise does not see it.")),
        Step("ask", _("Ask the enterprise"), _ASKABLE, _S.ASKED, "problem.lead", "problem.asked", _LEAD,
             form=QuestionForm, do=_ask, hidden=("question",), told=_("The clock stands until it has replied.")),
        Step("reply", _("Reply"), (_S.ASKED,), _S.COORDINATED, "problem.own", "problem.replied", _ENTERPRISE,
             form=ReplyForm, do=_reply, hidden=("reply",), told=_("The clock goes on.")),
        Step("answer", pgettext_lazy("problem", "Answer"), _ASKABLE, _S.ANSWERED, "problem.lead", "problem.answered",
             _LEAD, form=AnswerForm, do=_answer, hidden=("answer",),
             told=_("The enterprise reads the answer, nothing of the opinions.")),
        Step("accept", _("The answer will do"), (_S.ANSWERED,), _S.ACCEPTED, "problem.own", "problem.accepted",
             _ENTERPRISE, form=AcceptanceForm, do=_accept),
        Step("reopen", _("It leaves something open"), (_S.ANSWERED,), _S.REOPENED, "problem.own", "problem.reopened",
             _ENTERPRISE, form=ObjectionForm, do=_reopen, hidden=("objection",), told=_("This is possible once.")),
        Step("close", pgettext_lazy("problem", "Close"), (_S.ACCEPTED,), _S.CLOSED, "problem.close", "problem.closed",
             _OFFICE, form_for=closing_form, do=_close,
             hidden=("question_en", "question_zh", "answer_en", "answer_zh")),
        Step("close-unanswered", _("Close without a word of the enterprise"), (_S.ANSWERED,), _S.CLOSED,
             "problem.close", "problem.closed", _OFFICE, do=_close_unanswered),
        Step("withdraw", _("Withdraw"), (_S.RAISED, _S.TAKEN, _S.COORDINATED, _S.ASKED, _S.REOPENED), _S.WITHDRAWN,
             "problem.own", "problem.withdrawn", _ENTERPRISE, do=_withdraw, is_grave=True,
             told=_("It cannot be taken up again; another one can be raised.")),
    ))


def _give(act: Act, opinion: Opinion, values: Mapping[str, Any]) -> None:
    opinion.text, opinion.given_by, opinion.given_at = values["text"], act.actor, timezone.now()
    problem = opinion.problem
    tell("opinion.given", f"opinion.given:{opinion.pk}:{opinion.given_at.isoformat()}", about=problem,
         to=[problem.lead] if problem.lead else [])


OPINION = Workflow(
    key="opinion", name=_("Opinion of an agency"), model=Opinion, page=lambda opinion: page(opinion.problem),
    purpose=_("What another agency says of a problem; the enterprise does not see it."), made_by=_LEAD,
    states=(
        State(_O.ASKED, _O.ASKED.label, _("The agency has been asked.")),
        State(_O.GIVEN, _O.GIVEN.label, _("The lead agency reads it."), is_end=True),
        State(_O.WAIVED, _O.WAIVED.label, _("The answer was given without it."), is_end=True),
    ),
    steps=(
        Step("give", _("Give an opinion"), (_O.ASKED,), _O.GIVEN, "opinion.give", "opinion.given",
             _("the agency that was asked"), form=OpinionForm, do=_give, hidden=("text",)),
        Step("waive", _("Do without"), (_O.ASKED,), _O.WAIVED, "opinion.waive", "opinion.waived", _LEAD),
    ),
    also={_O.WAIVED: _("The problem was answered or withdrawn.")})
