"""What each page of an index shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from outward.composite import Evaluation
from outward.composite.alternatives import unvaried
from outward.composite.explanation import place_of, profile
from outward.composite.levers import levers
from outward.composite.uncertainty import RankUncertainty
from outward.errors import NotFoundError, OutwardError
from outward.studies.indices.charted import factor_name
from outward_portal.accounts.policy import may
from outward_portal.workbench import comparing, computing, controls, downloads, queries, tables
from outward_portal.workbench.asking import Bench, bench_at, computed_at
from outward_portal.workbench.models import IndexAssessment
from outward_portal.workbench.words import STATUSES, VERDICTS


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a part of a page has nothing to show; the page stands all the same."""

    what: str
    where: str
    mend: str

    @classmethod
    def of(cls, error: OutwardError) -> Trouble:
        """Take over what an error says."""
        return cls(error.what, error.where, error.mend)


def ranking_part(bench: Bench, request: HttpRequest) -> dict[str, Any]:
    """Give what the ranking shows, which is all that moving a slider asks for."""
    shown: dict[str, Any] = {"index": bench.index, "bench": bench, "state": bench.state, "told": "",
                             "groups": controls.groups(bench), "changes": controls.told_changes(bench)}
    if bench.now is None:
        assert bench.error is not None
        return {**shown, "trouble": Trouble.of(bench.error), "rows": [], "excluded": [], "columns": []}
    now, is_fresh = bench.now, not bench.state.is_changed or bool(request.GET.get("bands"))
    uncertainty, no_bands = _bands(bench, is_fresh=is_fresh)
    rows = tables.ranking(now, bench.saved, computing.diagnosed(bench.asked), uncertainty)
    kept = tables.ordered(rows, now, bench.state.words, bench.state.sort)
    ranked = sum(row.rank > 0 for row in rows)
    return {
        **shown, "trouble": None, "rows": kept, "ranked": ranked,
        "columns": now.framework.parts[now.framework.index.code],
        "excluded": tables.excluded(now, computing.data_of(bench.asked).names), "top": tables.TOP,
        "uncertainty": uncertainty, "no_bands": no_bands, "is_stale": not is_fresh, "runs": _runs(now),
        "unvaried": [factor_name(name) for name in unvaried(now.framework)],
        "wanting": [each.name for each in now.framework.groupings if each.code in computing.wanting(bench.asked)],
        "told": _told(bench, rows, len(kept), ranked), "year": now.inputs.year, "coverage": now.inputs.coverage,
    }


def _bands(bench: Bench, *, is_fresh: bool) -> tuple[RankUncertainty | None, Trouble | None]:
    if not is_fresh and bench.saved is None:
        return None, None
    try:
        return computing.bands(bench.asked if is_fresh else bench.base), None
    except OutwardError as error:
        return None, Trouble.of(error)


def _runs(now: Evaluation) -> tuple[int, int]:
    """Say from how many runs bands are made here, and how many are stated."""
    return computing.runs_of(now), now.framework.choices.whole("uncertainty.runs")


def _told(bench: Bench, rows: list[tables.RankRow], shown: int, ranked: int) -> str:
    moved = sum(bool(row.gained) or row.is_new for row in rows)
    if not bench.state.is_changed:
        return _("%(shown)s of %(ranked)s ranked units are shown.") % {"shown": shown, "ranked": ranked}
    if not moved:
        return _("No rank differs from version %(version)s.") % {"version": bench.version.number}
    return _("%(moved)s of %(ranked)s ranks differ from version %(version)s.") % {
        "moved": moved, "ranked": ranked, "version": bench.version.number}


