"""What the environment says: switches, mail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def switch(name: str) -> bool:
    """Read a switch: ``1`` is on, ``0`` or nothing is off, anything else is an error."""
    text = os.environ.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is {text!r}; set it to 1 or 0")
    return text == "1"


def mail_settings(address: str, folder: Path) -> dict[str, Any]:
    """Give Django's mail settings for an address such as ``smtp://user:password@host``; files where there is none."""
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("OUTWARD_MAIL is no smtp://user:password@host:port address")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
    }
