"""The database that a province may set: that the server is there; the portal's tests will build on it."""

from __future__ import annotations

import psycopg
import pytest

from tests.postgresql import postgresql_url


@pytest.mark.postgresql
def test_the_server_is_recent_and_keeps_chinese_text() -> None:
    with psycopg.connect(postgresql_url()) as connection:
        question = "select current_setting('server_version_num')::int, %s::text"
        row = connection.execute(question, ("装备制造业",)).fetchone()
    assert row is not None
    assert row[0] >= 150000
    assert row[1] == "装备制造业"
