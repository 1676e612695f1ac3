"""The numbers of an index as figures that lead from a rank down to the cells of the data.

What a formula can say is said by one: sums over sectors, ratios, means that fill gaps, winsorisation, logarithms,
normalisation, means up the tree, ranks. What it cannot (a regression, weights that differ by unit, rules that compare,
bands from many runs) stands as computed by the study, with the choices and the seed from which it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from outward.composite.aggregation import NEXT_TO_ZERO
from outward.composite.data import Entry, IndexData, Key
from outward.composite.evaluation import Evaluation
from outward.composite.framework import Indicator
from outward.composite.tree import method_at
from outward.vocabulary.figures import Cell, Figure, Kind, derive, printed
from outward.vocabulary.units import units

COMPUTED: Final = "index"
"""Id of the source of numbers that no formula over cells says."""

CellFigure = Callable[[Key, Entry], Figure]
_LINEAR: Final = ("minmax", "distance_to_best", "goalposts", "zscore", "none")


class TracedIndex:
    """Figures of one evaluation, each made once.

    Parameters
    ----------
    evaluation : Evaluation
        Whose numbers they are.
    data : IndexData
        Its entries.
    cell_figure : callable
        Gives the figure of an entry: where the cell stands.
    """

    def __init__(self, evaluation: Evaluation, data: IndexData, cell_figure: CellFigure) -> None:
        self.evaluation, self.data, self.cell_figure = evaluation, data, cell_figure
        self.framework = evaluation.framework
        self.prefix = f"index.{self.framework.id}"
        self.columns = {each.code: place for place, each in enumerate(self.framework.indicators)}
        self.statuses = evaluation.stages.statuses("treated")
        self._sectors = {member for members in self.framework.coverages.values() for member in members}
        self._sectors |= set(self.framework.coverages)
        self._kept: dict[tuple[str, ...], Figure] = {}

    def score(self, unit: int, code: str) -> Figure:
        """Give the score of a unit at a node: of an indicator, its normalised value."""
        if code in self.columns:
            return self._once(("normalised", code, str(unit)), lambda: self._normalised(unit, code))
        return self._once(("score", code, str(unit)), lambda: self._score(unit, code))

    def rank(self, unit: int, code: str) -> Figure:
        """Give the place of a unit at a node."""
        def make() -> Figure:
            ranked = [place for place in range(len(self.evaluation.units))
                      if self.evaluation.ranks[code][place] and place != unit]
            figures = [self.score(unit, code), *(self.score(place, code) for place in ranked)]
            place = int(self.evaluation.ranks[code][unit])
            made = derive(self._id(unit, code, "rank"), _call("rank", len(figures)), figures, unit="rank", digits=0,
                          kind="rank")
            # Scores that differ by rounding alone are equal to the index and not to the formula.
            return made if made.value == place else self.computed(self._id(unit, code, "rank"), place, "rank", 0)

        return self._once(("rank", code, str(unit)), make)

    def computed(self, id: str, value: float, kind: Kind = "index", digits: int = 1, unit: str = "") -> Figure:
        """Give a number that the study computed and no formula says."""
        code = unit or ("rank" if kind == "rank" else "index")
        cell = Cell(COMPUTED, id, f"{value:.{digits}f}", COMPUTED)
        return printed(cell, float(value), unit=code, digits=digits, kind=kind)

    def _once(self, key: tuple[str, ...], make: Callable[[], Figure]) -> Figure:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _id(self, unit: int, code: str, step: str) -> str:
        return f"{self.prefix}.{_part(self.evaluation.units[unit])}.{_part(code)}.{step}"

    def _score(self, unit: int, code: str) -> Figure:
        value = float(self.evaluation.scores[code][unit])
        parts = [(part, weight) for part, weight in zip(self.framework.parts[code],
                                                        self.evaluation.weights[code].values, strict=True)
                 if not np.isnan(self.evaluation.scores[part.code][unit]) and weight > 0]
        formula = _mean_formula(method_at(self.framework, self.framework.levels[code]),
                                [float(weight) for _, weight in parts],
                                self.framework.choices.number("aggregate.power"))
        if formula is None or code in self.evaluation.own_weights:
            return self.computed(self._id(unit, code, "score"), value)
        return derive(self._id(unit, code, "score"), formula, [self.score(unit, part.code) for part, _ in parts],
                      unit="index", digits=1, kind="index")

    def _normalised(self, unit: int, code: str) -> Figure:
        indicator, id = self.framework.indicators[self.columns[code]], self._id(unit, code, "normalised")
        found = self._normalisation(unit, indicator)
        if found is None:
            return self.computed(id, float(self.evaluation.scores[code][unit]))
        formula, inputs = found
        return derive(id, formula, inputs, unit="index", digits=1, kind="index")

    def _normalisation(self, unit: int, indicator: Indicator) -> tuple[str, list[Figure]] | None:
        choices, own = self.framework.choices, self._treated(unit, indicator)
        method, low = choices.word("normalise.method"), choices.number("normalise.low")
        width = choices.number("normalise.high") - low
        turned = "x1" if indicator.direction > 0 else "-x1"
        if method == "none":
            return turned, [own]
        if method == "zscore":
            mean, spread = self._moment(indicator, "mean"), self._moment(indicator, "sd")
            sign = "" if indicator.direction > 0 else "-"
            return (f"{sign}(x1-x2)/x3*{choices.number('normalise.sd')!r}+{choices.number('normalise.mean')!r}",
                    [own, mean, spread])
        if method == "goalposts" and indicator.goalposts is not None:
            least, most = (indicator.transformed(post) for post in indicator.goalposts)
            share = f"(x1-{least!r})/({most!r}-{least!r})" if indicator.direction > 0 else (
                f"({most!r}-x1)/({most!r}-{least!r})")
            share = f"min(max({share},0),1)" if choices.word("normalise.cap") == "yes" else share
            return f"{low!r}+{width!r}*{share}", [own]
        if method in ("minmax", "distance_to_best"):
            ends = [self._moment(indicator, "min"), self._moment(indicator, "max")]
            share = "(x1-x2)/(x3-x2)" if indicator.direction > 0 else "(x3-x1)/(x3-x2)"
            return f"{low!r}+{width!r}*{share}", [own, *ends]
        return None

    def _moment(self, indicator: Indicator, name: str) -> Figure:
        """Give the least, greatest, mean or standard deviation of a treated indicator over the units."""
        def make() -> Figure:
            figures = [self._treated(unit, indicator) for unit in range(len(self.evaluation.units))
                       if not np.isnan(self.evaluation.stages.treated[unit, self.columns[indicator.code]])]
            if name == "sd":
                squares = ",".join(f"(x{place}-x1)**2" for place in range(2, len(figures) + 2))
                formula = f"(sum({squares})/{len(figures) - 1})**0.5"
                inputs = [self._moment(indicator, "mean"), *figures]
            else:
                formula, inputs = _call(name, len(figures)), figures
            return derive(f"{self.prefix}.{_part(indicator.code)}.{name}", formula, inputs, unit=figures[0].unit,
                          digits=2, kind="level")

        return self._once((name, indicator.code), make)

    def _treated(self, unit: int, indicator: Indicator) -> Figure:
        return self._once(("treated", indicator.code, str(unit)), lambda: self._treatment(unit, indicator))

    def _treatment(self, unit: int, indicator: Indicator) -> Figure:
        column = self.columns[indicator.code]
        filled = self._filled(unit, indicator)
        done, value = self.evaluation.stages.treatments[column], self.evaluation.stages.treated[unit, column]
        id = self._id(unit, indicator.code, "treated")
        if done.logged:
            sign = "" if done.before[0] > 0 else "-"
            ends = ("x2", "x3") if done.before[0] > 0 else ("-x3", "-x2")
            formula = f"{sign}ln({sign}x1-{_in(ends[0])}+0.01*({ends[1]}-{_in(ends[0])}))"
            return derive(id, formula, [filled, self._end(indicator, "min"), self._end(indicator, "max")],
                          unit="index", digits=2, kind="index")
        if not done.winsorised[unit]:
            return filled
        edges = [place for place in range(len(self.evaluation.units)) if not done.winsorised[place]
                 and self.evaluation.stages.imputed[place, column] == value]
        if not edges:
            return self.computed(id, float(value))
        rule = "min(x1,x2)" if value < self.evaluation.stages.imputed[unit, column] else "max(x1,x2)"
        return derive(id, rule, [filled, self._filled(edges[0], indicator)], unit=filled.unit, digits=2, kind="level")

    def _end(self, indicator: Indicator, name: str) -> Figure:
        """Give the least or greatest of an indicator before treatment."""
        def make() -> Figure:
            figures = [self._filled(unit, indicator) for unit in range(len(self.evaluation.units))
                       if not np.isnan(self.evaluation.stages.imputed[unit, self.columns[indicator.code]])]
            return derive(f"{self.prefix}.{_part(indicator.code)}.untreated-{name}", _call(name, len(figures)), figures,
                          unit=figures[0].unit, digits=2, kind="level")

        return self._once((f"untreated-{name}", indicator.code), make)

    def _filled(self, unit: int, indicator: Indicator) -> Figure:
        return self._once(("filled", indicator.code, str(unit)), lambda: self._imputation(unit, indicator))

    def _imputation(self, unit: int, indicator: Indicator) -> Figure:
        stages, column = self.evaluation.stages, self.columns[indicator.code]
        if not stages.filled[unit, column]:
            return self._ratio(unit, indicator)
        method, id = self.framework.choices.word("impute.method"), self._id(unit, indicator.code, "imputed")
        known = [place for place in range(len(self.evaluation.units)) if not stages.filled[place, column]
                 and not np.isnan(stages.denominated[place, column])]
        if method.startswith("group_"):
            words = self.evaluation.inputs.groups[self.framework.choices.word("impute.group")]
            known = [place for place in known if not words[unit] or words[place] == words[unit]]
        if method == "last":
            return self._older(unit, indicator)
        rule = method.removeprefix("group_")
        if rule not in ("mean", "median") or not known:
            return self.computed(id, float(stages.imputed[unit, column]))
        figures = [self._ratio(place, indicator) for place in known]
        return derive(id, _call(rule, len(figures)), figures, unit=figures[0].unit, digits=2, kind="level")

    def _older(self, unit: int, indicator: Indicator) -> Figure:
        """Give the newest older value that is known."""
        variables = self.evaluation.inputs.variables
        codes = [code for code in (indicator.variable, indicator.denominator) if code]
        columns = [variables.index(code) for code in codes]
        year = next(year for year, values in self.evaluation.inputs.earlier
                    if not np.isnan(values[unit, columns]).any())
        return self._ratio(unit, indicator, year)

    def _ratio(self, unit: int, indicator: Indicator, year: str = "") -> Figure:
        return self._once(("ratio", indicator.code, str(unit), year), lambda: self._division(unit, indicator, year))

    def _division(self, unit: int, indicator: Indicator, year: str) -> Figure:
        top = self.variable(unit, indicator.variable, year)
        if not indicator.denominator and indicator.factor == 1 and not indicator.transform:
            return top
        scaled = "x1" if indicator.factor == 1 else f"{indicator.factor!r}*x1"
        code = indicator.unit if indicator.unit in units() else "index"
        inputs = [top, self.variable(unit, indicator.denominator, year)] if indicator.denominator else [top]
        formula = f"{scaled}/x2" if indicator.denominator else scaled
        if indicator.transform == "ln":
            formula, code = f"ln({formula})", "index"
        return derive(self._id(unit, indicator.code, f"ratio{year and '-'}{year}"), formula, inputs, unit=code,
                      digits=2, kind="ratio")

    def variable(self, unit: int, variable: str, year: str = "") -> Figure:
        """Give the value of a variable: a cell, or the sum of the cells of the coverage's sectors.

        ``year`` is that of the evaluation where it is empty.
        """
        when = year or self.evaluation.inputs.year
        return self._once(("variable", variable, str(unit), when), lambda: self._variable(unit, variable, when))

    def _variable(self, unit: int, variable: str, year: str) -> Figure:
        name = self.evaluation.units[unit]
        entries = [self.data.entries.get((name, variable, when, sector)) for sector in self._sectors
                   for when in (year, "")]
        is_divided = any(entry is not None and not np.isnan(entry.value) for entry in entries)
        if is_divided:
            return self._sum(name, variable, year, self.evaluation.inputs.coverage)
        dated = (name, variable, year, "")
        key = dated if dated in self.data.entries else (name, variable, "", "")
        return self.cell_figure(key, self.data.entries[key])

    def _sum(self, unit: str, variable: str, year: str, coverage: str) -> Figure:
        members: Mapping[str, Sequence[str]] = self.framework.coverages
        for key in ((unit, variable, year, coverage), (unit, variable, "", coverage)):
            if key in self.data.entries:
                return self.cell_figure(key, self.data.entries[key])
        figures = [self._sum(unit, variable, year, member) for member in members[coverage]]
        id = f"{self.prefix}.{_part(unit)}.{_part(variable)}.{_part(coverage)}.{year or 'undated'}"
        return derive(id, _call("sum", len(figures)), figures,
                      unit=figures[0].unit, digits=figures[0].digits, kind="level")


def _part(code: str) -> str:
    """Write a code so that the dots between codes are told from dots in them."""
    return code.replace("%", "%25").replace(".", "%2E")


def _call(function: str, count: int) -> str:
    return f"{function}({','.join(f'x{place}' for place in range(1, count + 1))})"


def _in(term: str) -> str:
    return f"({term})" if term.startswith("-") else term


def _mean_formula(method: str, weights: Sequence[float], power: float) -> str | None:
    """Write a mean of ``x1..xn`` with weights, which are scaled to sum to 1."""
    total = sum(weights)
    shares = [weight / total for weight in weights] if total else []
    terms = [(f"x{place}", share) for place, share in enumerate(shares, 1)]
    if method == "arithmetic":
        return "+".join(f"{share!r}*{x}" for x, share in terms)
    if method == "geometric" or (method == "power" and abs(power) < NEXT_TO_ZERO):
        return "*".join(f"{x}**{share!r}" for x, share in terms)
    if method == "harmonic":
        return f"1/({'+'.join(f'{share!r}/{x}' for x, share in terms)})"
    if method == "power":
        return f"({'+'.join(f'{share!r}*{x}**{_in(repr(power))}' for x, share in terms)})**(1/{_in(repr(power))})"
    if method == "mazziotta_pareto":
        mean = f"({'+'.join(f'{share!r}*{x}' for x, share in terms)})"
        squares = f"({'+'.join(f'{share!r}*{x}**2' for x, share in terms)})"
        return f"{mean}-({squares}-{mean}**2)/{mean}"
    return None


def file_cells(data: IndexData, units_of: Mapping[str, str], source: str) -> CellFigure:
    """Give figures of the cells of a user's file, each named by its row and variable.

    Parameters
    ----------
    data : IndexData
        Names the file.
    units_of : mapping
        Variable to the code of its unit.
    source : str
        Id of the source that the file is.
    """
    def figure(key: Key, entry: Entry) -> Figure:
        unit, variable, year, sector = key
        row = ".".join(_part(part) for part in (str(entry.row), unit, variable, year, sector) if part)
        code = units_of.get(variable, "")
        digits = max(0, -_exponent(entry.value))
        return printed(Cell(data.file, row, repr(entry.value), source), entry.value,
                       unit=code if code in units() else "index", digits=digits, kind="level")

    return figure


def _exponent(value: float) -> int:
    text = repr(value)
    return 0 if "e" in text else -len(text.partition(".")[2].rstrip("0"))
