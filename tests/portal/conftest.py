"""Named people for the portal's tests."""

from __future__ import annotations

import pytest

from tests.portal.people import People, make_people


@pytest.fixture
def people(db: None) -> People:
    """One person of each role, and the organisations that they act for."""
    return make_people()
