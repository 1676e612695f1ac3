"""Who is to see what, written down by hand: the policy is held to this table, never the table to the policy."""

from __future__ import annotations

from typing import Final

ROLES: Final = ("visitor", "member", "enterprise", "colleague", "rival", "provider", "officer", "other_officer",
                "office", "contributor", "analyst", "administrator")

SEES_AUDIENCE: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset({"public"}),
    "member": frozenset({"public", "members"}),
    "enterprise": frozenset({"public", "members", "own"}),
    "colleague": frozenset({"public", "members", "own"}),
    "rival": frozenset({"public", "members"}),
    "provider": frozenset({"public", "members"}),
    "officer": frozenset({"public", "members", "agencies"}),
    "other_officer": frozenset({"public", "members", "agencies"}),
    "office": frozenset({"public", "members", "agencies", "office"}),
    "contributor": frozenset({"public", "members", "agencies"}),
    "analyst": frozenset({"public", "members", "agencies"}),
    "administrator": frozenset({"public", "members"}),
}
"""By role, the audiences of records that it sees; ``own`` is a record of the works for its owner only."""

SEES_PRIVATE: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset(),
    "member": frozenset(),
    "enterprise": frozenset({"itself", "agency", "leading-group", "aggregates"}),
    "colleague": frozenset({"itself", "agency", "leading-group", "aggregates"}),
    "rival": frozenset(),
    "provider": frozenset(),
    "officer": frozenset({"agency", "leading-group"}),  # the named agency's
    "other_officer": frozenset({"leading-group"}),
    "office": frozenset({"leading-group"}),
    "contributor": frozenset(),
    "analyst": frozenset(),
    "administrator": frozenset(),
}
"""By role, the audiences of the works' private fields that it sees."""

SEES_HISTORY: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset(),
    "member": frozenset(),
    "enterprise": frozenset({"own"}),
    "colleague": frozenset({"own"}),
    "rival": frozenset(),
    "provider": frozenset(),
    "officer": frozenset({"public", "members", "agencies"}),
    "other_officer": frozenset({"public", "members", "agencies"}),
    "office": frozenset({"public", "members", "agencies", "office"}),
    "contributor": frozenset(),
    "analyst": frozenset(),
    "administrator": frozenset(),
}
"""By role, the audiences of records whose history it sees."""

CHANGES_REVIEWED: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset(),
    "member": frozenset(),
    "enterprise": frozenset({"own"}),
    "colleague": frozenset({"own"}),
    "rival": frozenset(),
    "provider": frozenset(),
    "officer": frozenset({"members", "agencies"}),
    "other_officer": frozenset({"members", "agencies"}),
    "office": frozenset({"members", "agencies", "office"}),
    "contributor": frozenset(),
    "analyst": frozenset(),
    "administrator": frozenset(),
}
"""By role, the audiences of what two persons publish that it retires, links and attaches files to by itself: never
what everybody sees."""

SEES_WORK: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset(),
    "member": frozenset({"members"}),
    "enterprise": frozenset({"self", "organisation", "leading-group", "members"}),
    "colleague": frozenset({"organisation", "leading-group", "members"}),
    "rival": frozenset({"members"}),
    "provider": frozenset({"members"}),
    "officer": frozenset({"leading-group", "members"}),
    "other_officer": frozenset({"leading-group", "members"}),
    "office": frozenset({"leading-group", "members"}),
    "contributor": frozenset({"members"}),
    "analyst": frozenset({"members"}),
    "administrator": frozenset({"members"}),
}
"""By role, the audiences of what the manager of the works has worked out, such as an index, that it sees."""

MAKES_INDICES: Final = frozenset({"enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office",
                                  "contributor", "analyst"})
"""The roles that make indices of their own."""

READS_FORECASTS: Final = MAKES_INDICES
"""The roles that read forecasts of countries with their record: whoever has work to do here."""

WATCHES: Final = frozenset({"officer", "other_officer", "office", "contributor", "analyst"})
"""The roles that see every alert and what was done about it."""

MOVES_ALERTS: Final = frozenset({"officer", "other_officer", "office"})
"""The roles that open alerts by hand and move them on."""

READS_PANEL: Final = frozenset({"officer", "other_officer", "office", "analyst"})
"""The roles that see what forecasts are made from, and have the ledger checked."""

KEEPS_FORECASTS: Final = frozenset({"office"})
"""The roles that keep the panel, have outlooks made and set what a miss costs."""

SEES_INCIDENT: Final[dict[str, str]] = {
    "visitor": "nothing", "member": "nothing", "enterprise": "own part", "colleague": "own part", "rival": "nothing",
    "provider": "nothing", "officer": "all", "other_officer": "nothing", "office": "all", "contributor": "nothing",
    "analyst": "nothing", "administrator": "nothing",
}
"""What each role sees of an incident that names the works' project and gives a task to the officer's agency."""

WEIGHS_RISKS: Final = MAKES_INDICES - {"provider"}
"""The roles that weigh forecasts by projects."""
