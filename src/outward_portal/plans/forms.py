"""The forms of plans, items, links and figures."""

from __future__ import annotations

import re
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.planning.tree import PARENTS
from outward_portal.accounts.models import Organisation
from outward_portal.coordination.tasks.forms import DayField
from outward_portal.knowledge.models import Instrument
from outward_portal.plans.actions import items as item_actions
from outward_portal.plans.actions import plans as plan_actions
from outward_portal.plans.models import Factor, ItemResult, Plan, PlanItem
from outward_portal.plans.queries.plans import items_of, numbers_of
from outward_portal.plans.targets import TargetsOfCase, targets_of
from outward_portal.records.choosing import RecordField
from outward_portal.records.models import Record
from outward_portal.records.readable_cases import readable_cases
from outward_portal.registers.models import Agency
from outward_portal.theme.languages import current_language, in_language
from outward_portal.theme.words import plain_pair

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY: Final = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class _Checked(forms.Form):
    """A form whose texts documents can show, and that asks for a title in one language at least."""

    titled: tuple[str, str] | None = None

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be printed, and a thing without a title."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):  # an error takes its value out
            if isinstance(value, str) and _UNPRINTABLE.search(value):
                self.add_error(name, _("It has a character that cannot be printed."))
        if self.titled and not any(cleaned.get(name) for name in self.titled):
            self.add_error(self.titled[current_language() == "zh"], _("Give it a title."))
        return cleaned


class OrganisationField(forms.ModelChoiceField):
    """Chooses an organisation, named in the page's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return plain_pair(obj.name_en, obj.name_zh)


def agencies(user: Any) -> Any:
    """Give the agencies and offices of the leading group that a person may see."""
    seen: Any = Organisation.objects.visible_to(user)
    return seen.filter(kind__in=[Organisation.Kind.AGENCY, Organisation.Kind.OFFICE]).order_by("name_en", "pk")


class PlanForm(_Checked, forms.ModelForm[Plan]):
    """What a plan says of itself."""

    titled = ("title_en", "title_zh")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Plan
        fields = plan_actions.FIELDS

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        cases = [(case.id, case.entry.name.text(language)) for case in readable_cases(user)]
        present = self.instance.case
        if present and present not in dict(cases):
            cases.append((present, present))
        self.fields["case"] = forms.ChoiceField(
            label=_("Case"), required=False, choices=[("", _("none")), *cases],
            help_text=_("Whose targets its items can name"))
        self.fields["owner"] = OrganisationField(
            agencies(user), required=False, label=_("Owner"), empty_label=_("the leading group's office"))
        self.initial["revision"] = self.instance.revision
        for name in ("summary_en", "summary_zh"):
            self.fields[name].widget.attrs["rows"] = 4

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends[:len(begins)] < begins[:len(ends)]:
            self.add_error("ends", _("It ends before it begins."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the plan's fields."""
        return {name: self.cleaned_data[name] for name in plan_actions.FIELDS}


