"""The frameworks that the package carries in its ``frameworks`` folder; docs/methods/frameworks.md explains them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from outward.composite.framework import Framework
from outward.composite.specification import read_framework
from outward.errors import NotFoundError

SHIPPED: Final[tuple[str, ...]] = ("regional-competitiveness", "investment-environment")
"""Ids of the frameworks, in the order in which they are listed."""


def shipped_framework(id: str) -> Framework:
    """Give a framework that the package carries.

    Parameters
    ----------
    id : str
        One of ``SHIPPED``.

    Raises
    ------
    NotFoundError
        If there is none of this id; names those that there are.

    Examples
    --------
    >>> framework = shipped_framework("regional-competitiveness")
    >>> [pillar.name.en for pillar in framework.parts[framework.index.code]]
    ['scale and strength', 'economic efficiency', 'innovation ability', 'international competitiveness']
    """
    return read_framework(framework_text(id), file=f"{id}.toml")


@cache
def framework_text(id: str) -> str:
    """Give the TOML text of a framework that the package carries, with its comments: what to copy and change.

    Raises
    ------
    NotFoundError
        If there is none of this id; names those that there are.

    Examples
    --------
    >>> framework_text("investment-environment").splitlines()[0]
    '# The investment environment of host countries, for an industry that goes abroad.'
    """
    if id not in SHIPPED:
        raise NotFoundError(f"no framework {id[:80]!r}", "frameworks of the package",
                            f"Name one of {', '.join(SHIPPED)}, or the file of your own.")
    return (files("outward.composite") / "frameworks" / f"{id}.toml").read_text(encoding="utf-8")
