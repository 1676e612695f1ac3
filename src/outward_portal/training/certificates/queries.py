"""Reading certificates: one's own, and what the check tells to anybody who has the number and the code."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from outward.vocabulary.labels import Label
from outward_portal.training.models import Certificate, Course

_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check tells, and nothing else: whether it holds, of which course, since when, the holder's initials.

    What is made up says so.
    """

    number: str
    standing: str  # valid, expired or revoked
    course: Label
    issued_on: date
    expires_on: date | None
    revoked_on: date | None
    initials: str  # empty unless the holder allows it
    is_sample: bool  # made up


def certificates_of(user: Any) -> QuerySet[Certificate]:
    """Give a person's own certificates, the newest first."""
    return Certificate.objects.visible_to(user).filter(holder=user).select_related(
        "enrolment__session__course", "holder")


def check(number: str, code: str) -> Checked | None:
    """Say whether a certificate holds; ``None`` for a wrong number and for a wrong code alike.

    This asks no policy: whoever has both was shown the certificate by its holder.
    """
    number, code = _plain(number), _plain(code).replace("O", "0").replace("I", "1").replace("L", "1").replace("-", "")
    found = Certificate._base_manager.filter(number=number).select_related("enrolment__session__course").first()
    expected = "" if found is None else found.code.replace("-", "")
    if not hmac.compare_digest(expected.encode(), code.encode()) or found is None or not expected:
        return None
    session = found.enrolment.session
    course: Course = session.course
    standing = "revoked" if found.state == Certificate.State.REVOKED else "expired" if found.is_expired else "valid"
    return Checked(found.number, standing, course.name, found.issued_on, found.expires_on, found.revoked_on,
                   initials(found.holder_name) if found.shows_initials else "", session.is_sample)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).upper().split()).replace("\0", "")


def initials(name: str) -> str:
    """Give the initials of a name; of a Chinese one the family name, so that most of it stays untold.

    Examples
    --------
    >>> initials("Maria del Mar Ruiz"), initials("王小明"), initials("")
    ('M. D. M. R.', '王**', '')
    """
    words = name.split()
    if not words:
        return ""
    if ord(words[0][0]) >= 0x2E80:
        first = words[0]
        return first[0] + "*" * max(1, len(first) - 1)
    return " ".join(f"{word[0].upper()[0]}." for word in words[:6] if word[0].isalnum())  # "ß" becomes "SS"
