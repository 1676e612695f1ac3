"""Writing a team: members, their skills, profiles. The journal is told that, never what: it is read by others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward.skills import Requirement, required_for
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.training.certificates.actions import certify_member
from outward_portal.training.models import HeldSkill, ProfileNeed, TeamMember, TeamProfile

MOST_MEMBERS: Final = 500
MOST_PROFILES: Final = 50
MOST_NEEDS: Final = 80


def add_member(act: Act, enterprise: Organisation, values: Mapping[str, Any]) -> TeamMember:
    """Add a member; certificates of a linked account count at once.

    Raises
    ------
    RefusedError
        If the name or the account is in the team already, or the team is full.
    """
    with transaction.atomic():
        held = Organisation._base_manager.select_for_update().get(pk=enterprise.pk)
        if TeamMember._base_manager.filter(enterprise=held).count() >= MOST_MEMBERS:
            raise RefusedError(_("A team has at most %(most)d members.") % {"most": MOST_MEMBERS})
        made = TeamMember(enterprise=held)
        _write(made, values)
        entries.write(act, "training.member-added", made)
    return made


def change_member(act: Act, member: TeamMember, values: Mapping[str, Any]) -> None:
    """Change a member's name, work or account; what certificates of the account before said goes with it."""
    with transaction.atomic():
        current = TeamMember._base_manager.select_for_update(of=("self",)).get(pk=member.pk)
        before = current.account_id
        if before is not None and values.get("account") != current.account:
            HeldSkill._base_manager.filter(member=current).update(certified=0, certificate=None)
        _write(current, values)
        entries.write(act, "training.member-changed", current)


def _write(member: TeamMember, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(member, name, value)
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise RefusedError(_("A member of this name, or with this account, is in the team already.")) from error
    certify_member(member)


def remove_member(act: Act, member: TeamMember) -> None:
    """Take a member out of the team, with everything that was kept of them."""
    with transaction.atomic():
        entries.write(act, "training.member-removed", member)
        TeamMember._base_manager.filter(pk=member.pk).delete()


def declare(act: Act, member: TeamMember, skill: str, level: int) -> None:
    """Say how well a member holds a skill; 0 takes it out, unless a certificate says it."""
    with transaction.atomic():
        current = TeamMember._base_manager.select_for_update(of=("self",)).get(pk=member.pk)
        held, _is_new = HeldSkill._base_manager.get_or_create(member=current, skill=skill)
        held.declared = level
        if level or held.certificate_id is not None:
            held.save(update_fields=["declared", "changed_at"])
        else:
            held.delete()
        entries.write(act, "training.skill-written", current)


def make_profile(act: Act, enterprise: Organisation, values: Mapping[str, Any]) -> TeamProfile:
    """Make a profile, begun from the list for its type of project and countries."""
    try:
        with transaction.atomic():
            held = Organisation._base_manager.select_for_update().get(pk=enterprise.pk)
            if TeamProfile._base_manager.filter(enterprise=held).count() >= MOST_PROFILES:
                raise RefusedError(_("An enterprise has at most %(most)d profiles.") % {"most": MOST_PROFILES})
            made = TeamProfile.objects.create(enterprise=held, **values)
            countries = tuple(code for code in made.countries.split(";") if code)
            _write_needs(made, required_for(made.type, countries))
            entries.write(act, "training.profile-made", made)
    except IntegrityError as error:
        raise RefusedError(_("A profile of this name is there already.")) from error
    return made


def change_needs(act: Act, profile: TeamProfile, needs: Sequence[Requirement]) -> None:
    """Write what a profile asks for."""
    with transaction.atomic():
        current = TeamProfile._base_manager.select_for_update(of=("self",)).get(pk=profile.pk)
        ProfileNeed._base_manager.filter(profile=current).delete()
        _write_needs(current, needs)
        entries.write(act, "training.profile-changed", current)


def _write_needs(profile: TeamProfile, needs: Sequence[Requirement]) -> None:
    if len(needs) > MOST_NEEDS:
        raise RefusedError(_("A profile asks for at most %(most)d skills.") % {"most": MOST_NEEDS})
    ProfileNeed.objects.bulk_create([ProfileNeed(profile=profile, skill=each.skill, level=each.level,
                                                 people=each.people) for each in needs])


def remove_profile(act: Act, profile: TeamProfile) -> None:
    """Take a profile away."""
    with transaction.atomic():
        entries.write(act, "training.profile-removed", profile)
        TeamProfile._base_manager.filter(pk=profile.pk).delete()
