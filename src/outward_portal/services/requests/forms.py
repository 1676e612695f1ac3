"""Forms of requests: what is sought, what is offered, whom to choose, how it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.policy import viewer
from outward_portal.records.choosing import RecordField, record_named
from outward_portal.records.codes import CurrencyField, RegionsField, SectorField
from outward_portal.records.currencies import validate_currency
from outward_portal.records.models import Record
from outward_portal.records.validators import validate_digits
from outward_portal.registers.models import Project
from outward_portal.risks.incidents.forms import TextField
from outward_portal.services.codes import LANGUAGES, Service, TicksField
from outward_portal.services.models import Engagement, Provider, RequestParty, ServiceOffer, ServiceRequest
from outward_portal.services.models.engagements import CRITERIA
from outward_portal.services.requests import conflicts
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import amount, plain_pair

MOST_PARTIES: Final = 10
MOST_DAYS: Final = 3650


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)


class MoneyField(forms.DecimalField):
    """An amount in whole units of a currency."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=18, decimal_places=2, validators=[validate_digits], help_text=_(
            "In whole units: 1250000 and not 1.25 million"), **kwargs)


def lines(rows: int) -> forms.Textarea:
    """Make a field of several lines."""
    return forms.Textarea({"rows": rows})


_GROUPS: Final = (
    (_("What you need"), ("title_en", "title_zh", "service", "sector", "need_en", "need_zh")),
    (_("From whom"), ("countries", "needs_country", "languages", "needs_language", "needs_accreditation", "audience")),
    (_("Until when, for how much"), ("deadline", "budget", "currency")),
    (_("Read by invited providers only"), ("text", "project", "counterparty", "adverse", "rival")),
)


