"""Time a slider step on the portal's workbench: in the engine, and as a whole answer to a browser.

    python benchmarks/workbench.py

31 made-up provinces, 21 indicators, four pillars. Goals: the engine re-ranks within 1.5 milliseconds, the answer is
there within 50, bands of 10,000 runs within 300. Medians of many; each step asks for weights that nothing is kept of.
"""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

from tests.composite.provinces import text as provinces  # noqa: E402
from tests.portal.serving import Portal, prepare  # noqa: E402

from benchmarks.served import goal, server  # noqa: E402
from outward.composite.alternatives import Alternatives  # noqa: E402
from outward.composite.diagnostics import diagnose  # noqa: E402
from outward.composite.evaluation import evaluate, reweighted  # noqa: E402
from outward.composite.shipped import shipped_framework  # noqa: E402
from outward.composite.uncertainty import rank_uncertainty  # noqa: E402
from outward.studies.indices.reading import data_file  # noqa: E402

FRAMEWORK = "regional-competitiveness"
PILLAR = "competitiveness-scale"
STEPS = 60
_MAKE = """
import json
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from outward.composite.shipped import framework_text
from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import Act
from outward_portal.workbench import actions
from outward_portal.workbench.reading import data_in, framework_from
user = User.objects.create_user("analyst@example.org", "a long enough password", name="Analyst", role=Role.ANALYST)
text = framework_text("regional-competitiveness")
framework, upload = framework_from(text), SimpleUploadedFile("p.csv", Path("provinces.csv").read_bytes())
source = actions.Source(text, framework.id, framework.name, data_in(upload, framework).is_synthetic, upload)
index = actions.make(Act(user), source, title="Provinces", audience="self")
client = Client()
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
session = client.session
session["second_factor"] = True
session.save()
print(json.dumps([index.pk, session.session_key]))
"""


def milliseconds(step: Callable[[], object], times: int) -> list[float]:
    """Time something so many times, after three for warming up."""
    took = []
    for at in range(times + 3):
        began = time.perf_counter()
        step()
        if at >= 3:
            took.append((time.perf_counter() - began) * 1000)
    return took


def engine(table: Path) -> dict[str, list[float]]:
    """Time what the engine does for a step."""
    framework = shipped_framework(FRAMEWORK)
    data = data_file(table, framework)
    evaluation = evaluate(framework, data)
    weight = count(1)

    def moved() -> object:
        return reweighted(evaluation, {PILLAR: 1 + next(weight) / 1000})

    def bands() -> object:
        own = framework.with_weights({PILLAR: 1 + next(weight) / 1000})
        return rank_uncertainty(Alternatives.of(own, data))

    return {"engine: evaluate": milliseconds(lambda: evaluate(framework, data), STEPS),
            "engine: re-rank with other weights": milliseconds(moved, STEPS),
            "engine: audit, for shares of imputed weight": milliseconds(lambda: diagnose(evaluation), STEPS),
            "engine: bands, 10,000 runs": milliseconds(bands, 8)}


@contextmanager
def asked(port: int, session: str, base: str) -> Iterator[Callable[..., bytes]]:
    """Give a way to ask a portal for a page over one connection, as a browser does."""
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(query: str, *, part: bool = True) -> bytes:
        headers = {"Cookie": f"outward_session={session}", **({"HX-Request": "true"} if part else {})}
        connection.request("GET", f"{base}?{query}", headers=headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{base}?{query} answered {answer.status}")
        return told

    yield ask
    connection.close()


def portal(table: Path, workspace: Path) -> dict[str, list[float]]:
    """Time what a browser waits for."""
    prepare(workspace)
    (workspace / "provinces.csv").write_bytes(table.read_bytes())
    key, session = json.loads(Portal("", workspace).python(_MAKE).splitlines()[-1])
    weight = count(1)
    with server(workspace, workers=1) as running, asked(running.port, session, f"/en/workbench/{key}/") as ask:
        print(f"a step's answer has {len(ask('w.' + PILLAR + '=1.5')) / 1000:.0f} kB")
        return {
            "portal: a step's whole answer": milliseconds(lambda: ask(f"w.{PILLAR}={1 + next(weight) / 1000}"), STEPS),
            "portal: the same with bands": milliseconds(
                lambda: ask(f"bands=1&w.{PILLAR}={1 + next(weight) / 1000}"), 12),
            "portal: the whole page": milliseconds(lambda: ask("", part=False), STEPS)}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "provinces.csv"
        table.write_text(provinces(), encoding="utf-8")
        times = engine(table) | portal(table, Path(folder) / "workspace")
    print(f"{'what':<46}{'median ms':>10}{'p95 ms':>9}")
    middle = {}
    for name, took in times.items():
        middle[name] = statistics.median(took)
        print(f"{name:<46}{middle[name]:>10.2f}{statistics.quantiles(took, n=20)[18]:>9.2f}")
    step, answer, bands = (middle[name] for name in ("engine: re-rank with other weights",
                                                     "portal: a step's whole answer", "engine: bands, 10,000 runs"))
    goal(f"the engine re-ranks within 1.5 ms: {step:.2f}", is_met=step <= 1.5)
    goal(f"a step is answered within 50 ms: {answer:.1f}", is_met=answer <= 50)
    goal(f"bands are there within 300 ms: {bands:.0f}", is_met=bands <= 300)


if __name__ == "__main__":
    main()
