"""The database: SQLite in the workspace, or PostgreSQL when an address is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def databases(address: str, sqlite: Path) -> dict[str, dict[str, Any]]:
    """Give Django's ``DATABASES``.

    Parameters
    ----------
    address : str
        ``postgresql://user:password@host:port/name``, with options of libpq behind ``?``; empty for SQLite.
    sqlite : Path
        The file of SQLite.

    Raises
    ------
    ImproperlyConfigured
        If the address is of another kind or names no database; its password is not repeated.

    Examples
    --------
    >>> databases("postgresql://127.0.0.1:5432/test", Path("x"))["default"]["NAME"]
    'test'
    """
    return {"default": _postgresql(address) if address else _sqlite(sqlite)}


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a transaction that will write says so when it begins, and waits its turn
            "timeout": 5,
            # A small cache, of which each of four connections has its own: the system's own is behind it.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise ImproperlyConfigured("DATABASE_URL is no postgresql://user:password@host:port/name address")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
