"""What is moved on the bench: a slider a weight, a field a choice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outward.composite import Evaluation, Framework
from outward.composite.choices import CHOICES, Choice, CodeChoice, NumberChoice, Value, WordChoice, WordsChoice, told
from outward.errors import OutwardError
from outward.vocabulary.labels import Label
from outward_portal.theme.languages import current_language
from outward_portal.workbench import computing
from outward_portal.workbench.asking import Bench, written

MAIN: Final = ("data.year", "data.coverage", "normalise.method", "treat.method", "impute.method", "weights.method",
               "aggregate.levels")
"""The choices that stand on the page; the others are folded away."""

_STEPS: Final = 20  # of a slider, from 0 to the weight that it begins with
_REACH: Final = 3  # times that weight


@dataclass(frozen=True, slots=True)
class Slider:
    """The weight of a node among its siblings."""

    id: str  # in the page
    name: str  # of its field
    label: Label
    value: str
    step: str
    most: str
    share: str  # of its siblings' weights together, in percent
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one pillar."""

    label: Label
    sliders: tuple[Slider, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a select."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """A choice as a field."""

    id: str
    name: str
    label: Label
    value: str
    kind: Literal["select", "number", "text"]
    options: tuple[Option, ...]
    least: str
    most: str
    reason: Label  # for the default
    own: Label | None  # the framework's own value, where it is another than what is taken
    is_changed: bool


def groups(bench: Bench) -> list[Group]:
    """Give the sliders: the parts of the index first, then those of each pillar; a part without siblings has none."""
    framework = bench.stated
    weights = computing.sibling_weights(bench.saved) if bench.saved is not None else \
        {node.code: node.weight for node in framework.nodes if node is not framework.index}
    shares = _shares(bench.now, framework)
    places = {node.code: place for place, node in enumerate(framework.nodes)}
    found = []
    for pillar in sorted(framework.pillars, key=lambda pillar: -framework.levels[pillar.code]):
        parts = framework.parts[pillar.code]
        if len(parts) < 2:
            continue
        usual = sum(weights[part.code] for part in parts) / len(parts)
        found.append(Group(pillar.name, tuple(
            _slider(f"weight-{places[part.code]}", part.code, part.name, weights[part.code] or usual,
                    bench.state.weights.get(part.code, weights[part.code]), shares.get(part.code, math.nan),
                    is_changed=part.code in bench.state.weights) for part in parts)))
    return found


def _slider(id: str, code: str, name: Label, begins: float, now: float, share: float, *, is_changed: bool) -> Slider:
    most = max(begins * _REACH, now)
    return Slider(id, f"w.{code}", name, f"{now:.10g}", f"{begins / _STEPS:.10g}", f"{most:.10g}",
                  "–" if math.isnan(share) else f"{share:.1%}", is_changed)


def _shares(evaluation: Evaluation | None, framework: Framework) -> dict[str, float]:
    """Give the share of each node in its siblings' weights."""
    if evaluation is None:
        return {}
    return {part.code: float(weight) for pillar in framework.pillars
            for part, weight in zip(framework.parts[pillar.code], evaluation.weights[pillar.code].values, strict=True)}


def fields(bench: Bench, *, main: bool) -> list[Field]:
    """Give the choices that stand on the page, or those that are folded away."""
    return [_field(bench, choice) for choice in CHOICES
            if (choice.key in MAIN) == main and _says_something(bench, choice)]


def _says_something(bench: Bench, choice: Choice) -> bool:
    """Leave out what the data or the framework give no choice of."""
    if choice.key == "data.year":
        return len(_years(bench)) > 1
    if choice.key == "data.coverage":
        return len(bench.stated.coverages) > 1
    return choice.key != "impute.group" or bool(bench.stated.groupings)


def _years(bench: Bench) -> tuple[str, ...]:
    try:
        return computing.data_of(bench.asked).years
    except OutwardError:  # said where the ranks would stand
        return ()


def _field(bench: Bench, choice: Choice) -> Field:
    value = bench.state.choices.get(choice.key, bench.stated.choices[choice.key])
    own = computing.written_framework(bench.version.framework_text).choices[choice.key]
    options = tuple(_options(bench, choice, value))
    least, most = ("", "")
    if isinstance(choice, NumberChoice):
        least, most = (f"{end:g}" if math.isfinite(end) else "" for end in (choice.least, choice.most))
    kind: Literal["select", "number", "text"] = "select" if options else \
        "number" if isinstance(choice, NumberChoice) else "text"
    return Field(f"choice-{choice.key.replace('.', '-')}", f"c.{choice.key}", choice.name, written(value), kind,
                 options, least, most, choice.reason, told(own) if own != value else None,
                 choice.key in bench.state.choices)


def _options(bench: Bench, choice: Choice, value: Value) -> Iterator[Option]:
    if isinstance(choice, WordsChoice):
        stated = [str(each[choice.key]) for factor in bench.stated.factors for each in factor.alternatives
                  if choice.key in each]
        for words in dict.fromkeys((*choice.words, *stated, str(value))):
            yield Option(words, _by_level(words))
    elif isinstance(choice, WordChoice):
        yield from (Option(word, told(word)) for word in choice.words)
    elif isinstance(choice, CodeChoice):
        yield from _codes(bench, choice)


def _by_level(words: str) -> Label:
    """Name the rules of aggregation, from the lowest level up."""
    first, *above = words.split(",")
    label = told(first)
    for each in map(told, above):
        label = Label(f"{label.en}, above it {each.en}", f"{label.zh}，以上各层{each.zh}")
    return label


def _codes(bench: Bench, choice: CodeChoice) -> Iterator[Option]:
    """Give the codes that the data and the framework know; of levels any may be written."""
    if choice.key == "data.year":
        years = _years(bench)
        yield Option("", Label(f"newest ({years[-1]})", f"最新（{years[-1]}）"))
        yield from (Option(year, Label(year, year)) for year in reversed(years))
    elif choice.key == "data.coverage":
        names = list(bench.stated.coverages)
        yield Option("", Label(f"the first ({names[0]})", f"首个（{names[0]}）"))
        yield from (Option(name, Label(name, name)) for name in names)
    elif choice.key == "impute.group":
        yield Option("", told(""))
        yield from (Option(each.code, each.name) for each in bench.stated.groupings)
    elif choice.key == "normalise.reference" and bench.now is not None:
        yield Option("", told(""))
        yield from sorted((Option(unit, name) for unit, name in
                           zip(bench.now.units, bench.now.inputs.names, strict=True)),
                          key=lambda option: option.label.text(current_language()))


def told_changes(bench: Bench) -> str:
    """Say what differs from the saved version."""
    choices, weights = len(bench.state.choices), len(bench.state.weights)
    if not choices and not weights:
        return ""
    parts = [ngettext("%(count)s choice", "%(count)s choices", choices) % {"count": choices}] if choices else []
    parts += [ngettext("%(count)s weight", "%(count)s weights", weights) % {"count": weights}] if weights else []
    return _("Not saved: differs from version %(version)s in %(what)s.") % {
        "version": bench.version.number, "what": _(" and ").join(parts)}
