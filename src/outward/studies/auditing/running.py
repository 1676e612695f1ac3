"""Many documents audited on all cores, with results in the order of the documents."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final, Literal

from outward.audit import Audit, Document, audit

_FEWEST_CELLS: Final = 6_000  # below, starting a second process takes longer than it saves
_CHUNK: Final = 600  # cells: about 50 ms


FewestWrong = Literal["bound", "skip"]


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def audit_all(documents: Sequence[Document], *, processes: int = 1,
              fewest_wrong: FewestWrong = "bound") -> tuple[Audit, ...]:
    """Audit documents.

    Parameters
    ----------
    documents : sequence of Document
        One or many; nothing of one is used for another.
    processes : int
        How many may work at once, this one among them. A program that starts others must be importable: it runs
        under ``if __name__ == "__main__"``.
    fewest_wrong : {"bound", "skip"}
        As :func:`outward.audit.audit` takes it.

    Returns
    -------
    tuple of Audit
        In the order of the documents, the same for any number of processes.

    Examples
    --------
    >>> audit_all([Document("D1", ())])[0].document
    'D1'
    """
    chunks = _chunks(documents)
    helpers = min(processes, len(chunks)) - 1
    if helpers < 1 or sum(map(_size, documents)) < _FEWEST_CELLS:
        return _audited(documents, fewest_wrong)
    return _shared(chunks, helpers, fewest_wrong)


def _shared(chunks: Sequence[Sequence[Document]], helpers: int, fewest_wrong: FewestWrong) -> tuple[Audit, ...]:
    """Audit chunks from the front here and from the back in other processes, until they meet."""
    results: list[tuple[Audit, ...]] = []
    with ProcessPoolExecutor(helpers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: list[Future[tuple[Audit, ...]]] = [pool.submit(_audited, chunk, fewest_wrong)
                                                   for chunk in reversed(chunks)]
        for chunk, future in zip(chunks, reversed(waiting), strict=True):
            results.append(_audited(chunk, fewest_wrong) if future.cancel() else future.result())
    return tuple(each for result in results for each in result)


def _audited(chunk: Sequence[Document], fewest_wrong: FewestWrong) -> tuple[Audit, ...]:
    return tuple(audit(document, fewest_wrong=fewest_wrong) for document in chunk)


def _size(document: Document) -> int:
    return len(document.cells) + len(document.claims)


def _chunks(documents: Sequence[Document]) -> list[list[Document]]:
    """Documents together until they are enough to be worth the way."""
    chunks: list[list[Document]] = []
    room = 0
    for document in documents:
        if room <= 0:
            chunks.append([])
            room = _CHUNK
        chunks[-1].append(document)
        room -= _size(document)
    return chunks
