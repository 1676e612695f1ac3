"""Frameworks as TOML: whatever is wrong is named by line and key, and no text does anything but that."""

from __future__ import annotations

import re

import pytest

from outward.composite import CHOICES, Framework, read_framework
from outward.composite.choices import Choices, choice, read_setting
from outward.errors import InvalidInputError, InvalidValueError, OutwardError, Problem, UnknownCodeError

HEAD = '[index]\ncode = "index"\n'  # lines 1 and 2
WHOLE = HEAD + """
[[pillar]]
code = "p"
[[indicator]]
code = "a"
pillar = "p"
[[indicator]]
code = "b"
pillar = "p"
[[indicator]]
code = "c"
"""  # lines 3 to 13
A = '[[indicator]]\ncode = "a"\n'


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInputError) as caught:
        read_framework(text, file="index.toml")
    assert {problem.file for problem in caught.value.problems} == {"index.toml"}
    assert all(problem.mend for problem in caught.value.problems)
    return caught.value.problems


def test_the_frame_of_these_tests_is_whole() -> None:
    framework = read_framework(WHOLE)
    assert framework.levels == {"a": 1, "b": 1, "c": 1, "p": 2, "index": 3}
    assert framework.pillar_of == {"a": "p", "b": "p", "c": "c"}
    assert [part.code for part in framework.parts["index"]] == ["c", "p"]


