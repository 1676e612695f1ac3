"""People at the way in: with confirmed addresses, on a clean slate of limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from outward_portal.accounts.models import User
from tests.portal.people import People


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """Forget what earlier tests tried; limits are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def confirmed(people: People) -> People:
    """The cast, each with a confirmed address."""
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True)
                                     for user in User.objects.all())
    return people
