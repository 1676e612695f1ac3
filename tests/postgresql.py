"""Where the PostgreSQL is that tests may use: ``DATABASE_URL``, else the server on this machine's standard port."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

INSTALL = "sudo apt-get install postgresql && sudo -u postgres createuser --superuser $USER && createdb test"


def postgresql_url() -> str:
    """Give the address of a server that answers, or skip the test with the line that installs one.

    Mark such a test with ``pytest.mark.postgresql``.
    """
    url = os.environ.get("DATABASE_URL", "postgresql://127.0.0.1:5432/test")
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {url} ({str(error).strip()}); install one: {INSTALL}")
    return url


@contextmanager
def new_database(like: str = "template1") -> Iterator[str]:
    """Give the address of a database of one's own, made as a copy of another one; it goes when the block ends."""
    server = postgresql_url().rpartition("/")[0]
    name = f"outward_{os.getpid()}_{random.randrange(10**9)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
