"""TOML that somebody else wrote."""

from __future__ import annotations

import tomllib
from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML, whatever stands in it.

    Raises
    ------
    ValueError
        If it is no TOML, has a number of thousands of digits, or nests deeper than can be read.

    Examples
    --------
    >>> read_toml('after = "scale"')
    {'after': 'scale'}
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise ValueError("brackets within brackets, too deep to read") from None
