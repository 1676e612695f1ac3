"""Claims tied to cells: what a number in the prose is a number of, and the formula that it must meet.

A claim that can be read in more than one way fails only if it fits none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

from outward.audit.documents import Fact
from outward.audit.hulls import narrower_shares
from outward.audit.labels import Mislabelled, mislabelled, rate_identities
from outward.audit.numbers import Number, Numbers
from outward.audit.phrases import Rank, Share, parse_indicator
from outward.audit.relations import Difference, Formula, Quotient, RankOf, Relation, Scaled, Sum, fails
from outward.audit.resolving import GROUP, Place, Resolver, comparable, hedge_of, phrase_key
from outward.audit.words import Saying, sayings
from outward.vocabulary.catalogue import spelling_key

ABOUT = 0.02  # what "about" allows, of the number
NEARLY = 0.10  # what "nearly" allows below the number
COVERAGE = 0.005  # prose against a sum of items: less is a matter of coverage


@dataclass(frozen=True, slots=True)
class Links:
    """The relations of the claims, those under a wrong name, and those that nothing says anything about."""

    relations: tuple[Relation, ...]
    unlinked: tuple[str, ...]
    mislabelled: tuple[Mislabelled, ...] = ()
    sayings: tuple[Saying, ...] = ()


def link(numbers: Numbers, facts: Sequence[Fact], unsure: Set[str] = frozenset()) -> Links:
    """Tie the claims of a document to its cells and to one another.

    Parameters
    ----------
    numbers : Numbers
        Of the document.
    facts : sequence of Fact
        Declared or found.
    unsure : set of str
        Tables whose year is a guess.

    Returns
    -------
    Links
        A claim that is tied appears as the target of a relation, or as an input of another's.
    """
    resolver = Resolver(numbers, facts)
    found: list[Relation] = []
    for number in resolver.claims:
        found += _claim_relations(resolver, number)
    found += _printed_twice(resolver)
    found += _ranks(resolver)
    found += _implied_wholes(resolver)
    found += rate_identities(resolver)
    found += narrower_shares(resolver)
    found = [_softened(relation, numbers, unsure) for relation in found]
    others = tuple(mislabelled(resolver))
    renamed = {f"claim:{numbers.all[each.claim].id}" for each in others}
    found = [relation for relation in found if relation.group not in renamed]
    tied = {index for relation in found for index in relation.numbers} | {each.claim for each in others}
    return Links(tuple(found), tuple(sorted(number.id for number in resolver.claims if number.index not in tied)),
                 others, tuple(sayings(resolver)))


def _softened(relation: Relation, numbers: Numbers, unsure: Set[str]) -> Relation:
    """A relation of a table whose year is a guess makes a number unlikely, not impossible."""
    touched = {numbers.all[index].table for index in relation.numbers}
    guessed = sorted(touched & unsure)
    return replace(relation, is_soft=True, group=f"undated:{guessed[0]}") if len(touched) > 1 and guessed else relation


def _claim_relations(resolver: Resolver, number: Number) -> list[Relation]:
    """What a claim must meet: the first of its readings that holds, else the first."""
    place = Place.of(number)
    candidates: list[list[Relation]] = []
    for formula, is_covered in resolver.readings(resolver.phrases[number.index], place, number):
        if number.index not in formula.inputs:
            candidates += [list(_told(number, each, is_covered=is_covered))
                           for each in _in_units_of(resolver, number, formula)]
    x, half = resolver.numbers.values, resolver.numbers.half_widths
    for relations in candidates:
        if not any(fails(relation, x, half) for relation in relations):
            return relations
    # prose against a sum of items that no row says is the whole: what differs is coverage, not an error
    told = [relations for relations in candidates if relations[0].relative_band != COVERAGE]
    return told[0] if told else []


def _told(number: Number, formula: Formula, *, is_covered: bool) -> Iterator[Relation]:
    """The relations of a claim with its hedge."""
    group, relative = f"claim:{number.id}", 0.0 if is_covered else COVERAGE
    match hedge_of(number):
        case "about":
            yield Relation("claim", formula, number.index, relative_band=max(ABOUT, relative), group=group)
        case "more than":
            yield Relation("claim", formula, number.index, sense=">=", relative_band=relative, group=group)
        case "less than":
            yield Relation("claim", formula, number.index, sense="<=", relative_band=relative, group=group)
        case "nearly":
            yield Relation("claim", formula, number.index, sense="<=", relative_band=relative, group=group)
            yield Relation("claim", formula, number.index, sense=">=", relative_band=NEARLY, group=group)
        case _:
            yield Relation("claim", formula, number.index, relative_band=relative, group=group)


def _in_units_of(resolver: Resolver, claim: Number, formula: Formula) -> list[Formula]:
    """A formula in the unit of a claim; where the claim prints none, in the table's unit and in whole things."""
    inputs = [resolver.numbers.all[index] for index in formula.inputs]
    if claim.measure.dimension != "number" or claim.measure.factor != 1 or not inputs:
        return [formula]
    measures = {number.measure for number in inputs}
    factor = measures.pop().factor if len(measures) == 1 else 1.0
    if factor == 1.0 or any(number.is_claim for number in inputs) or not isinstance(formula, Sum | Difference):
        return [formula]
    return [Scaled(formula, 1 / factor), formula]


