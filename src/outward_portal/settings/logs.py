"""The log: lines on standard error, without addresses of people and without secrets.

``serve`` keeps the lines of all its processes in ``portal/logs/portal.log``; whoever runs the processes otherwise has
them where standard error goes. What was typed into a form is never logged; what a line can hold in spite of that is an
address in a database's own message, and the secret of a link in a path.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Final

_ADDRESS: Final = re.compile(r"[^\s\"'<>()=,;:]+@[^\s\"'<>()=,;]+\.[^\s\"'<>()=,;]+")
_MIXED: Final = r"[A-Za-z0-9_-]*?(?:[A-Za-z][0-9]|[0-9][A-Za-z])"  # letters beside digits: no name of ours has many
_SECRET: Final = re.compile(rf"(?<![A-Za-z0-9_-])(?={_MIXED}{_MIXED})[A-Za-z0-9_-]{{20,}}(?![A-Za-z0-9_-])")


class Redacted(logging.Formatter):
    """Writes a line as it may be kept."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line, its traceback included."""
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """Strike out addresses of people and whatever looks like a secret.

    Examples
    --------
    >>> redacted("Key (email)=(li@example.org) exists; /account/password/reset/key/3-c8xk2-5f9a1b2c3d4e5f6a7b8c/")
    'Key (email)=([address]) exists; /account/password/reset/key/[secret]/'
    """
    return _SECRET.sub("[secret]", _ADDRESS.sub("[address]", text))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": Redacted, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"outward_portal": {"level": "INFO"}},
}
