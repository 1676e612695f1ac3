"""Forms of a team: a member, a skill, a profile and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward.errors import UnknownCodeError
from outward.skills import (
    COUNTRY,
    MOST_LEVEL,
    Requirement,
    groups,
    known_skill,
    levels,
    profiles,
    skill_name,
    skill_order,
    skills,
)
from outward_portal.accounts.models import Organisation, User
from outward_portal.records.codes import RegionField, RegionsField, Suggesting
from outward_portal.theme.languages import current_language
from outward_portal.training.models import TeamMember


class CountryField(RegionField):
    """Takes one country by its name or code."""

    widget = Suggesting("countries")


def _check_skill(id: str) -> None:
    """Refuse a region that is no country."""
    try:
        known_skill(id)
    except UnknownCodeError as error:
        raise forms.ValidationError(gettext("Name a country, not a region or a group.")) from error


def grouped_skills() -> list[Any]:
    """Give the skills by group, in the page's language."""
    language = current_language()
    return [("", "—"), *((group.name.text(language), [(each.id, each.name.text(language))
                                                        for each in skills().values() if each.group == group.id])
                         for group in groups().values())]


def level_choices(first: int = 0) -> list[tuple[int, str]]:
    """Give the levels with what they mean."""
    language = current_language()
    return [(each.number, f"{each.number} {each.name.text(language)}") for each in levels() if each.number >= first]


class MemberForm(forms.ModelForm):
    """A member of the team; an account of the own enterprise may be linked."""

    class Meta:
        model = TeamMember
        fields: ClassVar = ("label", "work", "account")

    def __init__(self, *args: Any, enterprise: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)
        account.queryset = User.objects.filter(organisation=enterprise, is_active=True).order_by("name", "pk")

    def _get_validation_exclusions(self) -> set[str]:
        """Leave constraints that need the enterprise to the database."""
        return {*super()._get_validation_exclusions(), "enterprise"}  # type: ignore[misc]


class _OfACountry(forms.Form):
    """A skill of the list, with its country where it is of one."""

    skill = forms.ChoiceField(label=pgettext_lazy("team", "Skill"), choices=grouped_skills)
    country = CountryField(label=_("Country"), required=False, help_text=_("For knowledge of a country only"))

    def clean(self) -> dict[str, Any]:
        """Put skill and country together."""
        cleaned = super().clean() or {}
        skill, country = cleaned.get("skill", ""), cleaned.get("country", "")
        if skill == COUNTRY and not country and "country" not in self.errors:
            self.add_error("country", gettext("Name the country."))
        cleaned["id"] = f"{skill}:{country}" if skill == COUNTRY else skill
        if not self.errors:
            try:
                _check_skill(cleaned["id"])
            except forms.ValidationError as error:
                self.add_error("country", error)
        return cleaned


class SkillForm(_OfACountry):
    """How well a member holds a skill."""

    level = forms.TypedChoiceField(label=pgettext_lazy("team", "Level"), coerce=int, choices=level_choices)


class ProfileForm(forms.Form):
    """A profile: for which type of project, in which countries."""

    name = forms.CharField(label=_("Name"), max_length=120)
    type = forms.ChoiceField(label=_("Type of project"))
    countries = RegionsField(label=_("Countries"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.id, each.name.text(language)) for each in profiles().values()]

    def clean_countries(self) -> str:
        """Take countries only."""
        codes: str = self.cleaned_data["countries"]
        for code in codes.split(";") if codes else ():
            _check_skill(f"{COUNTRY}:{code}")
        if len(codes) > 200:
            raise forms.ValidationError(gettext("Name fewer countries."))
        return codes


class NeedsForm(forms.Form):
    """What a profile asks for: a line a skill, of which no persons takes it out, and one for a further skill."""

    more = forms.ChoiceField(label=_("A further skill"), choices=grouped_skills, required=False)
    more_country = CountryField(label=_("Its country"), required=False, help_text=_("For knowledge of a country only"))
    more_level = forms.TypedChoiceField(label=_("Its level"), coerce=int, choices=lambda: level_choices(1), initial=2)
    more_people = forms.IntegerField(label=_("Persons with it"), min_value=1, max_value=99, initial=1)

    def __init__(self, *args: Any, needs: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        language = current_language()
        own: dict[str, forms.Field] = {}
        for need in needs:  # by skill, not by place: somebody else may take a line out meanwhile
            name = skill_name(need.skill).text(language)
            own[f"level_{need.skill}"] = forms.TypedChoiceField(
                label=gettext("Level of %(skill)s") % {"skill": name}, coerce=int, choices=level_choices(1),
                initial=need.level)
            own[f"people_{need.skill}"] = forms.IntegerField(
                label=gettext("Persons for %(skill)s") % {"skill": name}, min_value=0, max_value=99,
                initial=need.people)
        self.fields = {**own, **self.fields}
        for name in ("more_level", "more_people"):
            self.fields[name].required = False

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Give each skill with its two fields."""
        return [(need.skill, self[f"level_{need.skill}"], self[f"people_{need.skill}"]) for need in self.needs]

    def further(self) -> list[forms.BoundField]:
        """Give the fields of a further skill."""
        return [self[name] for name in ("more", "more_country", "more_level", "more_people")]

    def clean(self) -> dict[str, Any]:
        """Put a further skill and its country together; refuse one that is there already."""
        cleaned = super().clean() or {}
        more, country = cleaned.get("more", ""), cleaned.get("more_country", "")
        if more == COUNTRY and not country:
            self.add_error("more_country", gettext("Name the country."))
        cleaned["further"] = f"{more}:{country}" if more == COUNTRY else more
        if more and "more_country" not in self.errors:
            try:
                _check_skill(cleaned["further"])
            except forms.ValidationError as error:
                self.add_error("more_country", error)
        if more and cleaned["further"] in {need.skill for need in self.needs}:
            self.add_error("more", gettext("This skill is asked for already. Change its line."))
        return cleaned

    def requirements(self) -> list[Requirement]:
        """Give what the profile asks for now."""
        given = self.cleaned_data
        found = [Requirement(need.skill, given[f"level_{need.skill}"], given[f"people_{need.skill}"])
                 for need in self.needs if given[f"people_{need.skill}"]]
        if given["further"]:
            level = given.get("more_level") or 2
            found.append(Requirement(given["further"], min(int(level), MOST_LEVEL), given.get("more_people") or 1))
        return sorted(found, key=lambda need: skill_order(need.skill))
