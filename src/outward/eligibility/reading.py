"""Reading rules from JSON or TOML: everything wrong is named with its place in the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast, get_args

from outward.eligibility.facts import FactKind, Money, Shape, Value, Weight, days_of
from outward.eligibility.rules import All, AnyOf, Condition, Node, Not, Operator, Rules, conditions
from outward.errors import InvalidInputError, InvalidValueError, Problem
from outward.vocabulary.labels import Label

MOST_CONDITIONS: Final = 200
MOST_DEPTH: Final = 12
_ORDERED: Final = frozenset({"=", "!=", ">=", "<=", ">", "<"})
_OPERATORS: Final[Mapping[Shape, frozenset[str]]] = {
    "choice": frozenset({"=", "!=", "in", "not in"}), "set": frozenset({"has", "has all"}), "number": _ORDERED,
    "money": _ORDERED - {"=", "!="}, "day": frozenset({">=", "<=", ">", "<"}), "yes-no": frozenset({"="}),
}
_KEYS: Final = {"condition": {"fact", "is", "value", "currency", "evidence", "en", "zh"}, "all": {"all", "en", "zh"},
                "any": {"any", "en", "zh"}, "not": {"not", "en", "zh"}}
_WEIGHTS: Final = {"declared": Weight.DECLARED, "register": Weight.REGISTER}
_LONGEST_TEXT: Final = 500
_MOST_CODES: Final = 300
_DIGITS: Final = 24
_UNSTORABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read_rules(tree: object, known: Mapping[str, FactKind], *, file: str = "rules") -> Rules:
    """Check a tree of rules and give it as values.

    Parameters
    ----------
    tree : object
        What JSON or TOML gave: a condition ``{"fact", "is", "value"}`` with ``currency`` where it is money and
        ``evidence`` (``declared`` or ``register``), or ``{"all": [...]}``, ``{"any": [...]}``, ``{"not": {...}}``; each
        with its text in ``en``, ``zh`` or both.
    known : mapping of str to FactKind
        The facts that rules may ask for.
    file : str
        How problems name the source.

    Raises
    ------
    InvalidInputError
        If anything is wrong; each problem says where in the tree, as in ``all[1].value``.

    Notes
    -----
    Amounts are texts or whole numbers, never fractions of JSON, which are not exact. A condition that every value or no
    value meets is refused: it says nothing, and would make answers unknown that cannot be otherwise.

    Examples
    --------
    >>> staff = FactKind("staff", Label("Staff", "职工"), "number", unit="persons")
    >>> rules = read_rules({"fact": "staff", "is": ">=", "value": 50, "en": "At least 50 people"}, {"staff": staff})
    >>> rules.root.operator, rules.root.value
    ('>=', Decimal('50'))
    """
    reader = _Reader(known, file)
    root = reader.node(tree, "", 1)
    if root is not None and not reader.problems:
        count = sum(1 for _ in conditions(root))
        if count > MOST_CONDITIONS:
            reader.wrong("", f"{count} conditions", f"Write at most {MOST_CONDITIONS}.")
    if reader.problems or root is None:
        raise InvalidInputError(reader.problems, file)
    return Rules(root, {each.fact: known[each.fact] for each in conditions(root)})


class _Reader:
    """Walks a tree and gathers what is wrong with it."""

    def __init__(self, known: Mapping[str, FactKind], file: str) -> None:
        self.known, self.file = known, file
        self.problems: list[Problem] = []

    def wrong(self, place: str, what: str, mend: str) -> None:
        self.problems.append(Problem(self.file, 0, place or "the whole", what, mend))

    def node(self, tree: object, place: str, depth: int) -> Node | None:
        if depth > MOST_DEPTH:
            self.wrong(place, f"nested more than {MOST_DEPTH} deep", "Write the rules flatter.")
            return None
        if not isinstance(tree, Mapping):
            self.wrong(place, f"{_shown(tree)} is no rule", 'Write {"fact": ...}, {"all": [...]}, {"any": [...]} or '
                       '{"not": {...}}.')
            return None
        ways = [way for way in ("all", "any", "not", "fact") if way in tree]
        if len(ways) != 1:
            self.wrong(place, "none or several of all, any, not, fact", "Write exactly one of them in a rule.")
            return None
        way = ways[0]
        kind = "condition" if way == "fact" else way
        for key in sorted(str(key) for key in set(tree) - _KEYS[kind]):
            self.wrong(place, f"{_shown(key)} means nothing here", f"Use {', '.join(sorted(_KEYS[kind]))}.")
        text = self._text(tree, place, is_needed=way == "fact")
        if way == "fact":
            return self._condition(tree, place, text)
        if way == "not":
            part = self.node(tree["not"], _at(place, "not"), depth + 1)
            return None if part is None else Not(part, text)
        given = tree[way]
        if not isinstance(given, Sequence) or isinstance(given, str) or not given:
            self.wrong(place, f"{way} holds no list of rules", "Write at least one rule in it.")
            return None
        if len(given) > MOST_CONDITIONS:
            self.wrong(place, f"{len(given)} parts", f"Write at most {MOST_CONDITIONS}.")
            return None
        read = [self.node(each, _at(place, f"{way}[{number}]"), depth + 1) for number, each in enumerate(given)]
        parts = tuple(each for each in read if each is not None)
        return (All if way == "all" else AnyOf)(parts, text) if len(parts) == len(read) else None

    def _text(self, tree: Mapping[str, Any], place: str, *, is_needed: bool) -> Label:
        texts = [tree.get(language, "") for language in ("en", "zh")]
        if not all(isinstance(text, str) and len(text) <= _LONGEST_TEXT for text in texts):
            self.wrong(place, f"a text that is none or longer than {_LONGEST_TEXT} characters", "Shorten it.")
            return Label("", "")
        if any(map(_UNSTORABLE.search, texts)):
            self.wrong(place, "a text with a character that cannot be printed", "Leave it out.")
            return Label("", "")
        if is_needed and not any(texts):
            self.wrong(place, "no text", "Say in en, zh or both what the condition asks for.")
        return Label(*texts)

    def _condition(self, tree: Mapping[str, Any], place: str, text: Label) -> Condition | None:
        kind = self.known.get(tree["fact"]) if isinstance(tree["fact"], str) else None
        if kind is None:
            self.wrong(_at(place, "fact"), f"{_shown(tree['fact'])} is no fact",
                       f"Use {', '.join(sorted(self.known))}.")
            return None
        operator = tree.get("is", "=")
        if operator not in get_args(Operator) or operator not in _OPERATORS[kind.shape]:
            self.wrong(_at(place, "is"), f"{_shown(operator)} cannot be asked of {kind.id}",
                       f"Use {', '.join(sorted(_OPERATORS[kind.shape]))}.")
            return None
        evidence = tree.get("evidence", "declared")
        if not isinstance(evidence, str) or evidence not in _WEIGHTS:
            self.wrong(_at(place, "evidence"), f"{_shown(evidence)} is no weight", "Use declared or register.")
            return None
        if ("currency" in tree) != (kind.shape == "money"):
            self.wrong(place, "money without its currency" if kind.shape == "money" else
                       f"a currency, though {kind.id} is no money", "Name the currency of money, and of nothing else.")
            return None
        value = self._value(kind, operator, tree, _at(place, "value"))
        return None if value is None else Condition(kind.id, cast(Operator, operator), value, _WEIGHTS[evidence], text)

    def _value(self, kind: FactKind, operator: str, tree: Mapping[str, Any], place: str) -> Value | None:
        given = tree.get("value")
        match kind.shape:
            case "number":
                return self._decimal(given, place)
            case "money":
                amount, currency = self._decimal(given, place), tree["currency"]
                if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
                    self.wrong(place, f"{_shown(currency)} is no currency", "Write a code of ISO 4217 such as CNY.")
                    return None
                return None if amount is None else Money(amount, currency)
            case "day":
                try:
                    days_of(given if isinstance(given, str) else "")
                except InvalidValueError as error:
                    self.wrong(place, error.what, error.mend)
                    return None
                return cast(str, given)
            case "yes-no":
                if not isinstance(given, bool):
                    self.wrong(place, f"{_shown(given)} is neither true nor false", "Write true or false.")
                    return None
                return given
            case _:
                return self._codes(kind, operator, given, place)

    def _decimal(self, given: object, place: str) -> Decimal | None:
        try:
            if isinstance(given, bool) or not isinstance(given, int | str):
                raise InvalidOperation
            number = Decimal(given)
            if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS or abs(number.adjusted()) > _DIGITS:
                raise InvalidOperation
        except InvalidOperation:
            self.wrong(place, f"{_shown(given)} is no exact number", 'Write 5000000 or "0.25", not a fraction of JSON.')
            return None
        return number

    def _codes(self, kind: FactKind, operator: str, given: object, place: str) -> Value | None:
        is_one = operator in ("=", "!=")
        codes = [given] if is_one else given
        if (not isinstance(codes, Sequence) or isinstance(codes, str) or not 0 < len(codes) <= _MOST_CODES
                or not all(isinstance(each, str) and each for each in codes)):
            self.wrong(place, f"{_shown(given)} is no {'code' if is_one else 'list of codes'}",
                       "Write a code." if is_one else f"Write 1 to {_MOST_CODES} codes.")
            return None
        found = frozenset(cast("Sequence[str]", codes))
        if kind.choices is not None:
            strange = sorted(found - set(kind.choices))
            if strange:
                self.wrong(place, f"{', '.join(map(_shown, strange))}: no code of {kind.id}",
                           f"Use {', '.join(sorted(kind.choices))}.")
                return None
            if kind.shape == "choice" and not is_one and found == set(kind.choices):
                self.wrong(place, f"every value of {kind.id}, or none, meets this", "Leave the condition out.")
                return None
        return cast(str, given) if is_one else found


def _at(place: str, part: str) -> str:
    return f"{place}.{part}" if place else part


def _shown(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."
