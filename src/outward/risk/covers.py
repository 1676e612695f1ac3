"""What protects a holding: treaties, insurance, guarantees, escrow and local financing, and how much they take away.

A cover carries a share of an event's loss. Several act one after another on what the others leave, so their order does
not matter: what stays uncovered is the product of what each leaves. The shares that are shipped are judgements; a
policy's own terms replace them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError, UnknownCodeError
from outward.risk.holdings import KINDS, Holding
from outward.risk.severity import ANY
from outward.vocabulary.catalogue import definition_rows, parts
from outward.vocabulary.labels import Label

CoverType = Literal["treaty", "insurance", "guarantee", "escrow", "local-financing"]
TYPES: Final[tuple[CoverType, ...]] = get_args(CoverType)
COVER_TYPES: Final[Mapping[CoverType, Label]] = {
    "treaty": Label("investment treaty with arbitration", "投资保护协定（含仲裁条款）"),
    "insurance": Label("political risk insurance", "海外投资保险（政治险）"),
    "guarantee": Label("guarantee of a bank or government", "银行或政府担保"),
    "escrow": Label("escrow account abroad", "境外托管账户"),
    "local-financing": Label("financing in local currency", "本币融资"),
}
INSURANCE: Final = "insurance"
"""The shipped cover that a stated insured share means where no policy is named."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The share of an event's loss that a cover carries; ``*`` is any event or kind of holding.

    Raises
    ------
    InvalidValueError
        If the share is none, or the kind is unknown.
    """

    event: str
    kind: str
    share: float  # 0..1
    reason: Label
    source: str = ""

    def __post_init__(self) -> None:
        where = f"cover's effect on {self.event[:60]}, {self.kind[:60]}"
        if not 0 <= self.share <= 1:
            raise InvalidValueError(f"share {self.share}", where, "Write a share from 0 to 1.")
        if self.kind not in (ANY, *KINDS):
            raise InvalidValueError(f"kind {self.kind[:60]!r}", where, f"Write one of {', '.join((ANY, *KINDS))}.")


@dataclass(frozen=True, slots=True)
class Cover:
    """A treaty, policy, guarantee, account or loan that protects holdings.

    Examples
    --------
    >>> policy = shipped_covers()["insurance"]
    >>> policy.share("expropriation", "project"), policy.share("currency_crash", "project")
    (0.9, 0.0)
    """

    id: str
    type: CoverType
    name: Label
    effects: tuple[Effect, ...]
    countries: tuple[str, ...] = ()  # iso3: it protects all holdings there, as a treaty does
    begins: str = ""  # ISO dates; empty: not limited
    ends: str = ""

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise InvalidValueError(f"type {self.type[:60]!r}", f"cover {self.id[:60]}",
                                    f"Write one of {', '.join(TYPES)}.")

    def share(self, event: str, kind: str) -> float:
        """Give the share of an event's loss that it carries: what names the event counts before what names the kind."""
        found = [each for each in self.effects if each.event in (ANY, event) and each.kind in (ANY, kind)]
        return max(found, key=lambda each: (each.event != ANY, each.kind != ANY)).share if found else 0.0

    def holds(self, first_year: int, last_year: int) -> bool:
        """Say whether it is in force through all of these years."""
        return (not self.begins or self.begins <= f"{first_year:04}-01-01") and (
            not self.ends or self.ends >= f"{last_year:04}-12-31")


@cache
def shipped_covers() -> Mapping[str, Cover]:
    """Give a cover of each type, by its type; ``data/covers.csv`` has the reason of each share."""
    effects: dict[str, list[Effect]] = defaultdict(list)
    for row in definition_rows("covers.csv", "outward.risk"):
        effects[row["type"]].append(Effect(row["event"], row["kind"], float(row["share"]),
                                           Label(row["reason_en"], row["reason_zh"]), row["source"]))
    return {type: Cover(type, type, COVER_TYPES[type], tuple(effects[type])) for type in TYPES}


@dataclass(frozen=True, slots=True)
class Protection:
    """Which covers act on which holdings, and what each leaves."""

    covers: tuple[Cover, ...]  # those that act on some holding
    acting: tuple[tuple[int, ...], ...]  # by holding, places in ``covers``
    leaves: NDArray[np.float64]  # (covers, kinds, events): share of a loss that stays; insured shares not yet counted
    lapsing: Mapping[str, tuple[str, ...]]  # ids of covers that are not in force all the time, with the events
    insured_unnamed: tuple[str, ...]  # ids of holdings with an insured share and no policy named

    def left(self, holdings: Sequence[Holding], without: str = "") -> NDArray[np.float64]:
        """Give the uncovered share of each event's loss.

        Parameters
        ----------
        holdings : sequence of Holding
            The same as were given.
        without : str
            Id of a cover to leave out.

        Returns
        -------
        array of shape (holdings, events)
            0..1; 1 where no cover acts.
        """
        kinds = np.array([KINDS.index(each.kind) for each in holdings], dtype=np.intp)
        insured = insured_shares(holdings)
        left = np.ones((len(holdings), self.leaves.shape[2]))
        on: dict[int, list[int]] = defaultdict(list)
        for row, places in enumerate(self.acting):
            for place in places:
                on[place].append(row)
        for place, rows in on.items():
            if self.covers[place].id != without:
                left[rows] *= part_left(self.covers[place], self.leaves[place][kinds[rows]], insured[rows])
        return left


