"""Everything made up can be taken away by one command: before a portal is opened, nothing of it may stay."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from outward_portal.accounts.models import Organisation, User
from outward_portal.operations.preparing import SAMPLES
from outward_portal.records.models import Record


@pytest.mark.django_db
def test_one_command_takes_all_samples_away() -> None:
    for name in SAMPLES:
        call_command(name, stdout=io.StringIO())
    assert Record.objects.filter(is_sample=True, retired_at__isnull=True).count() > 50
    said = io.StringIO()
    call_command("remove_samples", stdout=said)
    assert "Kept" not in said.getvalue()
    assert not Organisation.objects.filter(is_sample=True).exists()
    assert not User.objects.filter(is_sample=True, erased_at__isnull=True).exists()
    assert not Record.objects.filter(is_sample=True, retired_at__isnull=True).exists()