class ItemForm(_Checked, forms.ModelForm[PlanItem]):
    """What an item says."""

    titled = ("title_en", "title_zh")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PlanItem
        fields = item_actions.FIELDS

    def __init__(self, *args: Any, user: Any, plan: Plan, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision
        self.fields["agency"] = OrganisationField(agencies(user), required=False, empty_label=_("not yet named"),
                                                  label=_("Agency that answers for it"),
                                                  help_text=_("It writes how far the item is."))
        self._name_agency(user)
        self._name_targets(targets_of(plan.case, user))
        self.fields["due_on"].widget = _DAY
        for name in ("baseline", "target_value"):
            if self.initial.get(name) is not None:
                self.initial[name] = format(self.initial[name].normalize(), "f")
        for name in ("details_en", "details_zh"):
            self.fields[name].widget.attrs["rows"] = 4
        if kind == PlanItem.Kind.GOAL:
            for name in ("agency", "named_agency"):
                self.fields.pop(name, None)

    def _name_agency(self, user: Any) -> None:
        present = self.instance.named_agency_id
        if present is not None and not Agency.objects.visible_to(user).filter(pk=present).exists():
            del self.fields["named_agency"]  # names a record that this person may not see: left as it is
            return
        field = RecordField(model=Agency, user=user, required=False, label=_("Agency that the source names"))
        field.present = present
        self.fields["named_agency"] = field

    def _name_targets(self, targets: TargetsOfCase | None) -> None:
        """Offer the targets of the plan's case."""
        language = current_language()
        known = [(id, f"{id} {target.name.text(language)}: {target.indicator.text(language)}")
                 for id, target in (targets.targets if targets else {}).items()]
        known += [(id, id) for id in self.instance.target_ids if id not in dict(known)]
        if not known:
            del self.fields["targets"]
            return
        self.fields["targets"] = forms.MultipleChoiceField(
            label=_("Targets of the case"), required=False, choices=known, widget=forms.CheckboxSelectMultiple)
        self.initial["targets"] = list(self.instance.target_ids)

    def clean_targets(self) -> str:
        """Write the targets as an item keeps them."""
        return ";".join(self.cleaned_data["targets"])

    def values(self) -> dict[str, Any]:
        """Give the item's fields, those that were asked for."""
        return {name: self.cleaned_data[name] for name in item_actions.FIELDS if name in self.fields}


class MoveForm(forms.Form):
    """Where an item is moved to."""

    def __init__(self, *args: Any, item: PlanItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(each.pk): each for each in items_of(item.plan, user)}
        numbers = numbers_of(list(self.items.values()))
        kinds = PARENTS[item.kind]  # type: ignore[index]
        holders = [each for each in self.items.values() if each.kind in kinds and each.pk != item.pk]
        holders.sort(key=lambda each: [int(part) for part in numbers[each.pk].split(".")])
        top = [("", _("the top of the plan"))] if None in kinds else []
        self.fields["parent"] = forms.ChoiceField(
            label=_("Stands within"), required=None not in kinds, initial=str(item.parent_id or ""),
            choices=[*top, *((str(each.pk), f"{numbers[each.pk]} {each}") for each in holders)])

    @property
    def parent(self) -> PlanItem | None:
        """The item that was chosen; nothing for the top."""
        return self.items.get(self.cleaned_data["parent"])


class RecordLinkForm(forms.Form):
    """A factor or an instrument, and a remark."""

    def __init__(self, *args: Any, role: str, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_factor = role == "answers"
        self.fields["record"] = RecordField(model=Factor if is_factor else Instrument, user=user,
                                            label=_("Factor") if is_factor else _("Instrument"))
        self.fields["note"] = forms.CharField(label=_("Note"), max_length=300, required=False)


class RecommendationForm(forms.Form):
    """Which item of a plan is carried out."""

    def __init__(self, *args: Any, item: PlanItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans: Any = Plan.objects.visible_to(user)
        others = plans.exclude(pk=item.plan_id).exclude(state=Plan.State.CLOSED).filter(is_sample=item.plan.is_sample)
        bundled = plans.exclude(key="").exclude(pk=item.plan_id)  # made-up plans may rest on the report, too
        groups = []
        for plan in (others | bundled).distinct().order_by("pk")[:50]:
            items = items_of(plan, user)
            numbers = numbers_of(items)
            rows = [(str(each.pk), f"{numbers[each.pk]} {each}") for each in items if each.kind != PlanItem.Kind.TASK]
            rows.sort(key=lambda row: [int(part) for part in row[1].split(" ")[0].split(".")])
            groups.append((str(plan), rows))
        self.fields["recommendation"] = forms.ChoiceField(label=_("Recommendation"), choices=[("", "---"), *groups])


class ResultForm(_Checked, forms.ModelForm[ItemResult]):
    """What came of an item."""

    class Meta:
        model = ItemResult
        fields = ("target", "text_en", "text_zh", "page", "happened", "source")

    def __init__(self, *args: Any, item: PlanItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = dict(self.fields)
        self.fields.clear()
        self.fields["record"] = RecordField(
            model=Record, user=user, required=False, label=_("Record"),
            help_text=_("A project or another record of the registers: its name, number or address"))
        self.fields.update(rest)
        targets = targets_of(item.plan.case, user)
        language = current_language()
        known = [(id, f"{id} {target.name.text(language)}")
                 for id, target in (targets.targets if targets else {}).items()]
        self.fields["target"] = forms.ChoiceField(label=_("Target that moved"), required=False,
                                                  choices=[("", _("none")), *known])

        self.fields["page"].help_text = _("Where it is read here, such as the list of awards: copy the page's address")

    def clean_page(self) -> str:
        """Take the address of a page of this portal, of whatever host and language."""
        given = urlsplit(self.cleaned_data["page"].strip())
        if not given.path:
            return ""
        try:
            resolve(in_language(given.path, current_language()))
        except Resolver404 as error:
            raise forms.ValidationError(_("This is no page of this portal.")) from error
        return in_language(given.path, "en") + (f"?{given.query}" if given.query else "")

    def clean(self) -> dict[str, Any]:
        """Ask for a record, a target or words."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("record", "target", "text_en", "text_zh")) and not self.errors:
            self.add_error("text_zh" if current_language() == "zh" else "text_en",
                           _("Name a record or a target, or say in words what came of it."))
        return cleaned


class HandForm(forms.Form):
    """Whom a task is given to, and by when."""

    def __init__(self, *args: Any, item: PlanItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = OrganisationField(agencies(user), label=_("Who does it"), initial=item.agency_id)
        self.fields["due_on"] = DayField(label=_("Due"), initial=item.due_on)
        own, other = (item.details_zh, item.details_en) if current_language() == "zh" else (
            item.details_en, item.details_zh)
        self.fields["details"] = forms.CharField(label=_("Details"), max_length=4000, required=False,
                                                 widget=forms.Textarea({"rows": 4}), initial=own or other)

    def clean_due_on(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class CiteForm(forms.Form):
    """A figure of a case, by its id."""

    figure = forms.CharField(
        label=_("Figure"), max_length=120,
        help_text=_("As the report traces it: C185 for a number in the text, 6:411 for a table and its row, or "
                    "cell:claims:C185"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        language = current_language()
        self.fields["case"] = forms.ChoiceField(label=_("Case"), choices=[
            (case.id, case.entry.name.text(language)) for case in readable_cases(user) if case.release_names])
        self.order_fields(["case", "figure", "note"])

    def clean(self) -> dict[str, Any]:
        """Make sure that the case holds the figure."""
        from outward.studies.cited import figure_id
        from outward_portal.plans.figures import figures_in

        cleaned = super().clean() or {}
        if cleaned.get("case") and cleaned.get("figure"):
            id = figure_id(cleaned["figure"])
            if id not in figures_in(cleaned["case"], [id], self.user):
                self.add_error("figure", _("The newest release of this case holds no such number. Search for it on the "
                                           "page of the case's numbers."))
            cleaned["figure"] = id
        return cleaned


class MatrixForm(forms.Form):
    """A matrix whose marks were changed."""

    file = forms.FileField(label=_("CSV file"), widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
                           help_text=_("Download the matrix as CSV, change its marks, and send it. Marks that are gone "
                                       "are taken back."))

    def clean_file(self) -> Any:
        """Refuse what is too large, and what is no text."""
        file = self.cleaned_data["file"]
        if file.size > 2_000_000:
            raise forms.ValidationError(_("The file is larger than two megabytes."))
        try:
            return cast("bytes", file.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not UTF-8. Save it as “CSV UTF-8”.")) from error
