"""A market for each test of services."""

from __future__ import annotations

import pytest

from tests.portal.people import People
from tests.portal.services.market import Market, make_market


@pytest.fixture
def market(people: People) -> Market:
    """Four providers and the people around them."""
    return make_market(people)
