"""The form of a question, made from its parameters, and the forms about runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward.errors import InvalidInputError
from outward.studies.parameters import (
    AS_OF,
    ChoiceParameter,
    CodesParameter,
    DateParameter,
    NumberParameter,
    Parameter,
    TextParameter,
)
from outward.studies.study import Request
from outward.vocabulary.labels import Language
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units
from outward_portal.accounts.models import WorkAudience
from outward_portal.accounts.policy import viewer
from outward_portal.records.models import CASE_AUDIENCES
from outward_portal.records.readable_cases import ReadableCase
from outward_portal.runs.cases import known_since
from outward_portal.runs.models import Run
from outward_portal.runs.questions import Question
from outward_portal.theme.languages import current_language

_OF = "of_"  # before the names of a question's own parameters


class QuestionForm(forms.Form):
    """Which release is asked, with which values, and what the run is called.

    ``asked`` is ``(case, release)`` and ``request`` the values, once the form is valid.
    """

    release = forms.ChoiceField(label=_("Release of the data"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False,
                            help_text=_("How you find it again; may be left empty"))

    def __init__(self, *args: Any, question: Question, cases: list[ReadableCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        self.question = question
        self.request: Request | None = None
        self.fields["release"].choices = [  # type: ignore[attr-defined]
            (case.entry.name.text(language), [(f"{case.id}/{release.name}", _release_label(release))
                                              for release in reversed(case.entry.releases)
                                              if release.name in case.release_names])
            for case in cases if case.release_names]
        own = {f"{_OF}{parameter.key}": _field(parameter, language) for parameter in question.study.parameters}
        self.fields = {"release": self.fields["release"], **own, "title": self.fields["title"]}

    @property
    def asked(self) -> tuple[str, str]:
        """The case and the release that were chosen."""
        case, _slash, release = str(self.cleaned_data["release"]).partition("/")
        return case, release

    def clean(self) -> dict[str, Any]:
        """Have the library read the values: it alone decides what a study takes."""
        cleaned = super().clean() or {}
        if not self.errors:
            given = {parameter.key: _given(parameter, cleaned[f"{_OF}{parameter.key}"])
                     for parameter in self.question.study.parameters}
            try:
                self.request = self.question.study.request(given)
            except InvalidInputError as error:
                for problem in error.problems:
                    self.add_error(f"{_OF}{problem.column}", f"{problem.what}. {problem.mend}")
            self._refuse_before_anything_was_known(cleaned.get(f"{_OF}{AS_OF.key}"))
        return cleaned

    def _refuse_before_anything_was_known(self, as_of: date | None) -> None:
        """An answer from nothing would look like an answer."""
        since = known_since(*self.asked) if as_of and AS_OF in self.question.study.parameters else ""
        if as_of and since and as_of.isoformat() < since:
            self.add_error(f"{_OF}{AS_OF.key}", _("Nothing was known by then; the earliest day is %(day)s.")
                           % {"day": since})

    @staticmethod
    def initial_of(run: Run) -> dict[str, Any]:
        """Give the values of a run, to ask the same or something near it."""
        own = {f"{_OF}{key}": value for key, value in run.request.items()}
        return {"release": f"{run.case}/{run.release}", "title": run.title, **own}


def _release_label(release: Any) -> str:
    if not release.known_on:
        return str(release.name)
    return str(_("%(release)s, data up to %(day)s") % {"release": release.name, "day": release.known_on})


def _given(parameter: Parameter, cleaned: Any) -> Any:
    if isinstance(parameter, DateParameter):
        return cleaned.isoformat() if cleaned else ""
    return cleaned


def _field(parameter: Parameter, language: Language) -> forms.Field:
    """Make the field of a parameter."""
    common: dict[str, Any] = {"label": parameter.name.text(language), "initial": parameter.default}
    if parameter.help.en or parameter.help.zh:
        common["help_text"] = parameter.help.text(language)
    match parameter:
        case DateParameter():
            return forms.DateField(**common, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
        case ChoiceParameter():
            return forms.ChoiceField(**common, choices=[(option.value, option.name.text(language))
                                                        for option in parameter.options])
        case NumberParameter():
            return _number_field(parameter, common, language)
        case TextParameter():
            return forms.CharField(**common, required=False, max_length=parameter.longest)
        case CodesParameter():
            return forms.MultipleChoiceField(**common, required=parameter.least > 0, widget=forms.SelectMultiple(
                {"size": 10}), choices=_codes(parameter, language))
    raise LookupError(f"no field for a {type(parameter).__name__}")


def _number_field(parameter: NumberParameter, common: dict[str, Any], language: Language) -> forms.Field:
    if parameter.unit:
        common["label"] = f"{common['label']} ({units()[parameter.unit].header(language)})"
    limits: dict[str, Any] = {"min_value": parameter.least, "max_value": parameter.most}
    if parameter.whole:
        return forms.IntegerField(**common, **limits)
    return forms.FloatField(**common, **limits, widget=forms.NumberInput({"step": "any"}))


def _codes(parameter: CodesParameter, language: Language) -> list[tuple[str, str]]:
    known = regions() if parameter.scheme == "region" else sectors()
    return [(code, parameter.name_of(code).text(language)) for code in known]


class RunForm(forms.Form):
    """What a run is called and who sees it; whoever lets more people see it says so once more."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    audience = forms.ChoiceField(label=_("Who sees it"))
    confirmed = forms.BooleanField(label=_("I want these people to see the question, its values and its answer."),
                                   required=False)

    def __init__(self, *args: Any, run: Run, user: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"title": run.title, "audience": run.audience}
        super().__init__(*args, **kwargs)
        self.run = run
        has_organisation = viewer(user).organisation is not None and run.organisation_id is not None
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in WorkAudience.choices
            if value != WorkAudience.ORGANISATION or has_organisation]

    def clean(self) -> dict[str, Any]:
        """Refuse to let more people see a run without the confirmation."""
        cleaned = super().clean() or {}
        order = WorkAudience.values
        audience = cleaned.get("audience")
        if audience and order.index(audience) > order.index(self.run.audience) and not cleaned.get("confirmed"):
            self.add_error("confirmed", _("More people would see this run. Confirm it here, or choose fewer."))
        return cleaned


class CaseForm(forms.Form):
    """Who sees what is made from a case, and why."""

    audience = forms.ChoiceField(label=_("Who sees it"), choices=CASE_AUDIENCES)
    reason = forms.CharField(label=_("Reason"), max_length=300)
