"""Every model is in the matrix: by a rule of the policy, or with the reason why nobody asks for its rows alone."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from outward_portal.accounts import policy
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.records.kinds import KINDS
from tests.portal.permissions.expected import ROLES, SEES_PRIVATE
from tests.portal.permissions.world import World, keep_private

READ_THROUGH: dict[str, str] = {
    "journal.Head": "one row that holds the newest seal; no page shows it",
    "operations.Step": "what `prepare` has done to the database; no page shows it",
    "records.RecordCountry": "an index over a record's countries; only ever joined to records that are visible",
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("outward_portal.")]


def test_every_model_has_a_rule_or_a_reason() -> None:
    ruled = policy.ruled_models()
    for model in own_models():
        labels = {model._meta.label, *(parent._meta.label for parent in model._meta.get_parent_list())}
        assert labels & ruled or model._meta.label in READ_THROUGH, f"no rule says who sees {model._meta.label}"


def test_rules_and_reasons_are_about_models_that_exist() -> None:
    labels = {model._meta.label for model in own_models()}
    assert policy.ruled_models() <= labels
    assert set(READ_THROUGH) <= labels
    assert not policy.ruled_models() & set(READ_THROUGH)


def test_a_model_without_a_rule_is_refused() -> None:
    with pytest.raises(LookupError, match="no rule"):
        policy.visible(apps.get_model("sessions", "Session"), policy.VISITOR)


@pytest.mark.django_db
def test_a_visitor_sees_no_row_of_what_is_not_public(world: World) -> None:
    """Of every ruled model: rows exist, and a visitor sees none but of records and organisations."""
    public = {"records.Record", "accounts.Organisation"}
    for model in own_models():
        labels = {model._meta.label, *(parent._meta.label for parent in model._meta.get_parent_list())}
        if labels & policy.ruled_models() and not labels & public:
            rows = PolicyQuerySet(model).visible_to(AnonymousUser())
            assert not [row for row in rows if not _is_public(row)], model._meta.label


def _is_public(row: models.Model) -> bool:
    """Links and files of public records are public where they say so themselves."""
    return getattr(row, "audience", "") == "public"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_private_fields_are_seen_as_the_table_says(world: World, role: str) -> None:
    people = world.people
    record = world.records[KINDS["enterprise"].key, "own"]
    record.audience = "public"
    record.save()
    fields = keep_private(record, people)
    seen = set(type(fields["itself"]).objects.visible_to(getattr(people, role)).values_list("pk", flat=True))
    assert {audience for audience, field in fields.items() if field.pk in seen} == SEES_PRIVATE[role]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_private_fields_of_a_record_that_is_not_seen_are_not_seen(world: World, role: str) -> None:
    people = world.people
    record = world.records[KINDS["enterprise"].key, "own"]
    keep_private(record, people)
    seen = record.private_fields.model.objects.visible_to(getattr(people, role)).exists()
    assert seen == (role in ("enterprise", "colleague"))
