"""The interface answers only what its OpenAPI document says, whatever it is sent.

``OUTWARD_CONTRACT_CALLS=2000 pytest tests/portal/api/test_contract.py`` calls it more often than the test run does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from outward_portal.accounts.requests import command
from outward_portal.api.interface import document
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.wsgi import application
from tests.portal.api.calling import token_of
from tests.portal.api.contract import call_everything
from tests.portal.people import People


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's transaction open from one call to the next, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_no_call_is_answered_by_an_error_of_the_server_or_against_the_document(people: People, settings: Any) -> None:
    settings.API_LIMIT_VISITOR = settings.API_LIMIT_TOKEN = 0
    settings.ALLOWED_HOSTS = ["*"]
    keys = [actions.create(command("a test"), KINDS[kind], {"name_en": f"A {kind}", "audience": "public"}).pk
            for kind in ("project", "enterprise")]
    calls = int(os.environ.get("OUTWARD_CONTRACT_CALLS", "300"))
    told = call_everything(application, calls, keys=keys,
                           headers={"Authorization": f"Bearer {token_of(people.office)[1]}"})
    assert sum(told.values()) >= calls * 0.6
    for expected in ("GET /api/v1/registers 200", "GET /api/v1/registers/{slug}/records 200"):
        assert told[expected], told


def test_every_operation_names_its_errors_as_problems() -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            told = operation["responses"]
            expected = {"401", "404", "405", "406", "422", "429", "503"}
            expected |= {"304"} if method == "get" else {"400", "403", "409", "415"}
            expected |= {"412", "428"} if method == "patch" else set()
            assert expected <= set(told), (method, path)
            for status in expected - {"304"}:
                assert list(told[status]["content"]) == ["application/problem+json"]
