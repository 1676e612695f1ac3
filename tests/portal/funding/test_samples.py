"""The samples: in every state, made once, taken away again with everything that hangs on them."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from outward_portal.funding import budgeting, qualifying, sample_texts, samples
from outward_portal.funding.models import Application, Award, BudgetHead, Call, Programme
from outward_portal.records.models import Record

pytestmark = pytest.mark.django_db


def test_samples_are_made_once_and_taken_away() -> None:
    with pytest.raises(CommandError, match="sample_accounts first"):
        call_command("sample_funding")
    call_command("sample_accounts")
    call_command("sample_records")
    call_command("sample_funding")
    call_command("sample_funding")
    assert Programme.objects.count() == len(sample_texts.PROGRAMMES)
    assert set(Application.objects.values_list("state", flat=True)) == {
        "draft", "submitted", "questioned", "review", "granted", "appealed", "running"}
    assert all(row.is_sample for model in (Programme, Application, Award, Call) for row in model.objects.all())
    assert all(each.adds_up for each in budgeting.balances(BudgetHead.objects.all()))
    outcomes = {each.verdict.outcome.name for each in qualifying.standing(samples.cast().people["enterprise"]).found}
    assert outcomes == {"MET", "UNKNOWN", "NOT_MET"}, "every part of the page has something to show"
    call_command("sample_funding", "--remove")
    assert not Application.objects.exists()
    assert not Call.objects.exists()
    left = Record.objects.filter(kind="programme")
    assert {each.name_en for each in left} == {"Removed sample"}
    assert all(each.retired_at for each in left)
    assert not samples.present()