class RequestForm(forms.Form):
    """What is sought; the texts in confidence and the parties are read by invited providers alone."""

    title_en = TextField(label=_("Title in English"), max_length=200, required=False)
    title_zh = TextField(label=_("Title in Chinese"), max_length=200, required=False)
    service = forms.ChoiceField(label=_("Service"), choices=Service.choices)
    countries = RegionsField(label=_("Countries"), required=False)
    needs_country = forms.BooleanField(label=_("Only providers that work in all these countries"), required=False)
    languages = TicksField(label=_("Languages"), choices=LANGUAGES, required=False)
    needs_language = forms.BooleanField(label=_("Only providers that work in all these languages"), required=False)
    sector = SectorField(label=_("Sector"), required=False)
    needs_accreditation = forms.BooleanField(label=_("Only accredited providers"), required=False)
    need_en = TextField(label=_("What is needed, in English"), max_length=4000, required=False, widget=lines(4))
    need_zh = TextField(label=_("What is needed, in Chinese"), max_length=4000, required=False, widget=lines(4))
    deadline = DayField(label=_("Offers until"))
    budget = MoneyField(label=_("Budget"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False, max_length=3, validators=[validate_currency])
    audience = forms.ChoiceField(label=_("Who may offer"), choices=ServiceRequest.Audience.choices)
    text = TextField(label=_("In confidence"), max_length=4000, required=False, widget=lines(4))
    project = forms.Field(label=_("Your project"), required=False)  # takes its place: a field that knows who asks
    counterparty = TextField(label=_("Counterparties"), max_length=1000, required=False, widget=lines(2), help_text=_(
        "One a line: a name, or the number or address of a record. Providers that act for one of them are left out."))
    adverse = TextField(label=_("Adverse parties"), max_length=1000, required=False, widget=lines(2))
    rival = TextField(label=_("Rivals for the same project"), max_length=1000, required=False, widget=lines(2))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["project"] = RecordField(Project, user, label=self.fields["project"].label, required=False)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give the fields as they stand together."""
        return [(str(title), [self[name] for name in names]) for title, names in _GROUPS]

    def clean_deadline(self) -> Any:
        """Refuse a day that is over, or too far away to be meant."""
        day = self.cleaned_data["deadline"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over."))
        if day > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("This day is too far away."))
        return day

    def clean_project(self) -> Project | None:
        """Take only one's own."""
        found: Project | None = self.cleaned_data["project"]
        if found is not None and found.owner_id not in viewer(self.user).own:
            raise forms.ValidationError(_("Choose a project of your own enterprise."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for a title, a need, and a currency of the budget."""
        cleaned = super().clean() or {}
        own = "zh" if current_language() == "zh" else "en"
        if not cleaned.get("title_en") and not cleaned.get("title_zh"):
            self.add_error(f"title_{own}", _("Give it a title."))
        if not cleaned.get("need_en") and not cleaned.get("need_zh"):
            self.add_error(f"need_{own}", _("Say what is needed."))
        if cleaned.get("budget") is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Name the currency of the budget."))
        if len(self.parties()) > MOST_PARTIES:
            self.add_error("counterparty", _("At most %(most)d parties are named.") % {"most": MOST_PARTIES})
        return cleaned

    def parties(self) -> list[tuple[str, str, Record | None]]:
        """Give the parties: part, name, and the record that is meant, if it is one that the person may see."""
        found: dict[tuple[str, str], Record | None] = {}
        for role in RequestParty.Role.values:
            for line in str(self.cleaned_data.get(role) or "").splitlines():
                text = line.strip()[:200]
                if text:
                    record = record_named(Record, text, self.user)
                    name = plain_pair(record.name_en, record.name_zh)[:200] if record is not None else text
                    found[role, name] = record
        return [(role, name, record) for (role, name), record in found.items()]


def written_parties(parties: Iterable[RequestParty]) -> dict[str, str]:
    """Write parties as the form reads them again."""
    found: dict[str, list[str]] = {role: [] for role in RequestParty.Role.values}
    for each in parties:
        found[each.role].append(f"{each.name} ({each.record_id})" if each.record_id else each.name)
    return {role: "\n".join(names) for role, names in found.items()}


class DeadlineForm(forms.Form):
    """Another last day for offers."""

    deadline = DayField(label=_("Offers until"))
    clean_deadline = RequestForm.clean_deadline


class OfferForm(forms.Form):
    """What a provider offers, with its word on conflicts of interest."""

    amount = MoneyField(label=_("Amount"))
    currency = CurrencyField(label=_("Currency"), max_length=3, validators=[validate_currency])
    days = forms.IntegerField(label=_("Days it takes"), min_value=1, max_value=MOST_DAYS)
    text = TextField(label=_("What you offer"), max_length=4000, widget=lines(6))
    valid_until = DayField(label=_("Valid until"))
    no_conflict = forms.BooleanField(label=_("We know of no conflict of interest: we act for nobody on the other side, "
                                             "and did not in the last three years"), required=False)
    conflict = TextField(label=_("Or: what the conflict is"), max_length=500, required=False, widget=lines(2),
                         help_text=_("The enterprise reads it and decides whether it waives it."))

    def clean_valid_until(self) -> Any:
        """Refuse an offer that has ended."""
        day = self.cleaned_data["valid_until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for one word on conflicts, not for two."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("no_conflict")) == bool(cleaned.get("conflict")):
            self.add_error("no_conflict", _("Say that there is no conflict, or what it is."))
        return cleaned


class NewOfferForm(OfferForm):
    """An offer to be made, in the name of one of the records for which a person may offer."""

    def __init__(self, *args: Any, providers: Sequence[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers = providers
        if len(providers) > 1 or "provider" in self.data:  # asked where there are several, checked where one is named
            self.fields["provider"] = forms.ChoiceField(label=_("In whose name"), choices=[
                (str(each.pk), plain_pair(each.name_en, each.name_zh)) for each in providers])

    def provider(self) -> Provider:
        """Give the record in whose name it is."""
        named = self.cleaned_data.get("provider")
        return next((each for each in self.providers if str(each.pk) == named), self.providers[0])


class InviteForm(forms.Form):
    """Whom to ask for an offer, by key, among those that can be asked."""

    providers = forms.ModelMultipleChoiceField(Provider.objects.none())

    def __init__(self, *args: Any, providers: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["providers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = providers


def revise_form(user: Any, offer: ServiceOffer) -> type[forms.Form]:  # noqa: ARG001
    """Give the form in which an offer is changed, with what stands there."""
    class Revised(OfferForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs["initial"] = {name: getattr(offer, name) for name in
                                 ("amount", "currency", "days", "text", "valid_until", "conflict")} | {
                                     "no_conflict": not offer.conflict}
            super().__init__(*args, **kwargs)

    return Revised


def extend_form(user: Any, request: ServiceRequest) -> type[forms.Form]:  # noqa: ARG001
    """Give the form in which a deadline is moved."""
    class Extended(DeadlineForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "initial": {"deadline": request.deadline}})

    return Extended


def offer_stamp(offer: ServiceOffer) -> str:
    """Name an offer as it stands now: changed meanwhile, it is another choice."""
    return f"{offer.pk}-{round(offer.changed_at.timestamp() * 1_000_000)}"


def award_form(user: Any, request: ServiceRequest) -> type[forms.Form]:
    """Give the form in which an offer is accepted: those made that no conflict excludes.

    Conflicts are looked for here and not in the step alone, whose refusal would take back what it has found.
    """
    if request.is_running:
        conflicts.settle_first(request, request.offers.values_list("provider", flat=True))
    barred = request.conflicts.filter(state="open").values("provider")
    offers = ServiceOffer.objects.visible_to(user).filter(
        request=request.pk, state=ServiceOffer.State.MADE).exclude(provider__in=barred).select_related("provider")
    choices = [(offer_stamp(each), f"{plain_pair(each.provider.name_en, each.provider.name_zh)}: "
                                   f"{amount(each.amount, each.currency)}") for each in offers]

    class Awarded(forms.Form):
        offer = forms.ChoiceField(label=_("Offer"), choices=choices, widget=forms.RadioSelect, error_messages={
            "invalid_choice": _("This offer has changed or is gone. Read it again and choose anew.")})
        why = TextField(label=_("Why this offer"), max_length=500, widget=lines(3), help_text=_(
            "Kept with the engagement. Providers do not read it."))

    return Awarded


class FinishForm(forms.Form):
    """How the work ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[
        (each.value, each.label) for each in (Engagement.Outcome.COMPLETED, Engagement.Outcome.EARLY)])
    note = TextField(label=_("Note"), max_length=500, required=False, widget=lines(3))


_SCORES: Final = [(5, _("5: very good")), (4, "4"), (3, "3"), (2, "2"), (1, _("1: very poor"))]


class RatingForm(forms.Form):
    """How it was, by criterion."""

    quality = forms.TypedChoiceField(label=_("Quality"), choices=_SCORES, coerce=int, widget=forms.RadioSelect)
    time = forms.TypedChoiceField(label=_("Time"), choices=_SCORES, coerce=int, widget=forms.RadioSelect)
    cost = forms.TypedChoiceField(label=_("Cost"), choices=_SCORES, coerce=int, widget=forms.RadioSelect)
    communication = forms.TypedChoiceField(label=_("Communication"), choices=_SCORES, coerce=int,
                                           widget=forms.RadioSelect)
    text = TextField(label=_("In words"), max_length=2000, required=False, widget=lines(4), help_text=_(
        "The provider reads it, and everybody with an account once it has three ratings; who wrote it is not said."))

    def scores(self) -> Mapping[str, int]:
        """Give the four scores."""
        return {name: self.cleaned_data[name] for name in CRITERIA}


class AnswerForm(forms.Form):
    """What a provider says to a rating, once."""

    answer = TextField(label=_("Answer"), max_length=2000, widget=lines(4))


class DeclineForm(forms.Form):
    """Why an invitation is declined."""

    is_conflict = forms.BooleanField(label=_("Because of a conflict of interest"), required=False)


class MandateForm(forms.Form):
    """For whom a provider acts or acted outside of this portal."""

    client = TextField(label=pgettext_lazy("mandate", "For whom"), max_length=200)
    record = forms.Field(label=_("The same in a register"), required=False)
    began_on = DayField(label=pgettext_lazy("mandate", "Since"))
    ended_on = DayField(label=_("Until"), required=False, help_text=_("Empty while it lasts"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"] = RecordField(Record, user, label=self.fields["record"].label, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or {}
        began, ended = cleaned.get("began_on"), cleaned.get("ended_on")
        if began and ended and ended < began:
            self.add_error("ended_on", _("This is before it began."))
        return cleaned