def index_page(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give the bench: the ranking with what moves it."""
    bench = bench_at(index, request.GET)
    return {
        **ranking_part(bench, request), **_heading(bench, request.user),
        "fields": controls.fields(bench, main=True), "further": controls.fields(bench, main=False),
        "versions": list(queries.versions_of(index)), "files": [*downloads.COMPUTED, "template.xlsx"],
        "citation": downloads.citation(bench),
    }


def ranking_answer(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give the part of the bench that a slider changes."""
    return ranking_part(bench_at(index, request.GET), request)


def _heading(bench: Bench, user: Any) -> dict[str, Any]:
    """Give what stands above every page of an index."""
    return {
        "index": bench.index, "chosen": bench.version, "bench": bench, "state": bench.state,
        "may_change": may(user, "index.change", bench.index), "may_make": may(user, "index.make"),
        "changes": controls.told_changes(bench),
    }


def unit_page(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give a unit's card.

    Raises
    ------
    OutwardError
        If the index cannot be computed; an `Http404` where it does not rank the unit.
    """
    bench, now = computed_at(index, request)
    unit = request.GET.get("unit", "")
    groups = {each.code: each for each in now.framework.groupings}
    group = request.GET.get("group", "") if request.GET.get("group", "") in groups else ""
    try:
        at = place_of(now, unit)
        peers = _peers(now, at, group)
        found = profile(now, unit, peers=peers)
    except NotFoundError:
        raise Http404 from None
    names = dict(zip(now.units, now.inputs.names, strict=True))
    uncertainty, _trouble = _bands(bench, is_fresh=True)
    rows = {row.unit: row for row in tables.ranking(now, bench.saved, computing.diagnosed(bench.asked), uncertainty)}
    return {
        **_heading(bench, request.user), "found": found, "name": now.inputs.names[at], "row": rows[unit],
        "names": names, "pillars": tables.pillar_rows(now, found), "groups": list(groups.values()),
        "group": group if peers else "",
        "strengths": tables.lead_rows(now.framework, found.strengths),
        "weaknesses": tables.lead_rows(now.framework, found.weaknesses),
        "missing": [now.framework.node(code).name for code in found.missing],
        "rivals": [(each, names[each], rank, tables.fixed(abs(ahead), 2), ahead >= 0)
                   for each, rank, ahead in found.rivals],
        "values": tables.value_rows(now, at), "statuses": STATUSES, "score": tables.fixed(found.score, 2),
        **_levers(request, now, unit),
    }


def _peers(now: Evaluation, at: int, group: str) -> tuple[str, ...]:
    """Give the other units of a unit's group; none is all others."""
    words = now.inputs.groups.get(group, ())
    return tuple(unit for place, unit in enumerate(now.units)
                 if words and place != at and words[place] == words[at] and now.rank[place])


def _levers(request: HttpRequest, now: Evaluation, unit: str) -> dict[str, Any]:
    given = request.GET.get("rank", "")
    if not given:
        return {"target": "", "levers": None, "no_levers": None}
    try:
        target = int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 0
        found = levers(now, unit, target)
    except OutwardError as error:
        return {"target": given[:7], "levers": None, "no_levers": Trouble.of(error)}
    alone = tables.lever_rows(now.framework, found.alone)
    return {"target": str(target), "no_levers": None, "levers": {
        "gap": tables.fixed(found.gap, 2), "alone": [row for row in alone if row.is_enough],
        "together": tables.lever_rows(now.framework, found.together),
    }}


def charts_page(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give the charts that can be drawn, with who leads, for those who do not see them.

    Raises
    ------
    OutwardError
        If the index cannot be computed.
    """
    bench, now = computed_at(index, request)
    uncertainty, _trouble = _bands(bench, is_fresh=True)
    can = {"bands": uncertainty is not None, "pillars": True, "contributions": tables.has_parts(now)}
    rows = tables.ranking(now, None, computing.diagnosed(bench.asked), None)
    return {**_heading(bench, request.user), "charts": [name for name, is_there in can.items() if is_there],
            "leaders": [(row.rank, row.label) for row in rows[:3] if row.rank]}


def audit_page(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give the audit of an index, and what moves its ranks.

    Raises
    ------
    OutwardError
        If the index cannot be computed.
    """
    bench, now = computed_at(index, request)
    framework, diagnostics = now.framework, computing.diagnosed(bench.asked)
    shown: dict[str, Any] = {"sobol": None, "sobol_trouble": None, "left_out": None, "left_out_trouble": None}
    try:
        found = computing.sensitivity(bench.asked)
        shown["sobol"] = found[0] if found and found[0].variance > 0 else None
        shown["sobol_rows"] = tables.sobol_rows(found[0]) if found else []
    except OutwardError as error:
        shown["sobol_trouble"] = Trouble.of(error)
    try:
        shown["left_out"] = tables.left_out_rows(framework, computing.left_out(bench.asked))
    except OutwardError as error:
        shown["left_out_trouble"] = Trouble.of(error)
    own = computing.written_framework(bench.version.framework_text)
    return {
        **_heading(bench, request.user), **shown, "verdicts": VERDICTS,
        "findings": tables.finding_rows(framework, diagnostics.findings),
        "reliabilities": tables.reliability_rows(framework, diagnostics),
        "influences": tables.influence_rows(framework, diagnostics), "treatments": tables.treatment_rows(now),
        "choices": tables.choice_rows(framework, own),
        "factors": [factor_name(each.name) for each in framework.factors],
    }


def compare_page(request: HttpRequest, index: IndexAssessment) -> dict[str, Any]:
    """Give what moved between two versions, years or indices.

    Raises
    ------
    OutwardError
        If the index cannot be computed.
    """
    bench, now = computed_at(index, request)
    pair = comparing.pair_at(bench, request.GET.get("with", ""), request.user)
    shown = {**_heading(bench, request.user), "sides": comparing.sides(bench, request.user), "two": pair,
             "compared": None, "compare_trouble": None}
    if pair is None:
        return shown
    try:
        found = pair.found
    except OutwardError as error:
        return {**shown, "compare_trouble": Trouble.of(error)}
    names = pair.names
    return {
        **shown, "compared": found, "rows": list(tables.compared_rows(found, names)),
        "causes": [tables.cause_name(cause, now.framework) for cause in found.causes],
        "moved": sum(bool(gained) for gained in found.gained.tolist()),
        "only_before": [names[unit] for unit in found.only_before],
        "only_after": [names[unit] for unit in found.only_after], "files": downloads.PAIRED,
    }
