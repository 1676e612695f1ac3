"""Opening alerts, moving them on, setting their level by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.risks import notices, words
from outward_portal.risks.models import Alert, AlertStep, CountryStanding, MadeOutlook, RiskLevel

if TYPE_CHECKING:
    from outward.risk.alerts import Stage

_HEIGHT: Final = notices.HEIGHT
_DEED_OF: Final[Mapping[str, str]] = {
    "open": "alert.reopened", "acknowledged": "alert.acknowledged", "assessed": "alert.assessed",
    "closed": "alert.closed", "reviewed": "alert.reviewed",
}


def follow(act: Act, made: MadeOutlook, standings: Iterable[CountryStanding]) -> list[Alert]:
    """Open an alert for each risk that has begun to rise, and bring running ones up to date; within a transaction.

    What is chronic opens nothing. A risk whose alert was closed for the same target year is not called out again,
    unless it has risen to a higher level since.
    """
    before = {_place(alert): alert for alert in Alert.objects.select_for_update().order_by("id")}
    opened = []
    for stands in standings:
        known = before.get(_place(stands))
        if known is not None and known.is_running:
            _refresh(act, known, stands, made)
        elif stands.state == CountryStanding.State.RISING and not _was_dealt_with(known, stands):
            opened.append(_opened(act, _alert_of(stands, made), "alert.opened"))
    return opened


def _place(row: Alert | CountryStanding) -> tuple[str, ...]:
    """Say what a row is about: an alert opened by hand may know a country by its name in the registers only."""
    return (row.event, row.region) if row.region else (row.event, str(row.gwcode), row.iso3)


def _was_dealt_with(known: Alert | None, stands: CountryStanding) -> bool:
    return known is not None and known.year == stands.year and _HEIGHT[known.level] >= _HEIGHT[stands.level]


def _alert_of(stands: CountryStanding, made: MadeOutlook) -> Alert:
    return Alert(event=stands.event, kind=stands.kind, gwcode=stands.gwcode, iso3=stands.iso3, region=stands.region,
                 name_en=stands.name_en, name_zh=stands.name_zh, level=stands.level, state=stands.state,
                 year=stands.year, last_year=stands.last_year, probability=stands.probability, outlook=made,
                 is_synthetic=made.is_synthetic)


def _refresh(act: Act, alert: Alert, stands: CountryStanding, made: MadeOutlook) -> None:
    """Tell a running alert what the newest forecast says."""
    if (alert.level, alert.state, alert.year) == (stands.level, stands.state, stands.year):
        return
    before = alert.level
    alert.level, alert.state, alert.outlook = stands.level, stands.state, made
    alert.year, alert.last_year = stands.year, stands.last_year
    alert.save()
    step = _step(act, alert, "alert.level", by_forecast=True,
                 changes={"level": [before, alert.level], "year": [None, alert.year]})
    if not alert.override and _HEIGHT[alert.level] > _HEIGHT[before]:
        notices.tell_alert(notices.RAISED, alert, step.pk)


def open_by_hand(act: Act, *, event: str, region: str, level: str, year: int, reason: str) -> Alert:
    """Open an alert that no forecast has opened.

    Raises
    ------
    RefusedError
        If one of this event and country is running.
    """
    definition = words.definition(event)
    newest = CountryStanding.objects.filter(event=event, region=region).first()
    country = regions()[region]
    alert = Alert(event=event, kind=definition.kind, gwcode=newest.gwcode if newest else _number_of(region),
                  iso3=country.iso3, region=region, name_en=country.name.en[:120], name_zh=country.name.zh[:120],
                  level=newest.level if newest else RiskLevel.QUIET,
                  state=newest.state if newest else Alert.State.ABSTAINED, year=year,
                  last_year=year + definition.horizon - 1, probability=newest.probability if newest else None,
                  outlook=newest.outlook if newest else None, is_manual=True, opened_by=act.actor, reason=reason,
                  override=level, override_reason=reason,
                  is_synthetic=newest.outlook.is_synthetic if newest else False)
    try:
        with transaction.atomic():
            return _opened(act, alert, "alert.opened-by-hand", note=reason)
    except IntegrityError as error:
        raise RefusedError(_("An alert of this event is running for this country already.")) from error


def _number_of(region: str) -> int:
    """Give the number under which other rows know a country."""
    known = CountryStanding.objects.filter(region=region).values_list("gwcode", flat=True).first()
    return known or 0


def _opened(act: Act, alert: Alert, deed: str, *, note: str = "") -> Alert:
    alert.save(force_insert=True)
    step = _step(act, alert, deed, note=note, by_forecast=not alert.is_manual, changes={
        "event": [None, alert.event], "country": [None, alert.iso3], "level": [None, alert.shown_level]})
    notices.tell_alert(notices.OPENED, alert, step.pk)
    return alert


def move(act: Act, alert: Alert, to: str, *, note: str = "", outcome: str = "") -> Alert:
    """Move an alert on in its life.

    Raises
    ------
    RefusedError
        If somebody has moved it meanwhile, so that the stage cannot follow.
    """
    from outward.risk.alerts import next_stages

    with transaction.atomic():
        current = Alert.objects.select_for_update().get(pk=alert.pk)
        if to not in next_stages(cast("Stage", current.stage)):
            raise RefusedError(_("Somebody has moved this alert meanwhile. Look at it again first."))
        before, current.stage = current.stage, to
        if to == "reviewed":
            current.outcome = outcome
        if to == "acknowledged" and current.keeper_id is None:
            current.keeper = act.actor
        try:
            with transaction.atomic():
                current.save()
        except IntegrityError as error:  # opened again while another one runs
            raise RefusedError(_("Another alert of this event is running for this country.")) from error
        step = _step(act, current, _DEED_OF[to], note=note, changes={
            "stage": [before, to], **({"outcome": [None, outcome]} if outcome else {})})
        if to == "open":
            notices.tell_alert(notices.REOPENED, current, step.pk)
    return current


def give(act: Act, alert: Alert, *, agency: Organisation | None, take_it: bool) -> Alert:
    """Say which agency looks after an alert, and whether whoever acts does so in person."""
    with transaction.atomic():
        current = Alert.objects.select_for_update().get(pk=alert.pk)
        before = current.agency_id
        current.agency = agency
        if take_it:
            current.keeper = act.actor
        elif current.keeper_id == (act.actor.pk if act.actor else None):
            current.keeper = None
        current.save()
        _step(act, current, "alert.given", changes={"agency": [before, current.agency_id]})
    return current


def override(act: Act, alert: Alert, level: str, reason: str) -> Alert:
    """Set an alert's level by hand, or take that back where ``level`` is empty; the forecast's stays beside it."""
    with transaction.atomic():
        current = Alert.objects.select_for_update().get(pk=alert.pk)
        if not current.is_running:
            raise RefusedError(_("This alert is closed. Open it again first."))
        before, shown = current.override, current.shown_level
        current.override, current.override_reason = level, reason if level else ""
        current.save()
        step = _step(act, current, "alert.overridden" if level else "alert.override-ended", note=reason,
                     changes={"override": [before, level]})
        if _HEIGHT[current.shown_level] > _HEIGHT[shown]:
            notices.tell_alert(notices.RAISED, current, step.pk)
    return current


def _step(act: Act, alert: Alert, deed: str, *, changes: Mapping[str, Any], note: str = "", by_forecast: bool = False
          ) -> AlertStep:
    """Write down what was done; what a forecast did has no person beside it, but the journal names who had it made."""
    by = None if by_forecast else act.actor
    step: AlertStep = AlertStep.objects.create(
        alert=alert, by=by, organisation=by.organisation if by else None, deed=deed, stage=alert.stage,
        level=alert.shown_level, note=note)
    entries.write(act, deed, alert, changes=changes)
    return step