ERRORS = {
    "bad TOML": (WHOLE + "[[indicator]\n", 14, "", "line 14"),
    "no TOML at all": ("unit,a,b\nx,1,2\n", 1, "", "line 1"),
    "unknown part": (WHOLE + '[[indicators]]\ncode = "d"\n', 14, "indicators", "no part 'indicators'"),
    "unknown key of an indicator": (WHOLE + "weigth = 2\n", 14, "weigth", "indicator has no key 'weigth'"),
    "unknown key of a pillar": (WHOLE.replace('code = "p"', 'code = "p"\nlevel = 2'), 6, "level", "no key 'level'"),
    "unknown key of the index": (HEAD + "year = 2015\n" + A, 3, "year", "index has no key 'year'"),
    "no index": (A, 0, "index", "no table index"),
    "no indicator": (HEAD, 0, "indicator", "no indicator"),
    "a table where a list is": (HEAD + '[indicator]\ncode = "a"\n', 3, "indicator", "no list of tables"),
    "a number where a table is": ("indicator = [1]\n" + HEAD, 1, "indicator", "no table indicator"),
    "code left out": (HEAD + "[[indicator]]\nweight = 2\n", 3, "code", "code is None"),
    "code of two words": (HEAD + '[[indicator]]\ncode = "a b"\n', 3, "code", "code is 'a b'"),
    "a code twice": (WHOLE + '[[indicator]]\ncode = "a"\n', 14, "code", "'a' stands 2 times"),
    "an indicator called as the index": (WHOLE + '[[indicator]]\ncode = "index"\n', 14, "code", "stands 2 times"),
    "orphan": (WHOLE + 'pillar = "r"\n', 12, "pillar", "'c' stands under 'r', which is no pillar"),
    "orphan pillar": (WHOLE.replace('code = "p"', 'code = "p"\nparent = "r"'), 4, "parent", "'p' stands under 'r'"),
    "under an indicator": (WHOLE + 'pillar = "a"\n', 12, "pillar", "'c' stands under 'a', which is no pillar"),
    "a circle of one": (WHOLE.replace('code = "p"', 'code = "p"\nparent = "p"'), 4, "parent", "stands under itself"),
    "a pillar without parts": (WHOLE + '[[pillar]]\ncode = "q"\n', 14, "code", "nothing stands under the pillar 'q'"),
    "negative weight": (WHOLE + "weight = -1\n", 12, "weight", "the weight is -1"),
    "negative weight of a pillar": (WHOLE.replace('"p"\n[', '"p"\nweight = -0.5\n[', 1), 4, "weight", "is -0.5"),
    "a word for a weight": (WHOLE + 'weight = "much"\n', 12, "weight", "weight is 'much'"),
    "true for a weight": (WHOLE + "weight = true\n", 12, "weight", "weight is True"),
    "infinite weight": (WHOLE + "weight = inf\n", 12, "weight", "weight is inf"),
    "no number for a weight": (WHOLE + "weight = nan\n", 12, "weight", "weight is nan"),
    "huge whole weight": (WHOLE + f"weight = 1{'0' * 400}\n", 12, "weight", ""),
    "weights of 0 only": (WHOLE.replace('pillar = "p"', 'pillar = "p"\nweight = 0'), 6, "weight", "all weigh 0"),
    "direction 0": (WHOLE + "direction = 0\n", 12, "direction", "the direction is 0"),
    "direction 2": (WHOLE + "direction = 2\n", 12, "direction", "the direction is 2"),
    "direction in words": (WHOLE + 'direction = "-1"\n', 12, "direction", "the direction is '-1'"),
    "direction true": (WHOLE + "direction = true\n", 12, "direction", "the direction is True"),
    "factor 0": (WHOLE + "factor = 0\n", 12, "factor", "the factor is 0"),
    "reversed goalposts": (WHOLE + "goalposts = [5, 1]\n", 12, "goalposts", "5 and 1 are reversed"),
    "equal goalposts": (WHOLE + "goalposts = [5, 5]\n", 12, "goalposts", "5 and 5 are reversed or equal"),
    "one goalpost": (WHOLE + "goalposts = [5]\n", 12, "goalposts", "goalposts are [5]"),
    "infinite goalpost": (WHOLE + "goalposts = [0, inf]\n", 12, "goalposts", "goalposts are [0, inf]"),
    "huge whole goalpost": (WHOLE + f"goalposts = [0, 1{'0' * 400}]\n", 12, "goalposts", ""),
    "another transform": (WHOLE + 'transform = "log10"\n', 12, "transform", "the transform is 'log10'"),
    "a list for a transform": (WHOLE + "transform = ['ln']\n", 12, "transform", "the transform is ['ln']"),
    "goalposts without a logarithm": (WHOLE + 'transform = "ln"\ngoalposts = [0, 9]\n', 12, "transform", "not above 0"),
    "a target without a logarithm": (WHOLE + 'transform = "ln"\ntarget = -1\n', 12, "transform", "not above 0"),
    "a word for a target": (WHOLE + 'target = "high"\n', 12, "target", "target is 'high'"),
    "unknown choice": (WHOLE + '[choices.normalize]\nmethod = "rank"\n', 14, "choices", "'normalize.method'"),
    "unknown value of a choice": (WHOLE + '[choices.normalise]\nmethod = "z"\n', 14, "choices", "method is 'z'"),
    "choices that are no table": (WHOLE + "[choices]\nnormalise = 1\n", 14, "choices", "'normalise'"),
    "coverage that is no list": (WHOLE + '[coverage]\nfull = "33"\n', 14, "coverage", "no list of sectors"),
    "empty coverage": (WHOLE + "[coverage]\nfull = []\n", 14, "coverage", "no list of sectors"),
    "coverage of itself": (WHOLE + '[coverage]\nx = ["y"]\ny = ["33", "x"]\n', 14, "x", "'x' contains itself"),
    "one alternative": (WHOLE + '[[factor]]\nname = "f"\nalternatives = [{}]\n', 14, "alternatives", "two alternativ"),
    "factor without a name": (WHOLE + "[[factor]]\nalternatives = [{}, {}]\n", 14, "alternatives", "needs a name"),
    "alternative of no choice": (WHOLE + '[[factor]]\nname = "f"\nalternatives = [{x.y = 1}, {}]\n', 14,
                                 "alternatives", "no choice 'x.y'"),
    "negative points": (WHOLE + '[[allocation]]\npillar = "p"\npoints = {a = -1, b = 2}\n', 14, "points", "-1"),
    "no points": (WHOLE + '[[allocation]]\npillar = "p"\npoints = {a = 0, b = 0}\n', 14, "points", "points are"),
    "points of another pillar's part": (WHOLE + '[[allocation]]\npillar = "p"\npoints = {c = 1}\n', 14, "allocation",
                                        "'c' is no part of 'p'"),
    "comparison with a stranger": (WHOLE + '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "c"\n', 14,
                                   "comparison", "'c' is no part of 'p'"),
    "ratio 0": (WHOLE + '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "b"\nratio = 0\n', 14, "ratio", "is 0"),
}


