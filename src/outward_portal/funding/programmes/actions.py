"""Writing rules, calls and whose a programme is: each action is one transaction with its entry in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from outward.eligibility import read_rules
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.funding import facts
from outward_portal.funding.models import Call, DeclaredFact, Programme, RuleVersion
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError


def write_rules(act: Act, programme: Programme, tree: Any, note: str, *, base: int) -> RuleVersion:
    """Add a version of a programme's rules, in the place of the one that its writer saw.

    Raises
    ------
    RefusedError
        If somebody has written another version meanwhile.
    InvalidInputError
        If the rules are wrong.
    """
    read_rules(tree, facts.kinds())
    with transaction.atomic():
        held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        newest = held.rule_versions.first()
        if (newest.number if newest else 0) != base:
            raise RefusedError(_("Somebody has written another version meanwhile. Copy your text, look at that version "
                                 "and add to it."))
        made = RuleVersion.objects.create(programme=held, number=base + 1, tree=tree, note=note, made_by=act.actor)
        entries.write(act, "rules.written", made, record=held.pk, changes={"rules": [base or None, base + 1]})
    return made


def give(act: Act, programme: Programme, agency: Organisation | None) -> None:
    """Say which agency runs a programme; ``None``: the office itself."""
    with transaction.atomic():
        held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        before, held.agency = held.agency_id, agency
        held.revision += 1
        held.save()
        entries.write(act, "programme.given", held, record=held.pk, changes={"agency": [before, held.agency_id]})


def write_call(act: Act, programme: Programme, values: Mapping[str, Any], call: Call | None = None) -> Call:
    """Add a call, or change one that is not announced yet.

    Raises
    ------
    RefusedError
        If it was announced meanwhile: applicants rely on what was announced.
    """
    with transaction.atomic():
        if call is None:
            held = Call(programme=programme, made_by=act.actor, is_sample=programme.is_sample)
        else:
            held = Call.objects.select_for_update().get(pk=call.pk)
            if held.state != "draft":
                raise RefusedError(_("It was announced meanwhile, and applicants rely on it as it is."))
        for name, value in values.items():
            setattr(held, name, value)
        held.save()
        entries.write(act, "call.written", held, record=programme.pk, changes={
            "opens_on": [None, held.opens_on], "closes_on": [None, held.closes_on]})
    return held


def declare(act: Act, organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Keep what an enterprise declares of itself; ``None`` takes a declaration back. The journal keeps no values."""
    with transaction.atomic():
        kept = DeclaredFact.objects.filter(organisation=organisation)
        subjects = list(kept.filter(fact__in=list(values)))  # administrators would read an entry on the organisation
        kept.filter(fact__in=[fact for fact, value in values.items() if value is None]).delete()
        subjects += [DeclaredFact.objects.update_or_create(organisation=organisation, fact=fact, defaults={
            "value": facts.written(value), "declared_by": act.actor})[0]
            for fact, value in values.items() if value is not None]
        if subjects:
            entries.write(act, "facts.declared", subjects[0], changes={fact: [None, None] for fact in values})
