"""The forms of applications and of the steps that they take."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.policy import may
from outward_portal.funding.criteria import CRITERIA, MOST
from outward_portal.funding.fields import AmountField, DayField, FactsForm, ProjectField, TextField, text_area
from outward_portal.funding.models import Application, Review
from outward_portal.registers.models import Project
from outward_portal.theme.languages import current_language


class BeginForm(forms.Form):
    """What an application is called, and which project it is about."""

    title = TextField(label=_("Title"), max_length=200, help_text=_("What the money is for, in a few words"))
    project = ProjectField(label=_("Project"), queryset=Project.objects.none(), required=False,
                           empty_label=_("none of the register"),
                           help_text=_("Its stage and value are taken from the register."))

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, ProjectField)
        field.queryset = projects


class DraftForm(FactsForm):
    """An application as it is written; nothing but the title is needed before it is handed in."""

    title = TextField(label=_("Title"), max_length=200)
    project = ProjectField(label=_("Project"), queryset=Project.objects.none(), required=False,
                           empty_label=_("none of the register"))
    purpose = TextField(label=_("What the money is for"), max_length=6000, required=False, widget=text_area(6))
    effect = TextField(label=_("What it will bring, and how that can be measured"), max_length=4000, required=False,
                       widget=text_area(4))
    begins_on = DayField(label=_("Begins on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    eligible_cost = AmountField(label=_("Eligible cost"), required=False)
    asked = AmountField(label=_("Amount asked for"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, application: Application, projects: Any, documents: list[str], **kwargs: Any
                 ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, ProjectField)
        field.queryset = projects
        for name in ("eligible_cost", "asked"):
            self.fields[name].help_text = _("In %(currency)s") % {"currency": application.currency}
        self.documents = documents
        for place, document in enumerate(documents):
            self.fields[f"document_{place}"] = TextField(
                label=document, max_length=300, required=False,
                initial=application.documents[place] if place < len(application.documents) else "",
                help_text=_("Where the office can have it: a file on a record, a public address, handed in on paper"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and more money than the cost."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("This is before it begins."))
        cost, asked = cleaned.get("eligible_cost"), cleaned.get("asked")
        if cost is not None and asked is not None and asked > cost:
            self.add_error("asked", _("This is more than the eligible cost."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the fields of the application itself."""
        return {name: self.cleaned_data[name] for name in (
            "title", "project", "purpose", "effect", "begins_on", "ends_on", "eligible_cost", "asked")}

    def given_documents(self) -> list[str]:
        """Give where each document can be had."""
        return [self.cleaned_data[f"document_{place}"] for place in range(len(self.documents))]


class SubmitForm(forms.Form):
    """That what is said is true."""

    is_true = forms.BooleanField(label=_("What the application says is complete and true, and we agree that the office "
                                         "and two officers read it."))


class QuestionForm(forms.Form):
    """A question."""

    text = TextField(label=_("Question"), max_length=3000, widget=text_area())


class AnswerForm(forms.Form):
    """An answer."""

    answer = TextField(label=_("Answer"), max_length=6000, widget=text_area(6))


class OfficerField(forms.ModelChoiceField):
    """Chooses an officer, named with their agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name an officer."""
        return _officer(obj)


class OfficersField(forms.ModelMultipleChoiceField):
    """Chooses officers."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name an officer."""
        return _officer(obj)


def _officer(user: Any) -> str:
    from outward_portal.theme.words import plain_pair

    agency = plain_pair(user.organisation.name_en, user.organisation.name_zh) if user.organisation else ""
    return f"{user.get_full_name()} · {agency}" if agency else str(user.get_full_name())


def eligible_officers(application: Application) -> Any:
    """Give the officers who may review an application and were not named before; the policy says who is bound."""
    officers = User.objects.filter(role=Role.OFFICER, is_active=True, is_sample=application.is_sample).exclude(
        review_places__application=application).select_related("organisation")
    free = [each.pk for each in officers if may(each, "application.review", application)]
    return User.objects.filter(pk__in=free).select_related("organisation").order_by("name", "pk")


def assign_form(_user: Any, application: Application) -> type[forms.Form]:
    """Make the form that names two officers."""
    class AssignForm(forms.Form):
        officers = OfficersField(label=_("Officers"), queryset=eligible_officers(application), help_text=_(
            "Two, who do not depend on one another. Officers with an interest that the portal knows of are left out; "
            "each one declares whether something else binds them before they read the application."))

        def clean_officers(self) -> Any:
            """Ask for two."""
            if len(self.cleaned_data["officers"]) != 2:
                raise forms.ValidationError(_("Choose two officers."))
            return list(self.cleaned_data["officers"])

    return AssignForm


def reassign_form(_user: Any, application: Application) -> type[forms.Form]:
    """Make the form that names another officer."""
    class ReassignForm(forms.Form):
        officer = OfficerField(label=_("Officer"), queryset=eligible_officers(application))

    return ReassignForm


class GrantForm(forms.Form):
    """How much is granted, and why."""

    amount = AmountField(label=_("Amount granted"))
    text = TextField(label=_("Reason and conditions"), max_length=4000, widget=text_area(6),
                     help_text=_("The applicant reads this."))


class RefusalForm(forms.Form):
    """Why not."""

    text = TextField(label=_("Reason"), max_length=4000, widget=text_area(6), help_text=_("The applicant reads this."))


class AppealForm(forms.Form):
    """On which grounds a refusal is appealed."""

    text = TextField(label=_("Grounds of the appeal"), max_length=6000, widget=text_area(6))


class BoundForm(forms.Form):
    """What binds an officer."""

    conflict = TextField(label=_("What binds you"), max_length=500, widget=text_area(3),
                         help_text=_("Only the office reads this."))


_SCORES: Final = [("", "---------"), *((str(score), str(score)) for score in range(MOST + 1))]


def review_form(_user: Any, _place: Any) -> type[forms.Form]:
    """Make the form of a review: a score and a text for each criterion, a recommendation, the reasons."""
    language = current_language()
    fields: dict[str, Any] = {}
    for each in CRITERIA:
        fields[f"score_{each.key}"] = forms.ChoiceField(
            label=f"{each.name.text(language)} (0–{MOST})", choices=_SCORES, help_text=each.question.text(language))
        fields[f"text_{each.key}"] = TextField(
            label=_("Why: %(criterion)s") % {"criterion": each.name.text(language)}, max_length=1000,
            widget=text_area(2))
    fields["advice"] = forms.ChoiceField(label=_("Recommendation"), choices=Review.Advice.choices)
    fields["amount"] = AmountField(label=_("Amount recommended"), required=False)
    fields["text"] = TextField(label=_("Reasons"), max_length=6000, widget=text_area(5))
    return type("ReviewForm", (_ReviewForm,), fields)


class _ReviewForm(forms.Form):
    """Gathers the scores by criterion."""

    def clean(self) -> dict[str, Any]:
        """Ask for an amount where money is recommended."""
        cleaned = super().clean() or {}
        if cleaned.get("advice") in (Review.Advice.GRANT, Review.Advice.LESS) and cleaned.get("amount") is None \
                and "amount" not in self.errors:
            self.add_error("amount", _("Say how much."))
        if cleaned.get("advice") == Review.Advice.REFUSE:
            cleaned["amount"] = None
        if not self.errors:
            cleaned["scores"] = {each.key: {"score": int(cleaned[f"score_{each.key}"]),
                                            "text": cleaned[f"text_{each.key}"]} for each in CRITERIA}
        return cleaned
