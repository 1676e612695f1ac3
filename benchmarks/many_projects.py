"""Fill a workspace's portal with 50,000 made-up projects, to measure pages, search, exports and totals with.

    python benchmarks/many_projects.py /tmp/big-workspace [--projects 50000] [--seed 2015]

The workspace is made if it is not there. The projects and their 400 enterprises are marked as samples; the same seed
gives the same rows. It writes in bulk what ``records.actions.create`` writes one by one: the record, its countries, its
words, how it counts, its entry in the journal.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

_COUNTRIES = {
    "RUS": 9, "KAZ": 6, "IND": 8, "IDN": 8, "VNM": 7, "PAK": 6, "IRN": 4, "TUR": 4, "SAU": 4, "ARE": 4, "EGY": 4,
    "KEN": 5, "ETH": 5, "ZMB": 3, "ZAF": 4, "NGA": 4, "TZA": 3, "AGO": 2, "DZA": 2, "BRA": 4, "ARG": 2, "CHL": 2,
    "PER": 2, "DEU": 5, "FRA": 2, "ITA": 2, "GBR": 2, "SWE": 1, "POL": 2, "SRB": 2, "HUN": 1, "BLR": 2, "UKR": 1,
    "UZB": 3, "TKM": 2, "KGZ": 1, "TJK": 1, "MNG": 3, "MMR": 3, "KHM": 2, "LAO": 2, "THA": 4, "MYS": 4, "PHL": 2,
    "BGD": 3, "LKA": 2, "AUS": 3, "NZL": 1, "USA": 4, "CAN": 1, "MEX": 2, "JPN": 3, "KOR": 3,
}
_SECTORS = {"general-equipment": 6, "special-equipment": 7, "automobiles": 3, "ships": 4, "railway-equipment": 3,
            "electrical-machinery": 5, "computers-electronics": 2, "instruments": 1, "machine-tools": 4, "": 1}
_TYPES = {"investment": 6, "joint-venture": 3, "acquisition": 3, "park": 1, "supply": 9, "construction": 6, "aid": 1,
          "research": 1, "capacity": 2, "": 1}
_STAGES = {"idea": 2, "planned": 5, "agreed": 6, "under-way": 9, "completed": 8, "suspended": 1, "cancelled": 1, "": 1}
_CURRENCIES = {"USD": 14, "CNY": 5, "EUR": 3}
_AUDIENCES = {"public": 95, "members": 2, "agencies": 2, "office": 1}
_THINGS = (("transformer plant", "变压器厂"), ("metro cars", "地铁车辆"), ("machine tools", "数控机床"),
           ("cement line", "水泥生产线"), ("steam turbine", "汽轮机"), ("compressor station", "压缩机站"),
           ("bulk carriers", "散货船"), ("drilling rigs", "钻机"), ("bearings works", "轴承厂"),
           ("substation", "变电站"), ("industrial robots", "工业机器人"), ("excavators", "挖掘机"),
           ("wind turbines", "风电机组"), ("pump station", "泵站"), ("tunnel boring machines", "盾构机"))
_MAKERS = (("Northern", "北方"), ("Bohai", "渤海"), ("Liaohe", "辽河"), ("Changbai", "长白"), ("Dalian Bay", "大连湾"),
           ("Hunhe", "浑河"), ("Iron West", "铁西"), ("Yalu", "鸭绿江"))
_TRADES = (("Heavy Machinery", "重型机械"), ("Electric", "电气"), ("Rolling Stock", "机车车辆"), ("Shipyard", "造船"),
           ("Instruments", "仪器仪表"))


def main() -> int:
    """Fill the workspace and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--projects", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=2015)
    given = parser.parse_args()
    os.environ["OUTWARD_WORKSPACE"] = str(given.workspace.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outward_portal.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.FILES.make()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    began = time.monotonic()
    count = fill(given.projects, random.Random(given.seed))
    print(f"{count:,} records in {time.monotonic() - began:.1f} s in {given.workspace}")
    return 0


def fill(projects: int, chance: random.Random) -> int:
    """Write enterprises and projects; give how many records they are."""
    from django.db import transaction

    from outward_portal.accounts.requests import command
    from outward_portal.journal import entries
    from outward_portal.records import search
    from outward_portal.records.models import RecordCountry
    from outward_portal.registers.counting import counting_of
    from outward_portal.registers.models import Enterprise, Project

    with transaction.atomic():
        written: list[Any] = _write(Enterprise, list(_enterprises(chance)))
        umbrellas = _write(Project, list(_projects(projects // 100, chance, written, [])))
        plain = _write(Project, list(_projects(projects - len(umbrellas), chance, written, umbrellas)))
        made = [*written, *umbrellas, *plain]
        RecordCountry.objects.bulk_create((RecordCountry(record_id=one.pk, region=region)
                                           for one in made for region in one.countries.split(";") if region),
                                          batch_size=2000)
        for start in range(0, len(made), 2000):
            search.index(made[start : start + 2000])
        for umbrella in umbrellas:
            umbrella.counting = counting_of(umbrella)  # now that its parts are there
        Project.objects.bulk_update(umbrellas, ["counting"], batch_size=500)
        entries.write_all(command("made for a benchmark"), (entries.Deed("record.created", one, one.pk)
                                                            for one in made))
    return len(made)


def _write(model: Any, rows: list[Any]) -> list[Any]:
    """Insert rows of a register: first what every record has, then the register's own columns under the same key."""
    from django.db import connection

    from outward_portal.records.models import Record

    shared = [field.attname for field in Record._meta.concrete_fields if field.attname != "id"]
    first = Record.objects.bulk_create((Record(**{name: getattr(row, name) for name in shared}) for row in rows),
                                       batch_size=500)
    own = model._meta.local_concrete_fields
    for row, record in zip(rows, first, strict=True):
        row.pk = row.id = record.pk
        row.record_ptr_id = record.pk
    columns = ", ".join(connection.ops.quote_name(field.column) for field in own)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in own] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(own))})",
                           values)
    return rows


