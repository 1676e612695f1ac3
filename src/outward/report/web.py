"""What every page needs, light to import: its files, its templates, and how a policy names an inline text."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined


def asset(name: str) -> str:
    """Read one of the pages' own files: ``report.css`` or ``report.js``."""
    return (files("outward.report") / "assets" / name).read_text(encoding="utf-8")


def source_hash(text: str) -> str:
    """Name an inline script or style in a Content-Security-Policy.

    Examples
    --------
    >>> source_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def fragment(id: str) -> str:
    """Write an element's id as the fragment of an address.

    Examples
    --------
    >>> fragment("cell:1:2"), fragment("growth 100%")
    ('cell:1:2', 'growth%20100%25')
    """
    return quote(id, safe=":.-_~/!$&'()*+,;=@")


@cache
def templates() -> Environment:
    """Give the templates: everything that they print is escaped, and a name they do not know is an error."""
    environment = Environment(loader=PackageLoader("outward.report", "assets"), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters["fragment"] = fragment
    return environment
