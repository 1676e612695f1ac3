"""The choices behind an index: each key with its values, its default and the reason for it.

A framework's file and ``--set key=value`` go through the same table, so a choice has one name everywhere, and a key or
value that nobody has defined is an error.
"""

from __future__ import annotations

import difflib
import math
import re
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import Label

Value = str | float | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that whoever makes an index decides."""

    key: str
    name: Label
    reason: Label  # for the default
    only: tuple[str, tuple[str, ...]] = ("", ())  # the choice, and the words of it, without which this one says nothing

    @property
    def default(self) -> Value:
        """What holds where nothing is said."""
        raise NotImplementedError

    @property
    def values(self) -> str:
        """The values that are taken, for people to read."""
        raise NotImplementedError

    def read(self, given: object) -> Value:
        """Give the value that is meant, from a file's value or a command's text.

        Raises
        ------
        InvalidValueError
            If it is none that is taken; names those that are.
        """
        raise NotImplementedError

    def _wrong(self, given: object) -> InvalidValueError:
        return InvalidValueError(f"{self.key} is {reprlib.repr(given)}", f"choice {self.key}", f"Take {self.values}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChoice(Choice):
    """One of several methods; the first is the default.

    ``also`` are other names that the literature has for some of them.
    """

    words: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """The first word."""
        return self.words[0]

    @property
    def values(self) -> str:
        """All words."""
        return " | ".join(self.words)

    def read(self, given: object) -> str:
        """Give the word; hyphens, spaces and capitals do not matter."""
        plain = _plain(given)
        for name, word in (*zip(self.words, self.words, strict=True), *self.also.items()):
            if plain == _plain(name):
                return word
        raise self._wrong(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsChoice(WordChoice):
    """One method, or one a level from the bottom up; the last holds for all levels above."""

    @property
    def values(self) -> str:
        """All words, and that there may be several."""
        return f"{' | '.join(self.words)}; or several by commas, from the lowest level up"

    def read(self, given: object) -> str:
        """Give the words, joined by commas."""
        parts = given if isinstance(given, list | tuple) else str(given).split(",")
        if not parts:
            raise self._wrong(given)
        try:  # zero-argument super() does not work in a class with slots
            return ",".join(WordChoice.read(self, part) for part in parts)
        except InvalidValueError:
            raise self._wrong(given) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChoice(Choice):
    """A number within a range."""

    preset: float
    least: float = -math.inf
    most: float = math.inf
    above: bool = False  # whether `least` itself is refused

    @property
    def default(self) -> float:
        """The preset."""
        return self.preset

    @property
    def values(self) -> str:
        """The range."""
        words = ["a number"]
        words += [f"{'above' if self.above else 'of at least'} {self.least:g}"] if self.least > -math.inf else []
        words += [f"of at most {self.most:g}"] if self.most < math.inf else []
        return " ".join(words)

    def read(self, given: object) -> float:
        """Give the number."""
        try:
            number = float(str(given)) if not isinstance(given, bool) else math.nan
        except ValueError:
            raise self._wrong(given) from None
        if not math.isfinite(number) or not self.least <= number <= self.most or (self.above and number == self.least):
            raise self._wrong(given)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChoice(NumberChoice):
    """A whole number within a range."""

    @property
    def default(self) -> int:
        """The preset."""
        return int(self.preset)

    @property
    def values(self) -> str:
        """The range."""
        return f"a whole number from {int(self.least):,} to {int(self.most):,}"

    def read(self, given: object) -> int:
        """Give the number."""
        text = str(given).strip()
        if isinstance(given, bool) or not re.fullmatch(r"[+-]?[0-9]{1,20}(\.0*)?", text):
            raise self._wrong(given)
        number = int(text.partition(".")[0])  # never through a float, which has no room for a long seed
        if not self.least <= number <= self.most:
            raise self._wrong(given)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChoice(Choice):
    """A code of the framework or of the data, checked where it is used; empty for none."""

    of: str

    @property
    def default(self) -> str:
        """No code."""
        return ""

    @property
    def values(self) -> str:
        """What the code names."""
        return f"{self.of}, or nothing"

    def read(self, given: object) -> str:
        """Give the code."""
        if isinstance(given, bool) or not isinstance(given, str | int):
            raise self._wrong(given)
        return str(given).strip()


def _plain(word: object) -> str:
    return str(word).strip().lower().replace("-", "").replace("_", "").replace(" ", "")


AGGREGATIONS: Final = ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto", "copeland", "outranking",
                       "topsis")
WEIGHTINGS: Final = ("given", "equal", "pca", "entropy", "critic", "budget", "ahp", "benefit_of_doubt", "optimised")
NORMALISATIONS: Final = ("minmax", "goalposts", "zscore", "rank", "percentile_rank", "borda", "distance_to_best",
                         "distance_to_target", "distance_to_reference", "none")
IMPUTATIONS: Final = ("none", "mean", "median", "group_mean", "group_median", "regression", "last")
TREATMENTS: Final = ("winsorise_then_log", "winsorise", "log", "none")

_WEIGHTINGS_TOO: Final = {"benefit of the doubt": "benefit_of_doubt", "bod": "benefit_of_doubt",
                          "budget allocation": "budget", "optimized": "optimised",
                          "analytic hierarchy process": "ahp", "principal components": "pca"}
_AGGREGATIONS_TOO: Final = {"arithmetic mean": "arithmetic", "geometric mean": "geometric", "harmonic mean": "harmonic",
                            "power mean": "power", "mpi": "mazziotta_pareto"}
_GROUPED: Final = ("group_mean", "group_median")
_TREATED: Final = ("winsorise_then_log", "winsorise", "log")
_WINSORISED: Final = ("winsorise_then_log", "winsorise")
_CAPPED: Final = ("goalposts", "distance_to_target", "distance_to_reference")
_SCALED: Final = ("minmax", "percentile_rank", "distance_to_best", *_CAPPED)

WORDS: Final[Mapping[str, Label]] = MappingProxyType({
    "arithmetic": Label("arithmetic mean", "算术平均"), "geometric": Label("geometric mean", "几何平均"),
    "harmonic": Label("harmonic mean", "调和平均"), "power": Label("power mean", "幂平均"),
    "mazziotta_pareto": Label("Mazziotta-Pareto index", "Mazziotta-Pareto 指数"),
    "copeland": Label("Copeland's rule", "Copeland 法"),
    "outranking": Label("sum of outranking shares", "优势比例加总"),
    "topsis": Label("TOPSIS", "TOPSIS 法"), "given": Label("as the framework gives them", "按框架给定"),
    "equal": Label("equal", "等权"), "pca": Label("principal component", "主成分"),
    "entropy": Label("entropy", "熵权法"), "critic": Label("CRITIC", "CRITIC 法"),
    "budget": Label("experts' points", "专家分配法"),
    "ahp": Label("pairwise comparison (AHP)", "层次分析法"),
    "benefit_of_doubt": Label("benefit of the doubt", "“疑点利益”法"),
    "optimised": Label("optimised to the wanted influence", "按目标影响优化"),
    "minmax": Label("min-max", "极差法"), "goalposts": Label("goalposts", "门柱法"),
    "zscore": Label("z-score", "Z 分数"),
    "rank": Label("rank", "位次"), "percentile_rank": Label("percentile rank", "百分位次"),
    "borda": Label("Borda points", "Borda 计分"), "distance_to_best": Label("distance to the best", "与最优值的距离"),
    "distance_to_target": Label("distance to a target", "与目标值的距离"),
    "distance_to_reference": Label("distance to a unit of reference", "与参照对象的距离"),
    "none": Label("none", "无"),
    "mean": Label("mean of all", "总体均值"), "median": Label("median of all", "总体中位数"),
    "group_mean": Label("mean of the group", "组内均值"), "group_median": Label("median of the group", "组内中位数"),
    "regression": Label("regression", "回归"), "last": Label("last value known", "最近值"),
    "winsorise_then_log": Label("winsorise, then logarithm", "先缩尾后取对数"),
    "winsorise": Label("winsorise", "缩尾"),
    "log": Label("logarithm", "取对数"), "yes": Label("yes", "是"), "no": Label("no", "否"),
    "standard_error": Label("within standard errors", "按标准误"),
})
"""What the words of choices are called."""

CHOICES: Final[tuple[Choice, ...]] = (
    CodeChoice(key="data.year", of="a year of the data", name=Label("Year", "年份"),
               reason=Label("the newest year that the data hold", "取数据中最新的年份")),
    CodeChoice(key="data.coverage", of="a coverage of the framework", name=Label("Statistical coverage", "统计口径"),
               reason=Label("the framework's first; sectors are added up before any ratio is formed",
                            "取框架中的第一个口径；先按行业加总，再计算比率")),
    NumberChoice(key="screen.per_unit", preset=0.65, least=0, most=1,
                 name=Label("Least share of indicators that a unit must have", "单个评价对象的最低指标可得率"),
                 reason=Label("the JRC's rule of thumb for audits of indices: 65 %",
                              "欧盟联合研究中心审核综合指数时的经验标准：65%")),
    NumberChoice(key="screen.per_pillar", preset=0.5, least=0, most=1,
                 name=Label("Least share within each lowest pillar", "每个最低层支柱内的最低指标可得率"),
                 reason=Label("a pillar that rests on less than half of its indicators is not that pillar",
                              "不足一半指标支撑的支柱不能代表该支柱")),
    WordChoice(key="impute.method", words=IMPUTATIONS, also={"last value": "last"},
               name=Label("Imputation of missing values", "缺失值插补"),
               reason=Label("none: a gap stays a gap, and weights are shared out among what is there",
                            "不插补：缺失仍为缺失，权重在现有指标之间重新分配")),
    CodeChoice(key="impute.group", only=("impute.method", _GROUPED), of="a grouping of the framework",
               name=Label("Grouping for imputation", "插补所用分组"),
               reason=Label("none", "无")),
    WholeChoice(key="impute.longest_gap", only=("impute.method", ("last",)), preset=5, least=1, most=50,
                name=Label("Longest gap, years, for the last value", "以最近值插补时的最长间隔（年）"),
                reason=Label("an older value says little of today", "更早的数值难以说明现状")),
    WordChoice(key="treat.method", words=TREATMENTS, also={"winsorize": "winsorise"},
               name=Label("Treatment of outliers", "离群值处理"),
               reason=Label("winsorise point by point, take logs only where that does not help (JRC, COINr)",
                            "先逐点缩尾，仍不满足时取对数（JRC、COINr 的做法）")),
    NumberChoice(key="treat.max_skewness", only=("treat.method", _TREATED), preset=2.0, least=0,
                 name=Label("Skewness above which, with kurtosis, a column is treated", "触发处理的偏度"),
                 reason=Label("|skewness| above 2 together with kurtosis above 3.5 (Groeneveld & Meeden; JRC)",
                              "偏度绝对值大于2且峰度大于3.5（JRC）")),
    NumberChoice(key="treat.max_kurtosis", only=("treat.method", _TREATED), preset=3.5, least=-3,
                 name=Label("Excess kurtosis above which, with skewness, a column is treated", "触发处理的超额峰度"),
                 reason=Label("see treat.max_skewness", "见 treat.max_skewness")),
    WholeChoice(key="treat.max_winsorised", only=("treat.method", _WINSORISED), preset=5, least=0, most=1000,
                name=Label("Most steps of winsorisation in a column", "每列最多缩尾步数"),
                reason=Label("five, about a tenth of 51 units; fewer for 31 provinces is worth a look",
                             "5个点，约为51个对象的十分之一；31个省份时宜考虑更少")),
    WordChoice(key="normalise.method", words=NORMALISATIONS, name=Label("Normalisation", "标准化"),
               reason=Label("min-max keeps distances and is understood by everybody",
                            "极差法保留差距，且易于理解")),
    NumberChoice(key="normalise.low",
                 only=("normalise.method", _SCALED), preset=0.0, name=Label("Lowest point of the scale", "标度下限"),
                 reason=Label("0; geometric and harmonic means need more than 0, so set 1",
                              "0；几何、调和平均要求大于0，可设为1")),
    NumberChoice(key="normalise.high",
                 only=("normalise.method", _SCALED), preset=100.0, name=Label("Highest point of the scale", "标度上限"),
                 reason=Label("100", "100")),
    NumberChoice(key="normalise.mean",
                 only=("normalise.method", ("zscore",)), preset=0.0, name=Label("Mean of z-scores", "Z 分数均值"),
                 reason=Label("0; 100 for Mazziotta-Pareto", "0；Mazziotta-Pareto 指数用100")),
    NumberChoice(key="normalise.sd", only=("normalise.method", ("zscore",)), preset=1.0, least=0, above=True,
                 name=Label("Standard deviation of z-scores", "Z 分数标准差"),
                 reason=Label("1; 10 for Mazziotta-Pareto", "1；Mazziotta-Pareto 指数用10")),
    CodeChoice(key="normalise.reference",
               only=("normalise.method", ("distance_to_reference",)), of="a unit",
               name=Label("Unit of reference", "参照对象"),
               reason=Label("none", "无")),
    WordChoice(key="normalise.cap", only=("normalise.method", _CAPPED), words=("yes", "no"),
               name=Label("Cut off beyond goalposts, target or reference", "超出门柱、目标或参照时截断"),
               reason=Label("yes: beyond a goalpost nothing more is gained", "是：超出门柱不再加分")),
    WordChoice(key="weights.method", words=WEIGHTINGS, also=_WEIGHTINGS_TOO,
               name=Label("Weighting", "赋权方法"),
               reason=Label("as the framework gives them: a weight is a judgement, and a stated one can be disputed",
                            "按框架给定：权重是判断，公开的判断才可讨论")),
    CodeChoice(key="weights.levels",
               only=("weights.method", WEIGHTINGS[1:]), of="levels whose parts are weighted so (such as 2,3)",
               name=Label("Levels that the weighting applies to", "赋权方法适用的层级"),
               reason=Label("all; for the benefit of the doubt the top only", "全部；“疑点利益”法只用于最高层")),
    NumberChoice(key="weights.lower", only=("weights.method", ("benefit_of_doubt",)), preset=0.0, least=0, most=1,
                 name=Label("Least share of a part in a score (benefit of the doubt)",
                            "疑点利益法：各部分贡献份额下限"),
                 reason=Label("0: free", "0：不限")),
    NumberChoice(key="weights.upper", only=("weights.method", ("benefit_of_doubt",)), preset=1.0, least=0, most=1,
                 name=Label("Greatest share of a part in a score (benefit of the doubt)",
                            "疑点利益法：各部分贡献份额上限"),
                 reason=Label("1: free", "1：不限")),
    WordsChoice(key="aggregate.levels", words=AGGREGATIONS, also=_AGGREGATIONS_TOO,
                name=Label("Aggregation", "合成方法"),
                reason=Label("arithmetic: what one part gains another may lose, and everybody sees how much",
                             "算术平均：各部分可互相补偿，补偿程度一目了然")),
    NumberChoice(key="aggregate.power", only=("aggregate.levels", ("power",)), preset=0.5, least=-20, most=20,
                 name=Label("Exponent of the power mean", "幂平均的指数"),
                 reason=Label("0.5: between geometric (0) and arithmetic (1)", "0.5：介于几何平均与算术平均之间")),
    NumberChoice(key="aggregate.availability", preset=0.0, least=0, most=1,
                 name=Label("Least share of parts for an aggregate to have a value", "合成所需的最低构成可得率"),
                 reason=Label("0: units were screened before", "0：此前已筛选")),
    WholeChoice(key="uncertainty.runs", preset=10000, least=1, most=10_000_000,
                name=Label("Runs of the uncertainty analysis", "不确定性分析次数"),
                reason=Label("10,000: quantiles of ranks no longer move", "1万次：位次分位数已稳定")),
    WholeChoice(key="uncertainty.seed", preset=20171231, least=0, most=2**63 - 1,
                name=Label("Seed of the random numbers", "随机数种子"),
                reason=Label("fixed, so that two people get the same bands", "固定，以便他人复现")),
    NumberChoice(key="uncertainty.weight_spread", preset=0.25, least=0, most=1,
                 name=Label("How far each weight may move, as a share of it", "各权重的浮动幅度"),
                 reason=Label("25 % either way (JRC, COINr)", "上下25%（JRC、COINr）")),
    WordChoice(key="uncertainty.noise", words=("standard_error", "none"),
               name=Label("Noise of the data", "数据误差"),
               reason=Label("where the data state a standard error, it is used", "数据给出标准误时予以采用")),
)
"""Every choice, in the order of the steps."""

_BY_KEY: Final[Mapping[str, Choice]] = MappingProxyType({choice.key: choice for choice in CHOICES})


def choice(key: str) -> Choice:
    """Give a choice.

    Raises
    ------
    UnknownCodeError
        If there is none of this key; names the closest.
    """
    if key not in _BY_KEY:
        near = difflib.get_close_matches(key[:60], _BY_KEY, n=3)
        raise UnknownCodeError(f"no choice {key[:60]!r}", "choices of an index",
                               f"Near it: {', '.join(near)}." if near
                               else "`outward index choices` lists them all.")
    return _BY_KEY[key]


def told(value: Value) -> Label:
    """Put the value of a choice into words.

    Examples
    --------
    >>> told("arithmetic,geometric").en, told(0.25).zh
    ('arithmetic mean, geometric mean', '0.25')
    """
    if not isinstance(value, str):
        text = f"{value:g}" if isinstance(value, float) else str(value)
        return Label(text, text)
    labels = [WORDS.get(word, Label(word, word)) for word in value.split(",")]
    if not value:
        return Label("none", "无")
    return Label(", ".join(label.en for label in labels), "、".join(label.zh for label in labels))


def read_setting(text: str) -> tuple[str, Value]:
    """Read ``key=value``.

    Examples
    --------
    >>> read_setting("normalise.method=z-score")
    ('normalise.method', 'zscore')
    """
    key, equals, value = text.partition("=")
    if not equals:
        raise InvalidValueError(f"{text!r} has no =", "settings of an index", "Write key=value.")
    return key.strip(), choice(key.strip()).read(value)


@dataclass(frozen=True, slots=True)
class Choices:
    """A value for every choice.

    Examples
    --------
    >>> Choices().changed({"normalise.method": "rank"}).word("normalise.method")
    'rank'
    """

    stated: Mapping[str, Value] = field(default_factory=dict)  # what differs from the defaults, already read

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.stated.items())))

    def __getitem__(self, key: str) -> Value:
        return self.stated[key] if key in self.stated else choice(key).default

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        """Give every key with its value."""
        for each in CHOICES:
            yield each.key, self[each.key]

    def word(self, key: str) -> str:
        """Give a method, a code or a list of methods."""
        return str(self[key])

    def number(self, key: str) -> float:
        """Give a number."""
        return float(str(self[key]))

    def whole(self, key: str) -> int:
        """Give a whole number."""
        return int(str(self[key]))

    def in_effect(self) -> Iterator[tuple[Choice, Value]]:
        """Give every choice that has a say beside the methods that were chosen, with its value."""
        for each in CHOICES:
            other, words = each.only
            if not other or set(self.word(other).split(",")) & set(words):
                yield each, self[each.key]

    def changed(self, given: Mapping[str, object]) -> Choices:
        """Give these choices with others in the place of some.

        Raises
        ------
        UnknownCodeError, InvalidValueError
            If a key or a value is not one of ``CHOICES``.
        """
        read = {key: choice(key).read(value) for key, value in given.items()}
        stated = {**self.stated, **read}
        return Choices({key: value for key, value in sorted(stated.items()) if value != choice(key).default})