def _enterprises(chance: random.Random) -> Iterator[Any]:
    from outward_portal.registers.models import Enterprise

    for number in range(1, 401):
        (maker_en, maker_zh), (trade_en, trade_zh) = chance.choice(_MAKERS), chance.choice(_TRADES)
        yield Enterprise(kind="enterprise", is_sample=True, audience=_pick(_AUDIENCES, chance), home="CN-LN",
                         name_en=f"Sample {maker_en} {trade_en} {number}", name_zh=f"样例{maker_zh}{trade_zh}{number}",
                         ownership=chance.choice(["state", "private", "joint", ""]))


def _projects(count: int, chance: random.Random, enterprises: list[Any], umbrellas: list[Any]) -> Iterator[Any]:
    """Make projects; some are parts of umbrellas, where there are any."""
    from outward.vocabulary.regions import regions
    from outward_portal.registers.counting import counting_of
    from outward_portal.registers.models import Project

    for number in range(1, count + 1):
        several = chance.random() < 0.05
        countries = sorted({_pick(_COUNTRIES, chance) for _ in range(chance.randint(2, 4) if several else 1)})
        thing_en, thing_zh = chance.choice(_THINGS)
        place = regions()[countries[0]].name
        begins = f"{chance.randint(1996, 2026)}" if chance.random() < 0.85 else ""
        has_value = chance.random() < 0.7
        umbrella = chance.choice(umbrellas) if umbrellas and chance.random() < 0.04 else None
        untranslated = chance.random() < 0.05
        project = Project(
            kind="project", is_sample=True, audience=_pick(_AUDIENCES, chance),
            name_en=f"Sample {thing_en if umbrellas else 'whole'} {number}, {place.en}",
            name_zh="" if untranslated else f"样例{place.zh}{thing_zh}{number}",
            summary_en=f"A made-up project for measuring: {thing_en} for {place.en}.",
            summary_zh=f"为测试而编造的项目：{place.zh}{thing_zh}。",
            countries=";".join(countries), sector=_pick(_SECTORS, chance), type=_pick(_TYPES, chance),
            stage=_pick(_STAGES, chance), enterprise_id=chance.choice(enterprises).pk, umbrella=umbrella,
            value=Decimal(round(chance.lognormvariate(17, 1.6), -4)) if has_value else None,
            currency=_pick(_CURRENCIES, chance) if has_value else "", begins=begins + _month(begins, chance),
            value_hedge=chance.choice(["", "", "", "more than", "about"]) if has_value else "",
            is_programme=chance.random() < 0.005, source="made up",
        )
        project.counting = counting_of(project)
        yield project


def _month(year: str, chance: random.Random) -> str:
    return f"-{chance.randint(1, 12):02d}" if year and chance.random() < 0.5 else ""


def _pick(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


if __name__ == "__main__":
    sys.exit(main())