def insured_shares(holdings: Sequence[Holding]) -> NDArray[np.float64]:
    """Give the share of each amount that a policy insures; all of it where nobody has stated a share."""
    return np.array([1.0 if each.insured_share is None else each.insured_share for each in holdings])


def part_left(cover: Cover, leaves: NDArray[np.float64], insured: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what a cover leaves of holdings of which it may insure a part only; (n, events) and (n,)."""
    return 1.0 - (1.0 - leaves) * insured[:, None] if cover.type == "insurance" else leaves


def protection(holdings: Sequence[Holding], events: Sequence[str], windows: Mapping[str, tuple[int, int]],
               known: Mapping[str, Cover] | None = None) -> Protection:
    """Say which covers act on which holdings.

    A cover acts on holdings that name it, and on all in its countries. On an event it counts only if it is in force in
    every year of the event's window; where it lapses it is named. A holding that states an insured share and names no
    policy is taken as insured on the shipped terms, and named.

    Parameters
    ----------
    holdings : sequence of Holding
        What is at risk.
    events : sequence of str
        Ids of events.
    windows : mapping of str to (int, int)
        First and last target year by event.
    known : mapping of str to Cover, optional
        Covers by id; the shipped ones by default.

    Raises
    ------
    UnknownCodeError
        If a holding names a cover that is not known.
    """
    table = {**shipped_covers(), **(known or {})}
    by_country: dict[str, list[str]] = defaultdict(list)
    for id, cover in table.items():
        for country in cover.countries:
            by_country[country].append(id)
    places: dict[str, int] = {}
    acting, unnamed = [], []
    for each in holdings:
        unknown = [id for id in each.covers if id not in table]
        if unknown:
            raise UnknownCodeError(f"no cover {unknown[0][:60]!r}", f"holding {each.id[:60]}",
                                   f"Describe it in the table of covers; known are {', '.join(list(table)[:20])}.")
        ids = list(dict.fromkeys((*each.covers, *by_country[each.iso3])))
        if each.insured_share and all(table[id].type != "insurance" for id in ids):
            ids.append(INSURANCE)
            unnamed.append(each.id)
        acting.append(tuple(places.setdefault(id, len(places)) for id in ids))
    covers = tuple(table[id] for id in places)
    in_force = np.array([[cover.holds(*windows[event]) for event in events] for cover in covers],
                        dtype=bool).reshape(len(covers), len(events))
    terms = {cover.effects: cover for cover in covers}  # policies of one insurer have the same
    by_terms = {effects: np.array([[cover.share(event, kind) for event in events] for kind in KINDS])
                for effects, cover in terms.items()}
    shares = np.array([by_terms[cover.effects] for cover in covers], dtype=float).reshape(
        len(covers), len(KINDS), len(events))
    lapsing = {cover.id: lapsed for row, cover in enumerate(covers) if (lapsed := tuple(
        event for column, event in enumerate(events) if not in_force[row, column] and shares[row, :, column].any()))}
    return Protection(covers, tuple(acting), 1.0 - shares * in_force[:, None, :], lapsing, tuple(unnamed))


def own_covers(rows: Iterable[Mapping[str, str]]) -> dict[str, Cover]:
    """Read covers from rows of a table, a row a cover and event; a row without an event takes its type's shipped terms.

    Raises
    ------
    InvalidValueError
        If a share, type or kind is none, or rows of one cover disagree on what it is.
    """
    heads: dict[str, tuple[str, ...]] = {}
    effects: dict[str, list[Effect]] = defaultdict(list)
    for row in rows:
        id = row["cover"]
        head = tuple(row.get(name, "") for name in ("type", "name_en", "name_zh", "iso3", "begins", "ends"))
        if heads.setdefault(id, head) != head:
            raise InvalidValueError("rows of one cover differ in type, name, country or dates", f"cover {id[:60]}",
                                    "Write them alike in all its rows.")
        if row["type"] not in TYPES:
            raise InvalidValueError(f"type {row['type'][:60]!r}", f"cover {id[:60]}",
                                    f"Write one of {', '.join(TYPES)}.")
        if row.get("event"):
            try:
                share = float(row["share"])
            except ValueError:
                raise InvalidValueError(f"share {row['share'][:60]!r}", f"cover {id[:60]}, {row['event'][:60]}",
                                        "Write a share from 0 to 1.") from None
            effects[id].append(Effect(row["event"], row.get("kind") or ANY, share,
                                      Label(row.get("reason_en", ""), row.get("reason_zh", "")), row.get("source", "")))
        else:
            effects[id].extend(shipped_covers()[row["type"]].effects)
    return {id: Cover(id, type, Label(english or id, chinese), tuple(effects[id]),  # type: ignore[arg-type]  # checked
                      parts(iso3), begins, ends)
            for id, (type, english, chinese, iso3, begins, ends) in heads.items()}
