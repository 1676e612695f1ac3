"""A synthetic outlook and register for tests of what is told of them: made once in a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from outward.studies.risks.exposed import Exposed, expose
from outward.studies.risks.outlook import Outlook, make_outlook
from outward.studies.risks.register import read_covers, read_register
from outward.studies.risks.reported import newest_of
from tests.risk.made_panel import STATES, few_trees, tables, write

EVENTS = ("coup", "libdem_fall")
FIRST, SECOND, THIRD = (each.iso3 for each in STATES[:3])
REGISTER = f"""id,name,owner,kind,iso3,industry,stage,amount,currency,as_of,source,local_share,covers,status
P1,Works,North,project,{FIRST},automobiles,under-way,120,million USD,2001-06-30,made up,0.4,policy,synthetic
P2,Smelter,South,project,{SECOND},nonferrous-metals,completed,300,million USD,2000,made up,0.1,,synthetic
C1,Engines,North,contract,{SECOND},railway-equipment,agreed,200.5,million USD,2001-03,made up,0.2,guarantee,synthetic
R1,Pumps owed,South,receivable,{THIRD},general-equipment,,8,million CNY,2000-12-31,made up,0.5,,synthetic
R2,Cranes owed,South,receivable,{THIRD},general-equipment,,5,million CNY,,,,,synthetic
"""
COVERS = """cover,type,name_en,name_zh,iso3,begins,ends,event,share
policy,insurance,Policy of 1999,1999年保单,,1999-01-01,2010-12-31,,
"""


@cache
def outlook() -> Outlook:
    """Forecast two events from a synthetic panel, with few trees and a short record."""
    with TemporaryDirectory() as folder, few_trees(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("outward.studies.risks.outlook._RECORD_YEARS", 5)
        return make_outlook(write(Path(folder), tables()), events=EVENTS)


@cache
def exposed() -> Exposed:
    """Weigh the outlook by a synthetic register."""
    with TemporaryDirectory() as folder:
        register, covers = Path(folder, "register.csv"), Path(folder, "covers.csv")
        register.write_text(REGISTER, encoding="utf-8")
        covers.write_text(COVERS, encoding="utf-8")
        held = read_register(register)
        return expose(held.holdings, newest_of(outlook()), own_covers=read_covers(covers), scenarios=500,
                      is_synthetic=held.is_synthetic, files=("register.csv", "covers.csv"))
