"""What this room says in a dossier's section on risks: where the country stands, and where the record is."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Label, same
from outward_portal.accounts.policy import may
from outward_portal.dossiers.sections import Asked, Cell, Cited, Part, Sentence, Table, Value
from outward_portal.risks import queries, words
from outward_portal.risks.models import CountryStanding, MadeOutlook, RiskLevel
from outward_portal.risks.presentation import percent
from outward_portal.work.kinds import in_both

_RAISED: Final = (CountryStanding.State.RISING, CountryStanding.State.CHRONIC)


def levels(asked: Asked) -> Part | None:
    """Say where a country stands by the newest outlook, to those who read forecasts."""
    if not may(asked.user, "forecasts.read"):
        return None
    rows = queries.standings_of(asked.region, asked.user)
    if not rows:
        return None
    outlook = rows[0].outlook
    cited = _cited(outlook)
    said = [row for row in rows if row.state != CountryStanding.State.ABSTAINED]
    raised = [row for row in said if row.state in _RAISED]
    rising = [row for row in raised if row.state == CountryStanding.State.RISING]
    counts = [Value(same(str(len(found))), cited) for found in (raised, said, rising)]
    sentence = Sentence("{0} of {1} forecasts stand at watch or higher; {2} are rising.",
                        "{1}项预测中有{0}项达到关注级或以上，其中{2}项正在上升。", tuple(counts)) if said else None
    gaps = () if len(said) == len(rows) else (
        _("For some events there is no forecast: too few figures are known. That is no sign of calm."),)
    note = (_("The figures behind these forecasts are made up."),) if outlook.is_synthetic else ()
    return Part(_("Early warning"), sentence, tables=(_table(rows, asked.region),), cited=(cited,), gaps=gaps + note)


def _table(rows: list[CountryStanding], region: str) -> Table:
    page = reverse("risk-country", args=[region])
    columns = (_("Event"), _("Years"), _("Probability"), _("Level"), _("State"), _("Track record"))
    return Table(_("Where it stands"), columns,
                 tuple((Cell(_upper(words.event_name(row.event)), f"{page}#{row.event}"),
                        Cell(same(str(row.year) if row.year == row.last_year else f"{row.year}–{row.last_year}")),
                        Cell(same(percent(row.probability)), is_number=True),
                        Cell(_choice(row, "level")),
                        Cell(_choice(row, "state") if row.probability != 0 else in_both(_("cannot begin anew"), {})),
                        Cell(Label("how often right", "以往准确率"), reverse("risk-record", args=[row.event])))
                       for row in rows))


def _choice(row: CountryStanding, field: str) -> Label:
    choices: dict[str, Any] = dict({"level": RiskLevel, "state": CountryStanding.State}[field].choices)
    return in_both(choices[getattr(row, field)], {})


def _upper(name: Label) -> Label:
    return Label(name.en[:1].upper() + name.en[1:], name.zh)


def _cited(outlook: MadeOutlook) -> Cited:
    return Cited(Label(f"Early warning of this portal, panel {outlook.panel_digest[:12]}, {outlook.version}",
                       f"本平台风险预警，面板{outlook.panel_digest[:12]}，{outlook.version}"), date=outlook.made_on)
