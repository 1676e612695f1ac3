"""Digests of 10,000 subscribers: who is told of ten occurrences, a message each, and the messages sent.

    python -m benchmarks.digests [--readers 10000] [--goal 60]

It makes a workspace of its own, or uses the database of ``DATABASE_URL`` (it must be empty). Nine readers of ten are of
1,000 enterprises, with five notices each of public and of members' records. Messages are put together and marked one by
one, as to a mail server, which is left out. It ends with 1 where the seconds of the background work are above the goal.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    """Measure, print, and say whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--goal", type=float, default=60.0, help="seconds of background work at most")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("OUTWARD_WORKSPACE", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outward_portal.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.FILES.make()
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        call_command("migrate", verbosity=0)
        took = measured(asked.readers)
    total, computing = (sum(each) for each in zip(*took.values(), strict=True))
    for name, (seconds, cpu) in took.items():
        print(f"{name:<28} {seconds:7.2f} s, {cpu:7.2f} s of the processor")
    print(f"{'all':<28} {total:7.2f} s, {computing:7.2f} s of the processor; goal {asked.goal:.0f} s, ratio "
          f"{total / asked.goal:.2f} ({computing / asked.goal:.2f} where nothing else runs and the disk is quick)")
    sys.exit(total > asked.goal)


def measured(readers: int) -> dict[str, tuple[float, float]]:
    """Fill the database and time the three parts of the work."""
    from django.utils import timezone

    from outward_portal.notices.digests import write_digests
    from outward_portal.notices.models import Message, Notice
    from outward_portal.notices.outbox.sending import send_due
    from outward_portal.notices.spreading import spread

    occurrences = _filled(readers)
    took = {"telling": _seconds(lambda: [spread(each) for each in occurrences])}
    told = Notice.objects.count()
    took["writing digests"] = _seconds(lambda: write_digests(timezone.localdate()))
    took["sending"] = _seconds(lambda: [send_due() for _ in range(20)])
    sent = Message.objects.filter(state="sent").count()
    print(f"{told} notices, {sent} messages sent")
    if sent != readers:
        raise SystemExit(f"{readers - sent} readers were sent nothing")
    return took


def _seconds(work: Any) -> tuple[float, float]:
    """Give the seconds on the wall and of the processor."""
    began, computed = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - computed


def _filled(readers: int) -> list[Any]:
    """Make readers, what they follow, and ten occurrences, of which each reader is told of five."""
    from outward_portal.accounts.models import Organisation, User
    from outward_portal.accounts.requests import command
    from outward_portal.notices.models import Occurrence, OccurrenceTopic, Subscription
    from outward_portal.records import actions
    from outward_portal.records.kinds import KINDS

    works = Organisation.objects.bulk_create(
        Organisation(kind="enterprise", name_en=f"Benchmark works {n}") for n in range(1000))
    users = User.objects.bulk_create((User(
        email=f"reader{n}@benchmark.example", name=f"Reader {n}", language=("en", "zh-hans")[n % 2],
        role="enterprise" if n % 10 else "member", organisation=works[n % 1000] if n % 10 else None)
        for n in range(readers)), batch_size=2000)
    Subscription.objects.bulk_create((Subscription(user=user, topic=f"country:{('KEN', 'ZMB')[n // 2 % 2]}")
                                      for n, user in enumerate(users)), batch_size=5000)
    made = []
    for n in range(10):
        record = actions.create(command("benchmark"), KINDS["project"], {
            "name_en": f"Benchmark project {n}", "name_zh": f"基准项目{n}",
            "audience": "public" if n % 4 < 2 else "members"})
        occurrence = Occurrence.objects.create(key=f"benchmark:{n}", kind="record.changed",
                                               subject=f"registers.project:{record.pk}")
        OccurrenceTopic.objects.create(occurrence=occurrence, topic=f"country:{('KEN', 'ZMB')[n % 2]}")
        made.append(occurrence)
    return made


if __name__ == "__main__":
    main()
