"""Facts found: what holds within rounding in most rows is taken for a rule, and what breaks it for a finding.

Every fact found is shown as such. A rule needs 60 per cent of the rows, fewer where a label or a header states it, and
more rows than luck would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from outward.audit.derived import MOST, MOST_COLUMNS, NAMED, ROOM, growths, ratios, shares_of_total, spread_of, vote
from outward.audit.documents import Fact
from outward.audit.grids import Grid, grids_of
from outward.audit.naming import is_total, period_before
from outward.audit.numbers import Numbers
from outward.audit.outliers import SMOOTH
from outward.audit.phrases import Per, Share, parse_indicator
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.regions import regions

_NATION = frozenset({"全国", "national", "nation", "country", "china", "中国", "nationwide", "thenation",
                     "wholecountry"})
_OF_WHICH = ("of which", "其中")
MOST_OF_SHARES = 0.4  # of rows that sum to 100: luck hardly does that twice
_SPREAD_OF_SHARES = 20.0  # by which a row of any percentages may miss 100
_BITS_OF_SHARES = 9.0
_NEARLY_ALL = 0.75
_NEAR = (0.6, 1.6)  # of a total: the sum of parts of which one has a wrong digit
_NOISE = 6.0  # slacks: what misses by less is not wrong, but not exact
_FLOWS = ("flow", "流量", "净增", "增减", "net increase", "net change", "net new", "net addition")


def facts_in(numbers: Numbers) -> tuple[Fact, ...]:
    """Find the facts of a document.

    Parameters
    ----------
    numbers : Numbers
        Of a document.

    Returns
    -------
    tuple of Fact
        None of them declared.
    """
    found: list[Fact] = []
    grids = grids_of(numbers)
    for grid in grids:
        taken: set[str] = set()
        compositions = list(_compositions(grid))
        taken |= {word for fact in compositions for word in fact.keys["indicators"]}
        columns = [*growths(grid, taken)]
        taken |= {fact.keys["indicator"] for fact in columns}
        columns += [*shares_of_total(grid, taken), *ratios(grid, taken)]
        found += [*compositions, *columns, *_hidden_totals(grid, taken), *_totals_of_means(compositions)]
        plain = [column for column in grid.levels() if grid.word(column) not in taken]
        found += [*_two_way(grid, plain), *_totals(grid, plain), *_region_totals(grid, plain),
                  *_period_totals(grid, plain)]
        accounts = [*_sums_of_columns(grid, plain), *_carries(grid, plain), *_stock_flows(grid, plain)]
        found += [*accounts, *_of_which(grid, grids), *_twins(grid, plain, accounts)]
    found += _parts_of_regions(grids, found)
    return tuple({repr(fact): fact for fact in found}.values())


def _fact(kind: str, **keys: object) -> Fact:
    return Fact(kind, keys, declared=False)


def _holds(miss: NDArray[np.float64], slack: NDArray[np.float64]) -> bool:
    """Whether most rows hold, and more than one."""
    tally = vote(miss, slack)
    return tally.holds >= 2 and tally.share >= MOST


# -- sums -----------------------------------------------------------------------------------------------------------


def _two_way(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    pairs = [word for word in grid.items.values() if "/" in word]
    if len(pairs) < max(4, 0.6 * len(grid.items)):
        return
    heads = [tuple(part.strip() for part in word.partition("/")[::2]) for word in pairs]
    total = next((label for pair in heads for label in pair if is_total(label)), None)
    if total is None:
        return
    rows, columns = (tuple(dict.fromkeys(pair[k] for pair in heads if not is_total(pair[k]))) for k in (0, 1))
    for column in plain:
        yield _fact("two_way_total", table=grid.table, indicator=grid.word(column), rows=rows, cols=columns,
                    total=total)


def _groups(grid: Grid, place: int) -> list[NDArray[np.int64]]:
    """Rows that differ in one part of their key only: the parts of one sum, or the years of one series."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(grid.rows):
        groups.setdefault(tuple(part for k, part in enumerate(row) if k != place), []).append(at)
    return [np.array(group) for group in groups.values()]


