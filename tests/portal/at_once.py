"""Several people at the same moment: for scripts that `Portal.python` runs, in which each thread has its connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connection

from outward_portal.records.errors import RefusedError


def together(doings: Sequence[Callable[[], object]]) -> list[str]:
    """Do several things at once; give what went otherwise: ``refused`` for a refusal, the error's own words else."""
    ready, told = Barrier(len(doings)), list[str]()

    def run(do: Callable[[], object]) -> None:
        try:
            ready.wait()
            do()
        except RefusedError:
            told.append("refused")
        except Exception as error:  # noqa: BLE001  (whatever it is, the test that runs the script shows it)
            told.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(do,)) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
