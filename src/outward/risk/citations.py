"""Titles and addresses of reports, taken from files that anybody may have written: plain text, and the web only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST_TITLE: Final = 200
_LONGEST_ADDRESS: Final = 2000
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, and those that are not seen or turn the direction of text round."""
_ADDRESS: Final = re.compile(r"(?i:https?)://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s\"'<>\\^`{|}]*)?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A report: its title as plain text, to be escaped wherever it is shown, and its address; either may be empty."""

    title: str
    url: str  # http or https, or empty


def citation(title: str, url: str) -> Citation:
    """Take a title and an address from a file: what is no plain text goes, what is no address of the web is dropped.

    Parameters
    ----------
    title : str
        A headline; characters that steer a terminal or a page are taken out, and it is cut at 200 characters.
    url : str
        An address; only http and https, with a host and without user names, spaces or quotes.

    Examples
    --------
    >>> citation("Strike\\x1b[31m  at the\\nport", "javascript:alert(1)")
    Citation(title='Strike[31m at the port', url='')
    >>> citation("", "https://example.org/a?b=1").url
    'https://example.org/a?b=1'
    """
    plain = " ".join(_STEERING.sub("", " ".join(title.split())).split())
    cut = plain if len(plain) <= _LONGEST_TITLE else plain[:_LONGEST_TITLE - 1].rstrip() + "…"
    address = url.strip()
    return Citation(cut, address if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else "")
