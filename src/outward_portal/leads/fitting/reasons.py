"""Reasons in words: what each criterion says of a lead and an enterprise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from outward.matching import Match, Matches, Reason, Says
from outward.matching.candidates import members, words
from outward.vocabulary.labels import Language
from outward_portal.leads.fitting.criteria import COUNTRY, IGNORED, KEYS, SECTOR, SIZE, WANTED
from outward_portal.theme import words as said
from outward_portal.theme.languages import current_language

LABELS: Final[dict[str, Promise]] = {
    SECTOR: gettext_lazy("Sector"), WANTED: gettext_lazy("Products wanted"),
    COUNTRY: pgettext_lazy("criterion", "Country known"), SIZE: pgettext_lazy("criterion", "Size"),
}
_MOST_WORDS: Final = 6
_FIRST_HAN: Final = "㐀"
_RUNS: Final = re.compile(r"[^\W_㐀-鿿]+|[㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Line:
    """What one criterion says."""

    key: str
    label: str
    text: str
    says: str  # yes, partly, no or unknown: its mark
    code: str  # of `Says`, or "not-asked"
    percent: int | None  # the degree


def lines(each: Match, found: Matches, *, lead_looks: bool) -> tuple[Line, ...]:
    """Say of every criterion what it says of a pair; ``lead_looks`` where the lead asks and enterprises are listed."""
    reasons = {reason.criterion: reason for reason in each.reasons}
    return tuple(_line(key, reasons.get(key), lead_looks=lead_looks) for key in KEYS if
                 key in reasons or key in found.not_asked)


def _line(key: str, reason: Reason | None, *, lead_looks: bool) -> Line:
    if reason is None:
        return Line(key, str(LABELS[key]), _silent(key, of_lead=lead_looks), "unknown", "not-asked", None)
    of_lead, of_enterprise = (reason.wanted, reason.there[0]) if lead_looks else (reason.there[0], reason.wanted)
    if reason.degree is None:
        is_wide = key == SECTOR and reason.there[0] is not None  # both state one, and it says nothing
        is_lead = not (words(str(of_lead)) - IGNORED) if key == WANTED and of_lead else not lead_looks
        text = _wide(of_enterprise) if is_wide else _silent(key, of_lead=is_lead)
        return Line(key, str(LABELS[key]), text, "unknown", reason.says, None)
    text = {SECTOR: _sector, WANTED: _wanted, COUNTRY: _country, SIZE: _size}[key](reason, of_lead, of_enterprise)
    mark = "yes" if reason.degree >= 1 else "partly" if reason.degree > 0 else "no"
    return Line(key, str(LABELS[key]), text, mark, reason.says, round(100 * reason.degree))


def _silent(key: str, *, of_lead: bool) -> str:
    if key == SIZE:
        return _("Not known: the lead states no value, or the enterprise has no project with one in that currency.")
    if of_lead:
        return {SECTOR: _("The lead names no sector."), WANTED: _("The lead does not say what is wanted."),
                COUNTRY: _("The lead names no country.")}[key]
    return {SECTOR: _("The enterprise states no sector."), WANTED: _("The enterprise states no products."),
            COUNTRY: _("No country is known in which the enterprise is active.")}[key]


def _wide(enterprise: Any) -> str:
    return _("The enterprise's sector, %(sector)s, is too wide to compare.") % {"sector": _sectors(enterprise)}


def _sector(reason: Reason, lead: Any, enterprise: Any) -> str:
    names = {"lead": _sectors(lead), "enterprise": _sectors(enterprise)}
    return {
        Says.SAME: _("The same sector: %(lead)s.") % names,
        Says.NARROWER: _("The enterprise's sector, %(enterprise)s, is part of the lead's, %(lead)s.") % names,
        Says.BROADER: _("The lead's sector, %(lead)s, is part of the enterprise's, %(enterprise)s.") % names,
        Says.BESIDE: _("A neighbouring sector: the lead is of %(lead)s, the enterprise of %(enterprise)s.") % names,
    }.get(reason.says, _("Another sector: the lead is of %(lead)s, the enterprise of %(enterprise)s.") % names)


def _sectors(codes: Any) -> str:
    return str(_(", ")).join(said.sector_name(code, current_language()) for code in sorted(members(codes)))


def _wanted(reason: Reason, lead: Any, enterprise: Any) -> str:
    common = shared(str(lead), str(enterprise), current_language())
    if not common:
        return _("No word of what is wanted stands among the enterprise's products.")
    listed = str(_(", ")).join(common[:_MOST_WORDS])
    if reason.says == Says.SAME:
        return _("Its products name what is wanted: %(words)s.") % {"words": listed}
    return _("Its products name a part of what is wanted: %(words)s.") % {"words": listed}


def shared(lead: str, enterprise: str, language: Language) -> list[str]:
    """Give the words that both texts have, in the order of the lead's: those of a language, where there are any.

    Examples
    --------
    >>> shared("Ball mills 球磨机", "mills and fans; 球磨机", "en"), shared("Ball mills 球磨机", "球磨机", "zh")
    (['mills'], ['球磨机'])
    """
    common = (words(lead) & words(enterprise)) - IGNORED
    runs = _RUNS.findall(lead.casefold())
    latin = [run for run in runs if run in common and run < _FIRST_HAN]
    han = [piece for run in runs if run >= _FIRST_HAN for piece in _pieces(run, common)]
    found = (han or latin) if language == "zh" else (latin or han)
    return list(dict.fromkeys(found))


def _pieces(run: str, common: frozenset[str]) -> Iterator[str]:
    """Put pairs of characters that are common, and follow one another in a run, together again."""
    begin = None
    for place in range(len(run)):
        is_common = run[place:place + 2] in common
        if is_common and begin is None:
            begin = place
        elif not is_common and begin is not None:
            yield run[begin:place + 1]
            begin = None
    if begin is not None:  # a character that stands alone in one of the two, as in 泵、阀
        yield run[begin:]


def _country(_reason: Reason, lead: Any, enterprise: Any) -> str:
    common = sorted(members(lead) & members(enterprise))
    if common:
        return _("It is active in %(countries)s already.") % {"countries": said.country_names(";".join(common))}
    return _("Nothing of it is known in %(countries)s.") % {"countries": said.country_names(str(lead))}


def _size(reason: Reason, _lead: Any, _enterprise: Any) -> str:
    ratio = {"times": said.number(max(0.1, round(float(reason.there[0]), 1)), current_language(), 1)}
    if reason.says == Says.ENOUGH:
        return _("Within its reach: %(times)s times its largest project so far in this currency.") % ratio
    return _("A large step: %(times)s times its largest project so far in this currency.") % ratio


def too_little() -> str:
    """Say that too little is known to judge."""
    return _("Too little is known to say whether they fit: state sector, products and countries.")


def too_weak(against: list[str]) -> str:
    """Say that nothing excludes it and too little speaks for it."""
    return " ".join([_("Too little speaks for it."), *against[:2]])
