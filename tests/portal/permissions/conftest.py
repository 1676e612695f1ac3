"""The world of the matrix, made once a module: making it takes longer than most of the tests that ask about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.portal.people import make_people
from tests.portal.permissions.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A record of each audience in each register; what a test changes is rolled back, and in the end all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_people())
        transaction.set_rollback(True)
