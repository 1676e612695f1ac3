"""From files to the result of a report: panel, register and covers read, forecast, weighed and told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from outward.errors import InvalidValueError
from outward.risk.forecasts import Forecast
from outward.risk.levels import Policy
from outward.risk.modelled import MODELLED
from outward.sources.panel_families import family_of
from outward.studies.result import Gap, StudyResult
from outward.studies.risks.exposed import expose
from outward.studies.risks.outlook import Outlook, Progress, country_of, make_outlook
from outward.studies.risks.panel_folder import FamilyFile, family_files
from outward.studies.risks.register import Register, read_covers, read_register, read_severities
from outward.studies.risks.study import outlook_result
from outward.vocabulary.labels import Label

_NOT_WEIGHED: Final = Gap(
    "exposure.not-weighed",
    Label("The register is not weighed: no event has a record that is better than the past average.",
          "未计算项目库的期望损失：没有任何事件的历史表现优于历史平均。"),
    Label("Add files of more years or events to the panel.", "请在面板中补充更多年份或事件的文件。"))


def report_of_files(panel: Path, *, country: str = "", register: Path | None = None, covers: Path | None = None,
                    loss: Path | None = None, currency: str = "", owner: str = "", policy: Policy | None = None,
                    year: int | None = None, home: str = "CHN", events: Sequence[str] = tuple(MODELLED),
                    progress: Progress = lambda _done, _what: None) -> StudyResult:
    """Forecast from a panel's folder and tell it, with the exposure of a register where one is given.

    Parameters
    ----------
    panel : pathlib.Path
        The panel's files.
    country : str
        A country that has a chapter of its own: ISO code, Gleditsch-Ward number or name; empty for none.
    register, covers, loss : pathlib.Path, optional
        The user's holdings, covers and severities; see docs/how-to/weigh-risk-by-your-projects.md.
    currency, owner : str
        Exchange amounts to this currency; count only this owner's holdings.
    policy : Policy, optional
        When to warn.
    year, home, events, progress
        As :func:`outward.studies.risks.outlook.make_outlook` takes them.

    Raises
    ------
    InvalidValueError
        If the owner owns nothing, or something is asked of a register that is not given.
    NotFoundError
        If a file is not there, or the country is not in the panel.
    OutwardError
        As the readers, the outlook and the exposure raise.
    """
    if register is None and (covers or loss or currency or owner):
        raise InvalidValueError("covers, severities, a currency or an owner without a register", "risk report",
                                "Name the register whose holdings they are about.")
    held = _held(register, owner) if register else None
    own = (read_severities(loss) if loss else (), read_covers(covers) if covers else None)
    outlook = make_outlook(panel, year=year, home=home, events=events, progress=progress)
    weighed = newest_of(outlook)
    exposed = None if held is None or not weighed else expose(
        held.holdings, weighed, own_severities=own[0], own_covers=own[1], currency=currency,
        is_synthetic=held.is_synthetic, files=tuple(path.name for path in (register, covers, loss) if path))
    chosen = country_of(outlook, country, "risk report") if country else None
    return outlook_result(outlook, policy=policy, country=chosen, exposed=exposed, families=families_of(panel),
                          gaps=(_NOT_WEIGHED,) if held is not None and not weighed else ())


def _held(register: Path, owner: str) -> Register:
    """Read a register, or an owner's part of it."""
    read = read_register(register)
    mine = tuple(each for each in read.holdings if not owner or each.owner == owner)
    if not mine:
        owners = sorted({each.owner for each in read.holdings} - {""})
        raise InvalidValueError(f"{owner[:60]!r} owns nothing", read.file, f"Owners are {', '.join(owners[:20])}.")
    return Register(read.file, mine, read.is_synthetic)


def newest_of(outlook: Outlook) -> tuple[Forecast, ...]:
    """Give the newest forecasts of the events whose record has skill; each is about its event's own years."""
    return tuple(each for one in outlook.events if one.has_skill for each in one.forecasts)


def families_of(folder: Path) -> tuple[FamilyFile, ...]:
    """Give the families that a panel's folder holds files of."""
    held = {family.name for path in folder.glob("*.csv") if (family := family_of(path.name)) is not None}
    return tuple(each for name, each in family_files().items() if name in held)
