"""Workers that are killed and workers at once: a message is never lost, and sent again only where nobody can tell."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.portal.serving import Portal, copy_of, environment_of

_FILL = """
from django.db import transaction
from django.utils import timezone
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.notices.digests import write_digests
from outward_portal.notices.models import Notice, Occurrence
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
record = actions.create(command("test"), KINDS["project"], {"name_en": "Works", "audience": "public"})
told = Occurrence.objects.create(key="k", kind="record.changed", subject=f"registers.project:{record.pk}")
for n in range(COUNT):
    user = User.objects.create_user(f"reader{n}@example.org", name=str(n))
    Notice.objects.create(reader=user, occurrence=told)
print(write_digests(timezone.localdate()))
"""
_SEND = """
import os, signal, sys, time
from django.core.mail import EmailMessage
from outward_portal.notices.outbox.sending import send_due
def send(message):
    with open("sent.log", "a") as log:
        log.write(message.extra_headers["Message-ID"] + "\\n")
    if KILLED: os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
EmailMessage.send = send
print(send_due())
"""
_STATES = """
from outward_portal.notices.models import Message
print(sorted(Message.objects.values_list("state", flat=True)))
"""


def sender(portal: Portal, *, is_killed: bool = False) -> subprocess.Popen[str]:
    code = f"import django; django.setup()\n{_SEND.replace('KILLED', str(is_killed))}"
    return subprocess.Popen([sys.executable, "-c", code], cwd=portal.workspace, text=True,
                            env=environment_of(portal.workspace), stdout=subprocess.PIPE)


def sent(portal: Portal) -> Counter[str]:
    return Counter((portal.workspace / "sent.log").read_text(encoding="utf-8").split())


@pytest.fixture
def portal(prepared_workspace: Path, tmp_path: Path) -> Portal:
    return Portal("", copy_of(prepared_workspace, tmp_path / "workspace"))


def test_a_message_survives_a_worker_that_is_killed_before_it_could_mark_it(portal: Portal) -> None:
    assert portal.python(_FILL.replace("COUNT", "3")).split()[-1] == "3"
    killed = sender(portal, is_killed=True)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    (first,) = sent(portal)
    assert portal.python(_STATES).strip() == "['sending', 'sending', 'sending']"
    assert sender(portal).communicate(timeout=120)[0].strip() == "0"  # they are held until the lease is over
    portal.python("from outward_portal.notices.models import Message\nfrom django.utils import timezone\n"
                  "Message.objects.update(lease_until=timezone.now())")
    assert sender(portal).communicate(timeout=120)[0].strip() == "3"
    assert portal.python(_STATES).strip() == "['sent', 'sent', 'sent']"
    counts = sent(portal)
    assert len(counts) == 3
    assert counts.pop(first) == 2  # under the same id, by which the mail server can tell
    assert set(counts.values()) == {1}


def test_two_workers_at_once_send_each_message_once(portal: Portal) -> None:
    portal.python(_FILL.replace("COUNT", "150"))
    workers = [sender(portal), sender(portal)]
    took = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    assert sum(took) == 150
    counts = sent(portal)
    assert (len(counts), set(counts.values())) == (150, {1})
