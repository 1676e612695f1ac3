"""What a page asks of an index: a version, what is changed beyond it, and how its table is narrowed and ordered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from outward.composite import Evaluation, Framework
from outward.composite.choices import CHOICES, Value
from outward.errors import OutwardError
from outward_portal.workbench import computing, queries
from outward_portal.workbench.computing import Asked
from outward_portal.workbench.models import IndexAssessment, IndexVersion
from outward_portal.workbench.reading import MOST_RUNS

_CHOICE: Final = "c."  # before the keys of choices in an address
_WEIGHT: Final = "w."  # before the codes of nodes
_MOST_WEIGHT: Final = 1e6
_NEAR: Final = 1e-6  # a slider rounds the weight that it begins with
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class State:
    """What an address asks for beyond a version."""

    version: int  # its number
    is_newest: bool
    choices: Mapping[str, Value] = field(default_factory=dict)  # those that differ from the version's
    weights: Mapping[str, float] = field(default_factory=dict)  # those that differ from the version's
    words: str = ""
    sort: str = "rank"
    problems: tuple[str, ...] = ()  # what could not be understood

    @property
    def is_changed(self) -> bool:
        """Whether anything is asked that is not saved."""
        return bool(self.choices or self.weights)

    def pairs(self) -> list[tuple[str, str]]:
        """Give what differs as names and values of an address or a form."""
        found = [] if self.is_newest else [("version", str(self.version))]
        found += [(f"{_CHOICE}{key}", written(value)) for key, value in self.choices.items()]
        return found + [(f"{_WEIGHT}{code}", f"{weight:.10g}") for code, weight in self.weights.items()]

    def encoded(self, **more: str) -> str:
        """Write the query of an address that asks for the same, without how the table is narrowed."""
        return urlencode([*self.pairs(), *((name, value) for name, value in more.items() if value)])

    def listed(self, **changed: str) -> str:
        """Write the query of this page, with how its table is narrowed and ordered."""
        return self.encoded(**{"q": self.words, "sort": "" if self.sort == "rank" else self.sort, **changed})

    def sorted_by(self, key: str) -> str:
        """Write this page's query in the order of a column; a second time turns the order around."""
        return self.listed(sort=f"-{key}" if self.sort == key else "" if key == "rank" else key)


@dataclass(frozen=True, slots=True)
class Bench:
    """An index on the bench: a version, what is asked beyond it, and what comes of both."""

    index: IndexAssessment
    version: IndexVersion
    state: State
    stated: Framework  # of the version, with its choices
    base: Asked  # the version
    asked: Asked  # with what is changed
    saved: Evaluation | None  # None where the version cannot be computed
    now: Evaluation | None
    error: OutwardError | None  # why there is no evaluation

    @property
    def framework(self) -> Framework:
        """The framework with the choices and weights that are asked for."""
        return self.stated if self.now is None else self.now.framework


def bench_at(index: IndexAssessment, given: Mapping[str, str]) -> Bench:
    """Put an index on the bench as an address asks.

    Raises
    ------
    Http404
        If there is no such version.
    """
    number = given.get("version", "")
    number = number if number.isascii() and number.isdecimal() and len(number) < 7 else ""
    version = queries.version_of(index, int(number or 0))
    if version is None:
        raise Http404
    base = Asked.of(version)
    stated = computing.framework_of(base)
    saved, error = _tried(base)
    weights = computing.sibling_weights(saved) if saved is not None else \
        {node.code: node.weight for node in stated.nodes if node is not stated.index}
    is_newest = index.newest_id == version.pk
    state = _read(given, stated, weights, State(version.number, is_newest))
    asked = base.changed(state.choices, {**weights, **state.weights} if state.weights else {})
    now, error = (saved, error) if asked == base else _tried(asked)
    return Bench(index, version, state, stated, base, asked, saved, now, error)


def computed_at(index: IndexAssessment, request: HttpRequest) -> tuple[Bench, Evaluation]:
    """Put an index on the bench that can be computed.

    Raises
    ------
    OutwardError
        If it cannot.
    """
    bench = bench_at(index, request.GET)
    if bench.now is None:
        assert bench.error is not None
        raise bench.error
    return bench, bench.now


def _tried(asked: Asked) -> tuple[Evaluation | None, OutwardError | None]:
    try:
        return computing.evaluated(asked), None
    except OutwardError as error:
        return None, error


def _read(given: Mapping[str, str], framework: Framework, weights: Mapping[str, float], plain: State) -> State:
    choices, wrong = _choices(given, framework)
    changed, also_wrong = _weights(given, framework, weights)
    sort = given.get("sort", "")
    key = sort.removeprefix("-")
    known = {"rank", "name", "change", *(part.code for part in framework.parts[framework.index.code])}
    return State(plain.version, plain.is_newest, choices, changed,
                 given.get("q", "").replace("\0", "").strip()[:_LONGEST], sort if key in known else "rank",
                 (*wrong, *also_wrong))


def _choices(given: Mapping[str, str], framework: Framework) -> tuple[dict[str, Value], list[str]]:
    changed: dict[str, Value] = {}
    wrong = []
    for choice in CHOICES:
        text = given.get(f"{_CHOICE}{choice.key}")
        if text is None:
            continue
        try:
            value = choice.read(text[:_LONGEST])
        except OutwardError as error:
            wrong.append(f"{error.what}. {error.mend}")
            continue
        if choice.key == "uncertainty.runs" and int(str(value)) > MOST_RUNS:
            wrong.append(_("The portal makes at most %(most)s runs.") % {"most": f"{MOST_RUNS:,}"})
        elif value != framework.choices[choice.key]:
            changed[choice.key] = value
    return changed, wrong


def _weights(given: Mapping[str, str], framework: Framework, weights: Mapping[str, float]
             ) -> tuple[dict[str, float], list[str]]:
    changed, wrong = {}, []
    for code, weight in weights.items():
        text = given.get(f"{_WEIGHT}{code}")
        if text is None:
            continue
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not 0 <= number <= _MOST_WEIGHT:
            wrong.append(_("A weight is a number from 0 up; “%(text)s” is none.") % {"text": text[:40]})
        elif not math.isclose(number, weight, rel_tol=_NEAR, abs_tol=_NEAR * _NEAR):
            changed[code] = number
    for pillar in framework.pillars:
        parts = framework.parts[pillar.code]
        if all(changed.get(part.code, weights[part.code]) == 0 for part in parts):
            for part in parts:
                changed.pop(part.code, None)
            wrong.append(_("The parts of a pillar cannot all weigh 0; these weights were left as they are."))
    return changed, wrong


def written(value: Value) -> str:
    """Write the value of a choice as an address and a form say it."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def to_save(bench: Bench) -> tuple[dict[str, Value], dict[str, float]]:
    """Give the choices and weights with which the bench, as it stands, differs from its framework's own text."""
    own = computing.written_framework(bench.version.framework_text)
    choices = {**dict(bench.asked.choices), **({"weights.method": "given"} if bench.asked.by_hand else {})}
    weights = {**dict(bench.asked.weights), **dict(bench.asked.by_hand)}
    stated = {node.code: node.weight for node in own.nodes}
    return ({key: value for key, value in choices.items() if value != own.choices[key]},
            {code: weight for code, weight in weights.items() if weight != stated.get(code)})
