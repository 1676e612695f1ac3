"""The forms of covers and of what the office assumes."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.records.models import PrivateAudience
from outward_portal.records.private.forms import AgencyField
from outward_portal.registers.models import Project
from outward_portal.risks.exposure.showing import KINDS
from outward_portal.risks.models import ProjectCover
from outward_portal.risks.words import event_names
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import sector_name

ANY: Final = "*"
_DAY: Final = {"type": "date"}


class AudienceForm(forms.Form):
    """Who sees what is private to a project."""

    audience = forms.ChoiceField(label=_("Who sees it"), choices=[
        each for each in PrivateAudience.choices if each[0] != PrivateAudience.AGGREGATES])
    agency = AgencyField(label=_("Agency"), queryset=Organisation.objects.none(), required=False,
                         empty_label=_("none"), help_text=_("Only if you chose one agency"))

    def __init__(self, *args: Any, user: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, AgencyField)
        agency.queryset = Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY)
        if project.owner_id is None:  # nobody's project: what the leading group writes of it, the leading group sees
            del self.fields["audience"], self.fields["agency"]

    def clean(self) -> dict[str, Any]:
        """Ask for the agency where one is to see it."""
        cleaned = super().clean() or {}
        if "audience" not in self.fields:
            return {**cleaned, "audience": PrivateAudience.LEADING_GROUP, "agency": None}
        if cleaned.get("audience") != PrivateAudience.AGENCY:
            cleaned["agency"] = None
        elif not cleaned.get("agency"):
            self.add_error("agency", _("Choose the agency that sees it."))
        return cleaned


class CoverForm(AudienceForm):
    """A cover of a project."""

    type = forms.ChoiceField(label=_("Type of cover"), choices=ProjectCover.Type.choices)
    provider = forms.CharField(label=_("Provider"), max_length=200, required=False,
                               help_text=_("Who stands for it: the insurer, the bank, the two states of a treaty"))
    begins = forms.DateField(label=_("In force from"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d"))
    ends = forms.DateField(label=_("In force until"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d"),
                           help_text=_("A cover counts against an event only if it is in force through all of the "
                                       "years that the forecast is about. Empty: not limited."))
    insured_share = forms.DecimalField(label=_("Insured share of the amount, %"), required=False, min_value=0,
                                       max_value=100, max_digits=5, decimal_places=2,
                                       help_text=_("Of insurance only. Empty: the whole amount."))
    source = forms.CharField(label=_("Document"), max_length=300, required=False,
                             help_text=_("The policy's number, the treaty, the contract"))
    field_order = ("type", "provider", "begins", "ends", "insured_share", "source", "audience", "agency")

    def clean(self) -> dict[str, Any]:
        """Refuse dates in the wrong order, and an insured share of what is no insurance."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("It would end before it begins."))
        if cleaned.get("insured_share") is not None and cleaned.get("type") != ProjectCover.Type.INSURANCE:
            self.add_error("insured_share", _("Only insurance has an insured share. Leave it empty."))
        return cleaned


class SeverityForm(forms.Form):
    """An assumption of the office's own: how much of what is at stake an event takes, or how much is at stake."""

    factor = forms.ChoiceField(label=_("What is assumed"), choices=[
        ("loss", _("Loss: the share of what is at stake that the event takes")),
        ("at_stake", _("At stake: the share of the amount that is at stake at a stage"))])
    event = forms.ChoiceField(label=_("Event"))
    kind = forms.ChoiceField(label=_("Kind of holding"))
    stage = forms.ChoiceField(label=_("Stage"))
    industry = forms.ChoiceField(label=_("Industry"))
    value = forms.DecimalField(label=_("Share, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    basis = forms.ChoiceField(label=_("Takes from"), choices=[
        ("amount", _("the whole amount")), ("local", _("the share in local currency"))])
    reason_en = forms.CharField(label=_("Reason in English"), max_length=300, required=False)
    reason_zh = forms.CharField(label=_("Reason in Chinese"), max_length=300, required=False)
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("A document, or: judgement of the office"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, everything = current_language(), (ANY, _("any"))
        names = [(id, name.text(language)) for id, name in event_names().items()]
        sectors = [each for each in _sectors() if each[0]]
        for field, choices in (("event", names), ("kind", list(KINDS.items())), ("industry", sectors),
                               ("stage", [*Project.Stage.choices, ("not-stated", _("not stated"))])):
            chosen = self.fields[field]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [everything, *choices]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason in one of the languages at least, and for the event of a loss."""
        cleaned = super().clean() or {}
        if not cleaned.get("reason_en") and not cleaned.get("reason_zh"):
            self.add_error("reason_zh" if current_language() == "zh" else "reason_en", _("Say why."))
        if cleaned.get("factor") == "loss" and cleaned.get("event") == ANY:
            self.add_error("event", _("A loss is that of an event: choose it."))
        return cleaned

    def row(self) -> dict[str, str]:
        """Give the assumption as the library reads it."""
        given = self.cleaned_data
        return {**{name: str(given[name]) for name in ("factor", "event", "kind", "stage", "industry", "reason_en",
                                                       "reason_zh", "source")},
                "value": str(given["value"] / 100), "basis": given["basis"] if given["factor"] == "loss" else ""}


def _sectors() -> list[tuple[str, str]]:
    from outward.vocabulary.sectors import sectors

    return [(each.id, sector_name(each.id, current_language())) for each in sectors().values()]


class ForgetForm(forms.Form):
    """Why an assumption is taken out, and of which version it was read."""

    reason = forms.CharField(label=_("Reason"), max_length=400)
    number = forms.IntegerField(widget=forms.HiddenInput)