def _printed_twice(resolver: Resolver) -> Iterator[Relation]:
    """One quantity printed in two tables, or in two sentences."""
    for key, indexes in resolver.numbers.cells_by_key.items():
        if not key[3]:
            continue
        for one, other in combinations(indexes, 2):
            a, b = resolver.numbers.all[one], resolver.numbers.all[other]
            if a.table != b.table and comparable(a, b) and _same_scope(resolver, a, b):
                yield Relation("printed_twice", Sum.of(one), other, group=f"twice:{a.table}:{b.table}")
    for key, said in resolver.said.items():
        if key[2] and key[3] and not resolver.cells.get(key):
            for one, other in combinations(said, 2):
                if comparable(resolver.numbers.all[one], resolver.numbers.all[other]):
                    yield Relation("printed_twice", Sum.of(one), other, group="twice:claims")


def _same_scope(resolver: Resolver, a: Number, b: Number) -> bool:
    """Whether two rows can be of one thing: the totals of tables with other rows are other totals."""
    one, other = resolver.items_of[a.table], resolver.items_of[b.table]
    return not resolver.is_whole(a) or not one or not other or one == other


def _ranks(resolver: Resolver) -> Iterator[Relation]:
    """A column of ranks beside what it ranks, where the table prints all that are ranked."""
    columns: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for indexes in resolver.numbers.cells_by_table.values():
        for index in indexes:
            number = resolver.numbers.all[index]
            phrase = parse_indicator(number.source.indicator)
            if not isinstance(phrase, Rank):
                continue
            ranked = [each for each in resolver.cells_of(phrase.of, Place.of(number))
                      if resolver.numbers.all[each].table == number.table and each != index]
            if len(ranked) == 1:
                columns[number.table, number.item, number.period, number.indicator].append((index, ranked[0]))
    for column in columns.values():
        ranks = sorted(resolver.numbers.all[rank].value for rank, _ in column)
        if len(column) >= 4 and sum(rank == at for at, rank in enumerate(ranks, 1)) >= 0.6 * len(column):
            among = tuple(own for _, own in column)
            for at, own in column:
                number = resolver.numbers.all[at]
                yield Relation("rank", RankOf(own, among), at, band=_ties(resolver, own, among),
                               group=f"rank:{number.table}:{number.indicator}")


def _ties(resolver: Resolver, own: int, among: Sequence[int]) -> float:
    """How many numbers a number cannot be told from, as they are printed."""
    x, half = resolver.numbers.values, resolver.numbers.half_widths
    return float(sum(abs(x[own] - x[other]) <= half[own] + half[other] for other in among if other != own))


def _implied_wholes(resolver: Resolver) -> Iterator[Relation]:
    """Parts and their shares imply a whole: all that imply the same one must agree."""
    groups: dict[tuple[str, ...], list[Formula]] = defaultdict(list)
    for number in resolver.claims:
        phrase = resolver.phrases[number.index]
        if not isinstance(phrase, Share) or hedge_of(number):
            continue
        place = Place.of(number)
        if list(resolver.readings(phrase, place, number)):
            continue
        part = next(iter(resolver.any(phrase.of, place)), None)
        if part is not None:
            item = "" if spelling_key(phrase.whole) in GROUP else number.item
            whole = (spelling_key(phrase.whole), phrase_key(phrase.of, resolver.names), number.region, item,
                     number.period)
            groups[whole].append(Quotient(part, Sum.of(number.index), 100.0))
    for named, implied in groups.items():
        for one, other in combinations(implied, 2):
            yield Relation("implied_whole", Difference(one, other), -1, group=f"whole:{';'.join(named)}")
