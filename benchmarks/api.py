"""The JSON API over 50,000 projects under 8 clients, beside a plain Django view that answers with the same rows.

    python benchmarks/many_projects.py /tmp/big-workspace
    python benchmarks/api.py /tmp/big-workspace

Goal: at least 1,500 requests a second of a record or of 50 rows, on a quiet machine with two cores; there two cores can
do 2,000 / CPU-ms of them, of which the clients themselves take a part.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

from benchmarks.list_page import deep_places  # noqa: E402
from benchmarks.served import goal, server, table  # noqa: E402

_LIST = "/api/v1/registers/projects/records"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    given = parser.parse_args()
    place = deep_places(given.workspace, (2, 500))[500]
    key = first_key()
    with server(given.workspace, "benchmarks.plain.settings") as plain:
        peer = plain.load("/rows", given.seconds)
    with server(given.workspace, "benchmarks.plain.unlimited") as portal:
        loads = {name: portal.load(path, given.seconds) for name, path in {
            "50 rows": _LIST, "10 rows": f"{_LIST}?rows=10", "50 rows, page 500": f"{_LIST}?at={place}",
            "50 rows by country": f"{_LIST}?country=KEN", "one record": f"{_LIST}/{key}",
            "a count": "/api/v1/registers/projects/count", "search": "/api/v1/search?q=metro+kenya",
        }.items()}
    table([("plain Django, 50 rows as JSON", peer, None), *((f"API, {name}", load, peer.cpu_ms)
                                                           for name, load in loads.items())])
    for name in ("50 rows", "one record"):
        load = loads[name]
        goal(f"1,500 requests a second, {name}: {load.rps:.0f} here, {2000 / load.cpu_ms:.0f} that two cores can do",
             is_met=load.rps >= 1500)


def first_key() -> int:
    """Give a project that everybody sees; Django is set up."""
    from outward_portal.registers.models import Project

    return int(Project.objects.filter(audience="public").values_list("pk", flat=True)[0])


if __name__ == "__main__":
    main()
