"""Memory of the web server (two workers with two threads each, and the process above them) before and after use.

    python benchmarks/many_projects.py /tmp/big-workspace
    python benchmarks/memory.py /tmp/big-workspace

Goal: at most 250 MB. The processes share what was loaded before they were forked, so the sum that counts takes a shared
page once (PSS); the sum of what each shows for itself (RSS) counts it three times. The worker for background work is
told beside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

from benchmarks.served import HERE, Server, goal, server  # noqa: E402

_PATHS = ("/en/", "/en/registers/projects/", "/zh-hans/registers/projects/", "/en/registers/projects/?country=KEN",
          "/en/registers/enterprises/", "/en/search?q=metro+kenya", "/zh-hans/search?q=机床", "/en/registers/",
          "/api/v1/registers/projects/records", "/en/registers/projects/map", "/en/registers/projects/timeline",
          "/en/registers/projects/totals", "/en/countries/", "/en/help")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    given = parser.parse_args()
    print(f"{'when':<44}{'PSS MB':>8}{'RSS MB':>8}")
    with server(given.workspace, "benchmarks.plain.settings") as plain:
        plain.load("/projects/", 2)
        tell("plain Django, after 2 s of its list", plain)
    with server(given.workspace, "benchmarks.plain.unlimited") as portal:
        tell("portal, started", portal)
        for path in _PATHS:
            portal.load(path, 1.5, few=True)
        used = tell("portal, after every kind of page", portal)
        portal.load("/en/registers/projects/", 10)
        used = max(used, tell("portal, after 10 s of its list", portal))
    tell_rest(given.workspace)
    goal(f"at most 250 MB: {used:.0f}", is_met=used <= 250)


def tell(when: str, measured: Server) -> float:
    """Print a line; give the memory that counts."""
    resident, own = measured.memory_mb()
    print(f"{when:<44}{own:>8.0f}{resident:>8.0f}")
    return own


def tell_rest(workspace: Path) -> None:
    """Print the worker's memory while it waits."""
    environment = os.environ | {"OUTWARD_WORKSPACE": str(workspace.resolve()), "PYTHONPATH": str(HERE / "src")}
    worker = subprocess.Popen([sys.executable, "-m", "outward_portal.command_line", "work"], env=environment,
                              stderr=subprocess.DEVNULL)
    time.sleep(8)
    tell("the worker for background work, waiting", Server(worker.pid, 0))
    worker.terminate()
    worker.wait()


if __name__ == "__main__":
    main()
