"""Which names are alike; the quick way finds what comparing each with each finds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from outward_portal.records.duplicates.likeness import THRESHOLD, Named, Pair, alike_pairs, bare, numbers_of

ENGLISH = (
    "Shenyang", "Dalian", "Anshan", "Fushun", "Benxi", "Dandong", "Jinzhou", "Yingkou", "Fuxin", "Liaoyang",
    "Panjin", "Tieling", "Machine", "Tool", "Heavy", "Industry", "Pump", "Valve", "Crane", "Motor", "Transformer",
    "Bearing", "Ship", "Engine", "Boiler", "Steel", "Wire", "Cable", "Robot", "Aviation", "Instrument",
    "Hydraulic", "Precision", "Casting", "Forging",
)
CHINESE = (
    "沈阳", "大连", "鞍山", "抚顺", "本溪", "丹东", "锦州", "营口", "机床", "重工", "水泵", "阀门",
    "起重", "电机", "变压器", "轴承", "船舶", "发动机", "锅炉", "钢铁", "电缆", "机器人", "航空", "仪表",
    "液压", "精密", "铸造", "锻造",
)
ENDINGS = ("", " Co., Ltd.", " Corporation", " (Group) Company Limited", ", Inc.")
CHINESE_ENDINGS = ("", "有限公司", "股份有限公司", "（集团）有限责任公司")


def register(number: int, seed: int) -> list[Named]:
    """Invented enterprises, a third of which stand twice: with another ending, order of words, or a letter wrong."""
    random = Random(seed)
    return list(_register(number, random))


def _register(number: int, random: Random) -> Iterator[Named]:
    for n in range(0, number, 2):
        words, signs = random.sample(ENGLISH, 3), random.sample(CHINESE, 3)
        yield Named(n, (" ".join(words) + random.choice(ENDINGS), "".join(signs) + random.choice(CHINESE_ENDINGS)))
        if random.random() < 0.33:
            random.shuffle(words)
            text = " ".join(words)
            at = random.randrange(len(text))
            text = random.choice((text, text[:at] + text[at + 1:], text[:at] + "e" + text[at:]))
            yield Named(n + 1, (text + random.choice(ENDINGS), "".join(signs) + random.choice(CHINESE_ENDINGS)))
        else:
            yield Named(n + 1, (" ".join(random.sample(ENGLISH, 4)), "".join(random.sample(CHINESE, 4))))


def plain_pairs(records: list[Named]) -> list[Pair]:
    """Find alike records by comparing each name with each."""
    found = []
    for one, other in combinations(sorted(records, key=lambda each: each.id), 2):
        scores = [score for mine in map(bare, one.names) for theirs in map(bare, other.names)
                  if (score := fuzz.ratio(mine, theirs)) >= THRESHOLD and numbers_of(mine) == numbers_of(theirs)]
        by_code = bool(one.code) and one.code == other.code
        if by_code or scores:
            found.append(Pair(one.id, other.id, 100.0 if by_code else max(scores), by_code))
    return sorted(found, key=lambda pair: (not pair.by_code, -pair.score, pair.first, pair.second))


@pytest.mark.parametrize("seed", range(6))
def test_the_quick_way_finds_what_the_plain_way_finds(seed: int) -> None:
    records = register(300, seed)
    quick, plain = alike_pairs(records), plain_pairs(records)
    assert len(plain) > 40
    assert {(pair.first, pair.second) for pair in quick} == {(pair.first, pair.second) for pair in plain}
    assert [pair.score for pair in quick] == pytest.approx([pair.score for pair in plain])


@pytest.mark.parametrize(("one", "other"), [
    ("Shenyang Machine Tool Co., Ltd.", "SHENYANG MACHINE TOOL (GROUP) COMPANY LIMITED"),
    ("Dalian Heavy Industry", "Heavy Industry Dalian Inc."),
    ("沈阳机床（集团）有限责任公司", "沈阳机床股份有限公司"),
    ("沈阳鼓风机集团", "沈阳鼓风机"),
    ("Tebian Transformer", "Tebian Transfomer"),
])
def test_names_of_one_enterprise_are_alike(one: str, other: str) -> None:
    found, = alike_pairs([Named(7, (one,)), Named(3, (other,))])
    assert (found.first, found.second) == (3, 7)


@pytest.mark.parametrize(("one", "other"), [
    ("Shenyang Machine Tool Plant No. 1", "Shenyang Machine Tool Plant No. 2"),
    ("沈阳机床第1分厂", "沈阳机床第2分厂"), ("沈阳机床", "大连机床"), ("Kenya Power", "Zambia Power"),
])
def test_names_of_two_are_not(one: str, other: str) -> None:
    assert alike_pairs([Named(1, (one,)), Named(2, (other,))]) == []


def test_a_credit_code_in_common_is_told_whatever_the_names() -> None:
    found, = alike_pairs([Named(1, ("Apple",), "91350100M000100Y43"), Named(2, ("Pear",), "91350100M000100Y43")])
    assert (found.by_code, found.score) == (True, 100.0)


def test_records_without_names_and_no_records_are_no_error() -> None:
    assert alike_pairs([]) == []
    assert alike_pairs([Named(1, ()), Named(2, ("...",))]) == []


def test_a_name_of_nothing_but_endings_keeps_its_words() -> None:
    assert bare("The Company, Ltd.") == "company ltd the"


def test_the_comparisons_grow_with_the_names_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = process.cpdist

    def counted(left: list[str], right: list[str], **options: Any) -> Any:
        compared.append(len(left))
        return real(left, right, **options)

    monkeypatch.setattr(process, "cpdist", counted)
    records = [Named(n, (f"Sample Works {n:05d} Co., Ltd.", f"样本机械厂{n:05d}有限公司")) for n in range(5000)]
    assert alike_pairs(records) == []
    assert sum(compared) <= 20 * len(records)
    assert np.array(compared).size <= 1
