"""The forms of problems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.coordination.models import Problem
from outward_portal.coordination.tasks.forms import OrganisationsField
from outward_portal.records.choosing import RecordField
from outward_portal.records.codes import RegionField
from outward_portal.records.models import Record
from outward_portal.records.private.forms import AgencyField
from outward_portal.risks.incidents.forms import TextField

_NAMED_AT_LEAST = 3  # letters of a name that give an enterprise away


class ProblemForm(forms.Form):
    """A problem, in the enterprise's own words."""

    title = TextField(label=_("The problem in a line"), max_length=200)
    text = TextField(label=_("What the problem is"), max_length=6000, widget=forms.Textarea({"rows": 8}),
                     help_text=_("In Chinese or English. What happened, since when, whom you asked already."))
    wanted = TextField(label=_("What would help"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    topic = forms.ChoiceField(label=pgettext_lazy("problem", "About"), choices=Problem.Topic.choices)
    region = RegionField(label=_("Country"), required=False)
    is_urgent = forms.BooleanField(label=_("Urgent: people or large payments are in danger"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"] = RecordField(Record, user, label=_("The project or other record that it is about"),
                                            required=False)

    def split(self) -> tuple[dict[str, Any], list[Record]]:
        """Give the problem's fields, and the records."""
        values = dict(self.cleaned_data)
        record = values.pop("record")
        return values, [] if record is None else [record]


def _agencies(user: Any) -> Any:
    return Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY)


def lead_form(user: Any, problem: Problem) -> type[forms.Form]:
    """Ask for the agency that leads."""
    class LeadForm(forms.Form):
        lead = AgencyField(label=_("Lead agency"), queryset=_agencies(user), initial=problem.lead_id)

    return LeadForm


def agencies_form(user: Any, problem: Problem) -> type[forms.Form]:
    """Ask for the agencies that are asked; the lead agency need not be."""
    asked = problem.opinions.values("organisation")

    class AgenciesForm(forms.Form):
        agencies = OrganisationsField(label=_("Agencies"), required=True,
                                      queryset=_agencies(user).exclude(pk=problem.lead_id).exclude(pk__in=asked))

    return AgenciesForm


class QuestionForm(forms.Form):
    """What the enterprise is asked."""

    question = TextField(label=_("Question"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class ReplyForm(forms.Form):
    """What the enterprise replies."""

    reply = TextField(label=_("Reply"), max_length=4000, widget=forms.Textarea({"rows": 6}))


class AnswerForm(forms.Form):
    """The answer."""

    answer = TextField(label=pgettext_lazy("problem", "Answer"), max_length=8000, widget=forms.Textarea({"rows": 10}),
                       help_text=_("The enterprise reads it as it stands here."))


class OpinionForm(forms.Form):
    """An agency's opinion."""

    text = TextField(label=_("Opinion"), max_length=6000, widget=forms.Textarea({"rows": 8}),
                     help_text=_("Read by the lead agency and the office, not by the enterprise."))


class AcceptanceForm(forms.Form):
    """That the answer will do, and whether others may read it."""

    may_publish = forms.BooleanField(
        label=_("Question and answer may be published without our name, for others with the same problem"),
        required=False)


class ObjectionForm(forms.Form):
    """What the answer leaves open."""

    objection = TextField(label=_("What the answer leaves open"), max_length=2000, widget=forms.Textarea({"rows": 4}))


def closing_form(_user: Any, problem: Problem) -> type[forms.Form]:
    """Ask for what is published, where the enterprise agreed; else for nothing."""
    if not problem.may_publish:
        return forms.Form
    names = [name for name in (problem.organisation.name_en, problem.organisation.name_zh,
                               problem.organisation.credit_code) if len(name) >= _NAMED_AT_LEAST]

    class ClosingForm(forms.Form):
        question_en = TextField(label=_("Question in English"), max_length=500, required=False,
                                help_text=_("Written anew, without anything by which the enterprise could be known. "
                                            "Leave all four empty to publish nothing."))
        question_zh = TextField(label=_("Question in Chinese"), max_length=500, required=False)
        answer_en = TextField(label=_("Answer in English"), max_length=6000, required=False,
                              widget=forms.Textarea({"rows": 6}))
        answer_zh = TextField(label=_("Answer in Chinese"), max_length=6000, required=False,
                              widget=forms.Textarea({"rows": 6}))

        def clean(self) -> dict[str, Any]:
            cleaned = super().clean() or {}
            asked = cleaned.get("question_en") or cleaned.get("question_zh")
            answered = cleaned.get("answer_en") or cleaned.get("answer_zh")
            if bool(asked) != bool(answered):
                self.add_error("answer_en" if asked else "question_en",
                               _("A question is published with its answer, and an answer with its question."))
            for field, text in list(cleaned.items()):
                if isinstance(text, str) and field != "reason" and any(
                        name.casefold() in text.casefold() for name in names):
                    self.add_error(field, _("It names the enterprise."))
            return cleaned

    return ClosingForm