def _totals(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    """The item that is the sum of the others, by its label or by its numbers."""
    if any("/" in word for word in grid.items.values()) or len(grid.items) < 3:
        return
    kept: dict[str, list[str]] = {}
    repeated: set[str] = set()  # what holds in several regions or years is no accident
    partial: dict[str, list[str]] = {}
    for column in plain:
        for item, holds, count, exceeds in _sum_holds(grid, column, 1):
            labelled = is_total(grid.items[item])
            if holds >= MOST * count or (labelled and holds * 3 >= count):
                kept.setdefault(item, []).append(grid.word(column))
                repeated |= {item} if holds > 1 else set()
            elif labelled and exceeds >= MOST * count and count > 1:
                partial.setdefault(item, []).append(grid.word(column))
            elif labelled and count == 1 and _is_near(grid, column, item):
                kept.setdefault(item, []).append(grid.word(column))
    for item, words in kept.items():
        if is_total(grid.items[item]) or len(words) > 1 or item in repeated:
            more = [grid.word(column) for column in plain if grid.word(column) not in words
                    and grid.word(column) not in partial.get(item, ()) and _is_near(grid, column, item)]
            yield _fact("total", table=grid.table, item=grid.items[item], indicators=[*words, *more], complete=True)
    for item, words in partial.items():
        yield _fact("total", table=grid.table, item=grid.items[item], indicators=words, complete=False)


def _totals_of_means(compositions: Sequence[Fact]) -> Iterator[Fact]:
    """Where a row is the mean of the others weighted by a column, it is their sum in that column."""
    for fact in compositions:
        if fact.keys.get("of") and fact.keys.get("total_item"):
            yield _fact("total", table=fact.keys["table"], item=fact.keys["total_item"], indicators=[fact.keys["of"]],
                        complete=True)


def _sum_holds(grid: Grid, column: int, place: int) -> list[tuple[str, int, int, int]]:
    """For each item (or region): in how many groups it is the sum of the others, of how many, and exceeds it in."""
    tally: dict[str, list[int]] = {}
    details = {item for item, word in grid.items.items() if word.casefold().lstrip().startswith(_OF_WHICH)}
    for rows in _groups(grid, place):
        group = rows[[grid.rows[at][1] not in details for at in rows]]
        values, halves = grid.values[group, column], grid.halves[group, column]
        known = np.isfinite(values)
        if known.sum() < 3:
            continue
        whole, slack = values[known].sum(), halves[known].sum() * ROOM + 1e-9 * np.abs(values[known]).sum()
        for at in group[known]:
            entry = tally.setdefault(grid.rows[at][place], [0, 0, 0])
            entry[1] += 1
            entry[0] += abs(whole - 2 * grid.values[at, column]) <= slack
            entry[2] += 2 * grid.values[at, column] - whole > slack
    return [(key, holds, count, exceeds) for key, (holds, count, exceeds) in tally.items()]


def _is_near(grid: Grid, column: int, item: str) -> bool:
    """Whether a labelled total is its parts' sum but for one slip, and no mean of them: else it sums something else."""
    if isinstance(parse_indicator(grid.word(column)), Per):
        return False
    parts, whole = next(_parted(grid, column, 1, item), (np.array([]), 0.0))
    return bool(parts.size > 1 and not parts.min() <= whole <= parts.max() and _but_for_a_slip(parts, whole))


def _parted(grid: Grid, column: int, place: int, name: str) -> Iterator[tuple[NDArray[np.float64], float]]:
    """The other numbers of each group in which an item (or region) has a number above nought, and this number."""
    for group in _groups(grid, place):
        values = grid.values[group, column]
        own = np.array([grid.rows[row][place] == name for row in group])
        if own.any() and values[own][0] > 0:
            yield values[~own & np.isfinite(values)], float(values[own][0])


def _but_for_a_slip(parts: NDArray[np.float64], whole: float) -> bool:
    """Whether parts are near a whole, or would be if the unit of one of them, or of the whole, had not slipped."""
    if _NEAR[0] < parts.sum() / whole < _NEAR[1]:
        return True
    rest = parts.sum() - parts
    slipped = [rest + parts * 10.0**power for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
    wholes = whole * 10.0 ** np.array([-4.0, -3, -2, -1, 1, 2, 3, 4])
    return bool(np.any(np.abs(np.array(slipped) / whole - 1) < 0.01) or np.any(np.abs(parts.sum() / wholes - 1) < 0.01))


def _region_totals(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    names = grid.axis(0)
    if len(names) < 3:
        return
    kept: dict[str, list[str]] = {}
    repeated: set[str] = set()
    for column in plain:
        for region, holds, count, _ in _sum_holds(grid, column, 0):
            if holds >= MOST * count and holds:
                kept.setdefault(region, []).append(grid.word(column))
                repeated |= {region} if holds > 1 or is_total(grid.regions[region]) else set()
    found = {region: words for region, words in kept.items() if len(words) > 1 or region in repeated}
    for region, words in found.items():
        words += [grid.word(column) for column in plain if len(words) > 1 and grid.word(column) not in words
                  and _may_be_whole(grid, column, region)]
        yield _fact("region_total", table=grid.table, indicators=words, total=grid.regions[region],
                    members=[grid.regions[name] for name in names if name != region])
    if not found:
        yield from _region_totals_within(grid, names, plain)


def _may_be_whole(grid: Grid, column: int, region: str) -> bool:
    """Whether a region that is the sum of the others in other columns can be it in this one, but for a slip."""
    found = ((parts, whole) for parts, whole in _parted(grid, column, 0, region) if parts.size > 1)
    parts, whole = next(found, (np.array([]), 0.0))
    return parts.size > 1 and _but_for_a_slip(parts, whole)


def _region_totals_within(grid: Grid, names: Sequence[str], plain: Sequence[int]) -> Iterator[Fact]:
    """Totals of some regions beside a nation that they do not make up: the nation left out."""
    rows = {name: grid.shifted(0, dict.fromkeys(names, name)) for name in names}
    for nation in names:
        inner = [name for name in names if name != nation]
        if len(inner) < 3:
            return
        for total in inner:
            members = [name for name in inner if name != total]
            words = [grid.word(column) for column in plain if _adds_to(grid, column, rows, members, total)]
            if len(words) > 1:
                yield _fact("region_total", table=grid.table, indicators=words, total=grid.regions[total],
                            members=[grid.regions[name] for name in members])


def _adds_to(grid: Grid, column: int, rows: Mapping[str, NDArray[np.int64]], members: Sequence[str],
             total: str) -> bool:
    own = np.array([row[0] == total for row in grid.rows])
    miss, slack = -grid.values[:, column], grid.halves[:, column].copy()
    for name in members:
        values, halves = grid.moved(rows[name], column)
        miss, slack = miss + values, slack + halves
    return _holds(miss[own], slack[own])


def _period_totals(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    """Years beside their quarters, halves or months: they are the sum, unless they are the last of them."""
    periods = set(grid.axis(2))
    for suffixes in (("Q1", "Q2", "Q3", "Q4"), ("H1", "H2"), tuple(f"M{month:02d}" for month in range(1, 13))):
        years = [period for period in periods if all(f"{period}{suffix}" in periods for suffix in suffixes)]
        whole = np.array([row[2] in years for row in grid.rows])
        if not years:
            continue
        rows = [grid.shifted(2, {year: f"{year}{suffix}" for year in years})[whole] for suffix in suffixes]
        for column in plain:
            parts, halves = zip(*(grid.moved(at, column) for at in rows), strict=True)
            own, own_half = grid.values[whole, column], grid.halves[whole, column]
            tally = vote(np.sum(parts, axis=0) - own, np.sum(halves, axis=0) + own_half)
            last = vote(parts[-1] - own, np.abs(0.02 * own))
            if tally.count and (tally.share >= NAMED or (tally.count <= 2 and last.holds == 0)):
                yield _fact("period_total", table=grid.table, indicator=grid.word(column), suffixes=suffixes)


# -- shares ---------------------------------------------------------------------------------------------------------


def _compositions(grid: Grid) -> Iterator[Fact]:
    """The longest runs of per cent columns that sum to 100 in most rows."""
    percents = grid.percents()[:MOST_COLUMNS]
    taken: set[int] = set()
    for length in range(len(percents), 1, -1):
        for start in range(len(percents) - length + 1):
            run = percents[start:start + length]
            if taken & set(run):
                continue
            miss = grid.values[:, run].sum(axis=1) - 100.0
            slack = grid.halves[:, run].sum(axis=1)
            tally = vote(miss, slack, np.full(miss.shape, _SPREAD_OF_SHARES))
            if tally.holds >= 2 and tally.share >= MOST_OF_SHARES and tally.bits >= _BITS_OF_SHARES:
                taken |= set(run)
                yield _composition(grid, run)


def _composition(grid: Grid, run: Sequence[int]) -> Fact:
    words = [grid.word(column) for column in run]
    labels = [word for word in grid.items.values() if is_total(word)]
    for item in labels or list(grid.items.values()):
        name = next(key for key, word in grid.items.items() if word == item)
        for weight in grid.levels():
            if _is_mean(grid, run, weight, name):
                return _fact("composition", table=grid.table, indicators=words, of=grid.word(weight), total_item=item)
    return _fact("composition", table=grid.table, indicators=words, of="")


def _is_mean(grid: Grid, run: Sequence[int], weight: int, total: str) -> bool:
    """Whether the total row is the mean of the others weighted by a column, in most columns."""
    misses, slacks = [], []
    for group in _groups(grid, 1):
        own = np.array([grid.rows[at][1] == total for at in group])
        if own.sum() != 1 or (~own).sum() < 2:
            continue
        weights = grid.values[group[~own], weight]
        for column in run:
            shares, whole = grid.values[group[~own], column], grid.values[group[own], column][0]
            mean = float((weights * shares).sum() / weights.sum())
            misses.append(mean - whole)
            slacks.append(float((weights * grid.halves[group[~own], column]).sum() / weights.sum()
                                + (np.abs(shares - mean) * grid.halves[group[~own], weight]).sum() / weights.sum())
                          + grid.halves[group[own], column][0])
    return bool(misses) and _holds(np.array(misses), np.array(slacks))


def _hidden_totals(grid: Grid, used: set[str]) -> Iterator[Fact]:
    """Shares of a total that is not printed, whose implied size moves little from year to year."""
    years = [sorted(group, key=lambda at: grid.rows[at][2]) for group in _groups(grid, 2) if len(group) >= 4]
    for p in grid.percents():
        if grid.word(p) in used or not isinstance(parse_indicator(grid.word(p)), Share) or not years:
            continue
        best: tuple[float, str] | None = None
        for of in grid.levels():
            with np.errstate(divide="ignore", invalid="ignore"):
                logs = np.log(grid.values[:, of] / grid.values[:, p])
            steps = np.concatenate([np.abs(np.diff(logs[group])) for group in years])
            steps = steps[np.isfinite(steps)]
            if steps.size and (steps <= SMOOTH).mean() >= MOST and (best is None or np.median(steps) < best[0]):
                best = float(np.median(steps)), grid.word(of)
        if best is not None:
            yield _fact("share_of_hidden_total", indicator=grid.word(p), of=best[1])


# -- accounts -------------------------------------------------------------------------------------------------------


def _sums_of_columns(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    """A column that is the sum of others, some with a minus: an account, or a total over columns."""
    for dimension in dict.fromkeys(grid.measures[column].dimension for column in plain):
        columns = [column for column in plain if grid.measures[column].dimension == dimension][:7]
        if len(columns) < 3:
            continue
        seen: list[frozenset[int]] = []
        for each, members in _signs(len(columns)):
            if any(known <= members for known in seen):
                continue
            miss = grid.values[:, columns] @ each
            used = [columns[k] for k in members]
            slack = grid.halves[:, used].sum(axis=1)
            if vote(miss, slack, np.min(np.abs(grid.values[:, used]), axis=1) * 0.3).carries():
                seen.append(members)
                yield _account(grid, columns, each)


@lru_cache(maxsize=8)
def _signs(count: int) -> list[tuple[NDArray[np.int64], frozenset[int]]]:
    """Ways to add some of so many columns and take others away, the shortest first; as many are added as taken."""
    signs = [np.array(each) for each in product((0, 1, -1), repeat=count)
             if np.count_nonzero(each) > 2 and sum(each) >= 0]
    signs.sort(key=lambda sign: (int(np.abs(sign).sum()), -int(sign.sum()), tuple(-sign)))
    return [(sign, frozenset(map(int, np.flatnonzero(sign)))) for sign in signs]


def _account(grid: Grid, columns: Sequence[int], signs: NDArray[np.int64]) -> Fact:
    """Write a sum of columns that is zero as a closing column and its terms."""
    members = [(columns[k], int(signs[k])) for k in range(len(columns)) if signs[k]]
    taken = [entry for entry in members if entry[1] < 0]
    named = [entry for entry in members if any(word in grid.word(entry[0]).casefold() for word in
                                               ("closing", "end", "total", "期末", "年末", "合计", "总"))]
    closing = taken[0] if len(taken) == 1 else (named or members)[0]
    terms = {grid.word(column): (1 if sign != closing[1] else -1) for column, sign in members if column != closing[0]}
    return _fact("balance", table=grid.table, closing=grid.word(closing[0]), terms=terms)


def _carries(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    periods = sorted(grid.axis(2))
    before = grid.shifted(2, dict(zip(periods[1:], periods, strict=False)))
    if (before >= 0).sum() < 2:
        return
    for opening, closing in combinations(plain[:MOST_COLUMNS], 2):
        for one, other in ((opening, closing), (closing, opening)):
            carried, half = grid.moved(before, other)
            same = vote(grid.values[:, one] - grid.values[:, other], grid.halves[:, one] + grid.halves[:, other])
            tally = vote(grid.values[:, one] - carried, grid.halves[:, one] + half, spread_of(grid.values[:, one]))
            if same.share < MOST and tally.carries():
                yield _fact("carry", table=grid.table, opening=grid.word(one), closing=grid.word(other))


def _stock_flows(grid: Grid, plain: Sequence[int]) -> Iterator[Fact]:
    before = grid.shifted(2, {period: period_before(period) for period in grid.axis(2)})
    if (before >= 0).sum() < 2:
        return
    for stock, flow in product(plain[:MOST_COLUMNS], repeat=2):
        if stock == flow or grid.measures[stock].dimension != grid.measures[flow].dimension:
            continue
        base, half = grid.moved(before, stock)
        miss = grid.values[:, stock] - base - grid.values[:, flow]
        slack = grid.halves[:, stock] + half + grid.halves[:, flow]
        words = grid.word(stock).casefold(), grid.word(flow).casefold()
        labelled = any(word in words[1] for word in _FLOWS) and not any(word in words[0] for word in _FLOWS)
        spread = np.maximum(spread_of(grid.values[:, flow]), np.abs(grid.values[:, flow]) * 0.1)
        if vote(miss, slack, spread).carries() and not _is_noisy(miss, slack):
            yield _fact("stock_flow", stock=grid.word(stock), flow=grid.word(flow), exact=True)
        elif labelled and vote(miss, 0.10 * np.abs(base)).share >= _NEARLY_ALL:
            yield _fact("stock_flow", stock=grid.word(stock), flow=grid.word(flow), exact=False, band=0.10)


def _is_noisy(miss: NDArray[np.float64], slack: NDArray[np.float64]) -> bool:
    """Whether rows that do not hold miss by little: the rule is nearly true, and no row is wrong."""
    known = np.isfinite(miss) & (slack > 0)
    missed = np.abs(miss[known]) / slack[known]
    out = missed[missed > 1]
    return bool(out.size and np.median(out) < _NOISE)


def _of_which(grid: Grid, grids: Sequence[Grid]) -> Iterator[Fact]:
    """Rows "of which": at most the row of the same name, of their own column or of the one that theirs is a kind of."""
    heads = {item: next(p for p in _OF_WHICH if word.casefold().lstrip().startswith(p))
             for item, word in grid.items.items() if word.casefold().lstrip().startswith(_OF_WHICH)}
    for prefix in sorted(set(heads.values())):
        for column in grid.levels():
            whole = _whole_column(grid, column, [item for item, head in heads.items() if head == prefix], prefix, grids)
            if whole is not None:
                yield _fact("of_which", table=grid.table, indicator=grid.word(column), item_prefix=prefix,
                            whole_table=whole[0], whole_indicator=whole[1])


def _whole_column(grid: Grid, column: int, parts: Sequence[str], prefix: str,
                  grids: Sequence[Grid]) -> tuple[str, str] | None:
    rest = {spelling_key(grid.items[part])[len(spelling_key(prefix)):] for part in parts}
    for other in sorted(grids, key=lambda each: each is not grid):
        if not rest & {spelling_key(word) for word in other.items.values()}:
            continue
        word = grid.word(column)
        for candidate in other.levels():
            if other.word(candidate) == word or (other.word(candidate).casefold() in word.casefold()):
                return other.table, other.word(candidate)
    return None


# -- likeness -------------------------------------------------------------------------------------------------------


def _twins(grid: Grid, plain: Sequence[int], accounts: Sequence[Fact]) -> Iterator[Fact]:
    """Two columns of one unit that print nearly the same in every row, and are no ends of one account."""
    linked = {fact.keys[key] for fact in accounts for key in ("opening", "closing", "stock") if key in fact.keys}
    for one, other in combinations(plain[:MOST_COLUMNS], 2):
        if grid.measures[one].dimension != grid.measures[other].dimension:
            continue
        if {grid.word(one), grid.word(other)} & linked:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(grid.values[:, one] / grid.values[:, other])
        logs = np.abs(logs[np.isfinite(logs)])
        if logs.size >= 5 and (logs < 0.08).mean() >= 0.8 and np.median(logs) < 0.04:
            yield _fact("twin", indicators=[grid.word(one), grid.word(other)])


def _parts_of_regions(grids: Sequence[Grid], facts: Sequence[Fact]) -> Iterator[Fact]:
    """A region within another: by the vocabulary, by a nation's name, or where there are two and one is always less."""
    known = regions()
    words = {name: word for grid in grids for name, word in grid.regions.items()}
    found: list[tuple[str, str]] = []
    for part, whole in product(words, repeat=2):
        parent = known[part].parent if part in known else ""
        is_national = _is_nation(whole, words) and not _is_nation(part, words)
        if part != whole and (parent == whole or is_national):
            found.append((part, whole))
    if not found and len(words) == 2:
        found = [(part, whole) for part, whole in product(words, repeat=2)
                 if part != whole and _is_always_less(grids, part, whole)]
    pairs = [(words[part], words[whole]) for part, whole in found]
    pairs += [(str(member), str(fact.keys["total"])) for fact in facts if fact.kind == "region_total"
              for member in fact.keys["members"]]
    for within, holder in dict.fromkeys(pairs):
        yield _fact("region_part_of", part=within, whole=holder)
    for grid in grids:
        if len(grid.levels()) >= 4 and any(part in grid.regions and whole in grid.regions for part, whole in found):
            yield _fact("related", indicators=[grid.word(column) for column in grid.levels()])


def _is_nation(name: str, words: Mapping[str, str]) -> bool:
    return spelling_key(words[name]) in _NATION


def _is_always_less(grids: Sequence[Grid], part: str, whole: str) -> bool:
    less = count = 0
    for grid in grids:
        at = grid.shifted(0, {part: whole})
        for column in grid.levels():
            other, _ = grid.moved(at, column)
            known = np.isfinite(other) & np.isfinite(grid.values[:, column])
            count += int(known.sum())
            less += int((grid.values[known, column] < other[known]).sum())
    return count >= 8 and less >= 0.9 * count