@pytest.mark.parametrize(("text", "line", "key", "words"), ERRORS.values(), ids=ERRORS)
def test_each_mistake_is_named_by_line_and_key(text: str, line: int, key: str, words: str) -> None:
    found = problems(text)
    assert any((problem.row, problem.column) == (line, key) and words in problem.what for problem in found), found


AMBIGUOUS = {
    "regions neither true nor false": HEAD + 'regions = "yes"\n' + A,
    "factor with an empty name": WHOLE + '[[factor]]\nname = ""\nalternatives = [{}, {}]\n',
    "a grouping twice": WHOLE + '[[grouping]]\ncode = "g"\n' * 2,
    "a grouping called as an indicator": WHOLE + '[[grouping]]\ncode = "a"\n',
    "comparison with itself": WHOLE + '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "a"\nratio = 3\n',
    "a pair compared twice": WHOLE + '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "b"\nratio = 3\n'
                                     '[[comparison]]\npillar = "p"\nbetter = "b"\nthan = "a"\nratio = 3\n',
    "a sector that counts twice": WHOLE + '[coverage]\nfull = ["old", "33"]\nold = ["33", "34"]\n',
}


@pytest.mark.parametrize("text", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_nothing_ambiguous_is_read_in_silence(text: str) -> None:
    assert problems(text)


def test_a_circle_of_pillars_is_named_for_each_of_them() -> None:
    found = problems(WHOLE.replace('code = "p"', 'code = "p"\nparent = "q"') + '[[pillar]]\ncode = "q"\nparent = "p"\n')
    assert [(each.row, each.column) for each in found if "under itself" in each.what] == [(4, "parent"), (15, "parent")]


def test_several_mistakes_are_named_at_once() -> None:
    found = problems(HEAD + '[[indicator]]\ncode = "a"\nweight = -1\n[[indicator]]\ncode = "b"\ndirection = 3\n'
                            'goalposts = [2, 1]\n')
    assert [(each.row, each.column) for each in found] == [(3, "weight"), (6, "direction"), (6, "goalposts")]


def test_two_wrong_choices_are_both_named() -> None:
    text = WHOLE + '[choices.normalise]\nmethod = "z"\n[choices.impute]\nmethod = "guess"\n'
    assert len({each.what for each in problems(text)}) == 2


def test_the_second_comparison_is_named_by_its_own_line() -> None:
    text = WHOLE + '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "b"\nratio = 2\n' \
                   '[[comparison]]\npillar = "p"\nbetter = "a"\nthan = "z"\nratio = 2\n'
    assert [each.row for each in problems(text)] == [19]


@pytest.mark.parametrize("text", ["normalise.method = 'zscore'", "normalise = {method = 'Z-score'}",
                                  "[choices.normalise]\nmethod = 'z_score'"])
def test_a_choice_is_read_however_its_table_is_written(text: str) -> None:
    text = text if text.startswith("[") else f"[choices]\n{text}"
    assert read_framework(f"{WHOLE}{text}\n").choices.word("normalise.method") == "zscore"


def test_settings_of_the_command_line_go_through_the_same_table() -> None:
    assert read_setting("aggregate.levels= geometric, arithmetic") == ("aggregate.levels", "geometric,arithmetic")
    assert read_setting("uncertainty.runs=500") == ("uncertainty.runs", 500)
    with pytest.raises(InvalidValueError, match="has no ="):
        read_setting("uncertainty.runs")
    with pytest.raises(UnknownCodeError, match=r"Near it: normalise\.method"):
        read_setting("normalize.method=rank")


@pytest.mark.parametrize(("key", "value"), [
    ("screen.per_unit", 1.1), ("screen.per_unit", -0.1), ("screen.per_unit", "nan"), ("screen.per_unit", True),
    ("normalise.sd", 0), ("treat.max_winsorised", 2.5), ("treat.max_winsorised", -1), ("uncertainty.runs", 0),
    ("uncertainty.runs", "1e9"), ("aggregate.power", "inf"), ("aggregate.levels", "geometric,median"),
    ("aggregate.levels", []), ("impute.method", False), ("data.year", 2015.5), ("data.year", True),
    ("normalise.low", "low")])
def test_a_value_out_of_its_range_is_refused_by_key(key: str, value: object) -> None:
    with pytest.raises(InvalidValueError, match=re.escape(f"{key} is {value!r} (choice {key}). Take ")):
        Choices().changed({key: value})


def test_every_choice_takes_its_own_default_and_has_a_reason_in_both_languages() -> None:
    for each in CHOICES:
        assert each.read(each.default) == each.default == Choices()[each.key]
        assert all((each.name.en, each.name.zh, each.reason.en, each.reason.zh, each.values)), each.key
        assert choice(each.key) is each
    assert Choices().changed({"treat.method": "none"}).changed({"treat.method": "winsorise_then_log"}) == Choices()


DEEP = {
    "arrays": "a = " + "[" * 100_000, "closed arrays": "a = " + "[" * 100_000 + "]" * 100_000,
    "inline tables": "a = " + "{a = " * 100_000, "closed inline tables": "a = " + "{a = " * 900 + "1" + "}" * 900,
    "headers": "[" + ".".join("a" * 3000) + "]\nb = 1\n",
    "dotted choices": WHOLE + "[choices]\n" + ".".join("a" * 3000) + " = 1\n",
    "dotted value": WHOLE + "direction." + ".".join("a" * 3000) + " = 1\n",
    "dotted name": WHOLE + "name_en." + ".".join("a" * 3000) + " = 1\n",
    "dotted points": WHOLE + "[[allocation]]\npillar = 'p'\npoints." + ".".join("a" * 3000) + " = 1\n",
    "dotted alternatives": WHOLE + "[[factor]]\nname = 'f'\nalternatives = [{" + ".".join("a" * 3000) + " = 1}, {}]\n",
    "brackets in text": WHOLE + 'note_en = "' + "[" * 100_000,
}
HOSTILE = DEEP | {
    "binary": bytes(range(256)).decode("latin-1") * 100, "zeros": "\0" * 1000, "lone surrogate": 'a = "\ud800"',
    "gigantic key": WHOLE + "k" * 1_000_000 + " = 1\n",
    "gigantic header": WHOLE + f"[{'k' * 1_000_000}]\n",
    "gigantic code": HEAD + f'[[indicator]]\ncode = "{"k" * 10**6}"\n',
    "gigantic number": WHOLE + f"weight = {'9' * 5000}\n", "gigantic choice": WHOLE + f"[choices]\n{'k' * 10**6} = 1\n",
    "many parts": "".join(f"k{at} = 1\n" for at in range(2000)),
    "many indicators": HEAD + "".join(f'[[indicator]]\ncode = "a{at}"\n' for at in range(6000)),
    "a date for a weight": WHOLE + "weight = 2015-01-01\n", "a list for a code": HEAD + "[[indicator]]\ncode = ['a']\n",
    "a table for a pillar": HEAD + A + "pillar = {p = 1}\n", "a list for an index": "index = [1]\n" + A,
    "no text": "", "carriage returns": "\r" * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_in_our_words(text: str) -> None:
    with pytest.raises(OutwardError):
        read_framework(text)


def chain(pillars: int) -> str:
    parents = "".join(f'[[pillar]]\ncode = "p{at}"\nparent = "{f"p{at - 1}" if at else "index"}"\n'
                      for at in range(pillars))
    return f'{HEAD}{parents}[[indicator]]\ncode = "a"\npillar = "p{pillars - 1}"\n'


@pytest.mark.parametrize("pillars", [50, 1500])
def test_a_tall_tree_is_read_or_refused(pillars: int) -> None:
    try:
        framework: Framework | None = read_framework(chain(pillars))
    except OutwardError:
        framework = None
    assert framework is None or framework.levels["index"] == pillars + 2


def test_coverages_of_coverages_of_coverages_are_read_in_no_time() -> None:
    doubled = "".join(f'c{at + 1} = ["c{at}", "c{at}"]\n' for at in range(200))
    with pytest.raises(OutwardError):  # each sector would count 2^200 times
        read_framework(f'{WHOLE}[coverage]\nc0 = ["33"]\n{doubled}')
