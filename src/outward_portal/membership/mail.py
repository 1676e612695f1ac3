"""Messages by e-mail: plain text, in the language of whoever reads them, or in both where that is not known.

Each message is a template in ``jinja2/membership/mail``: the first line is the subject, the rest behind an empty line
the text.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import engines
from django.utils import translation
from jinja2 import Environment

from outward_portal.accounts.models import User
from outward_portal.theme.languages import in_language

_log = logging.getLogger(__name__)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_RULE = "\n\n" + "-" * 60 + "\n\n"


class NotSentError(Exception):
    """The mail server did not take a message; what it tells of has been done."""


def send(name: str, to: str, context: Mapping[str, Any], *, language: str | None = None) -> None:
    """Send a message.

    Parameters
    ----------
    name : str
        The template's name.
    to : str
        The address.
    context : mapping
        What the template is filled with; every value is plain text or a row.
    language : str, optional
        The reader's language; where it is not given, that of the account with this address, or both languages.

    Raises
    ------
    NotSentError
        If the mail server refuses or cannot be reached.
    """
    languages = (language,) if language else _languages_of(to)
    parts = [_written(name, context, each) for each in languages]
    subject = settings.EMAIL_SUBJECT_PREFIX + " / ".join(dict.fromkeys(subject for subject, _text in parts))
    text = _RULE.join(dict.fromkeys(text for _subject, text in parts))
    try:
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
    except OSError as error:  # what smtplib raises descends from it, as a full disk does for messages kept as files
        _log.error("message %s not sent: %s", name, type(error).__name__)
        raise NotSentError(name) from error


def _languages_of(address: str) -> tuple[str, ...]:
    known = User.objects.filter(email__iexact=address).values_list("language", flat=True).first()
    return (known,) if known in LANGUAGES else LANGUAGES


def _written(name: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    with translation.override(language):
        template = _environment().get_template(f"membership/mail/{name}.jinja")
        linked = {key: _address(value, language) for key, value in context.items()}
        subject, _, text = template.render(language=language, **linked).strip().partition("\n")
    return " ".join(subject.split()), text.strip()


def _address(value: Any, language: str) -> Any:
    """Lead to a page in the language of the message, whatever that of the page was where it was sent."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return urlunsplit(parts._replace(path=in_language(parts.path, "zh" if language.startswith("zh") else "en")))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The pages' environment without escaping: these are plain texts."""
    made: Environment = engines["jinja2"].env.overlay(autoescape=False)  # type: ignore[attr-defined]
    return made


def folder() -> str:
    """Say where messages lie if this portal has no mail server, as a path in its workspace; empty if it has one."""
    kept_as_files = str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")
    return str(settings.FILES.mail.relative_to(settings.WORKSPACE)) if kept_as_files else ""
