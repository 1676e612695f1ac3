"""Events as a file that other calendars read (RFC 5545): lines of at most 75 octets, texts escaped, times in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_LINE: Final = 75  # octets, without the break


@dataclass(frozen=True, slots=True)
class Event:
    """An event: with an end at a time, or for a whole day."""

    uid: str  # the same whenever it is told, so that a calendar replaces it
    title: str
    begins: datetime | date
    stamp: datetime  # when it was last changed
    ends: datetime | None = None  # None: the whole day
    place: str = ""
    details: str = ""
    address: str = ""
    is_cancelled: bool = False


def calendar_file(events: Iterable[Event], name: str) -> bytes:
    r"""Write events as a calendar.

    Examples
    --------
    >>> due = Event("task-1@outward", "Report; all, now", date(2026, 12, 1), datetime(2026, 11, 26, tzinfo=UTC))
    >>> text = calendar_file([due], "Tasks").decode()
    >>> [line for line in text.split("\r\n") if line.startswith(("SUMMARY", "DTSTART", "DTEND"))]
    ['DTSTART;VALUE=DATE:20261201', 'DTEND;VALUE=DATE:20261202', 'SUMMARY:Report\\; all\\, now']
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Outward//Leading group//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{escaped(name)}"]
    for each in events:
        lines += _event(each)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    if isinstance(event.begins, datetime):
        yield f"DTSTART:{_moment(event.begins)}"
        if event.ends is not None:
            yield f"DTEND:{_moment(event.ends)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.begins:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.begins + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    for name, text in (("LOCATION", event.place), ("DESCRIPTION", event.details)):
        if text:
            yield f"{name}:{escaped(text)}"
    if event.address:
        yield f"URL:{_address(event.address)}"
    if event.is_cancelled:
        yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""Write a text so that it stays one value: no line break, comma or semicolon of its own.

    Examples
    --------
    >>> escaped("a,b;c\\d\r\nEND:VEVENT")
    'a\\,b\\;c\\\\d\\nEND:VEVENT'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(each for each in lines if each == "\n" or each.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _address(address: str) -> str:
    return "".join(each for each in address if each.isprintable() and each != " ")


def folded(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never within a character; further pieces begin with a space."""
    pieces, piece, length = [], "", 0
    for each in line:
        size = len(each.encode())
        if length + size > _LINE:
            pieces.append(piece)
            piece, length = " ", 1
        piece += each
        length += size
    return "\r\n".join([*pieces, piece])
