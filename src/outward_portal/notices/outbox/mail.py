"""Handing a message to the mail server, under an id that stays the same at every attempt."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from outward_portal.notices.models import Message
from outward_portal.notices.outbox.contents import Contents, host
from outward_portal.notices.outbox.webhook import NotTakenError


class Mailer:
    """A connection to the mail server that is kept for many messages; where messages are files, one file a message."""

    def __init__(self) -> None:
        self._kept: Any = get_connection() if str(settings.EMAIL_BACKEND).endswith("smtp.EmailBackend") else None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._kept is not None:
            self._kept.close()

    def send(self, message: Message, contents: Contents) -> None:
        """Send a message.

        Raises
        ------
        NotTakenError
            If the mail server refuses or cannot be reached, the disk for messages is full, or the address is none.
        """
        headers = {"Message-ID": f"<{message.uid}@{host()}>", "Auto-Submitted": "auto-generated",
                   "List-Unsubscribe": f"<{contents.unsubscribe}>",
                   "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        made = EmailMessage(contents.subject, contents.text, settings.DEFAULT_FROM_EMAIL, [message.user.email],
                            headers=headers, connection=self._kept)
        try:
            if self._kept is not None:
                self._kept.open()
            made.send()
        except OSError as error:  # what smtplib raises descends from it
            if self._kept is not None:
                self._kept.close()
            about_message = isinstance(error, SMTPRecipientsRefused | SMTPDataError)
            raise NotTakenError(type(error).__name__, is_about_message=about_message) from error
        except ValueError as error:  # an address that cannot be written in a message
            raise NotTakenError(type(error).__name__, is_final=True, is_about_message=True) from error
