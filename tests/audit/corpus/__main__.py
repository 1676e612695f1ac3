"""``python -m tests.audit.corpus --seed 1 --documents 90 --mode given``: make, audit, score documents."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast, get_args

from outward.audit.documents import Audit, Document
from tests.audit.corpus.documents import Exam, Mode, make_exams
from tests.audit.corpus.folders import read_findings, write_folder
from tests.audit.corpus.scoring import Score, misses, table
from tests.audit.corpus.words import Family


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.corpus", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=90)
    parser.add_argument("--family", choices=get_args(Family), default="industry")
    parser.add_argument(
        "--mode",
        choices=(*get_args(Mode), "all"),
        default="given",
        help="facts given; facts found; bare sentences (text); bare sentences and no facts (bare)",
    )
    parser.add_argument("--errors", type=int, help="so many in each document (0: clean documents only)")
    parser.add_argument("--only", help="one document, by its id")
    parser.add_argument("--misses", action="store_true", help="list what was missed, misplaced or a false alarm")
    parser.add_argument("--brief", action="store_true", help="leave out kinds of error and calibration")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the documents as files and stop")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="score this findings.csv instead of the audit")
    return parser.parse_args(arguments)


def auditor() -> Callable[[Document], Audit]:
    """Give the audit, where there is one."""
    return cast("Callable[[Document], Audit]", importlib.import_module("outward.audit").audit)


def measure(exams: list[Exam], mode: Mode, findings: Path | None) -> Score:
    """Audit documents in one mode and add up."""
    score = Score()
    read = read_findings(findings) if findings else None
    audit = None if findings else auditor()
    spent = 0.0
    for exam in exams:
        document = exam.document(mode)
        begun = time.perf_counter()
        found = read.get(exam.draft.id, []) if read is not None else audit(document).findings if audit else ()
        spent += time.perf_counter() - begun
        score.add(exam, found, mode)
    if audit:
        print(f"{mode}: {len(exams)} documents audited in {spent:.2f} s")
    return score


def main(arguments: list[str]) -> int:
    """Make, audit, print."""
    chosen = parse(arguments)
    exams = [
        exam
        for exam in make_exams(chosen.seed, chosen.documents, chosen.family, errors=chosen.errors)
        if chosen.only in (None, exam.draft.id)
    ]
    modes: tuple[Mode, ...] = get_args(Mode) if chosen.mode == "all" else (chosen.mode,)
    if chosen.write:
        write_folder(chosen.write, exams, modes[0])
        return 0
    scores: dict[str, Score] = {mode: measure(exams, mode, chosen.findings) for mode in modes}
    print(table(scores, by_kind=not chosen.brief))
    if chosen.misses:
        for mode, score in scores.items():
            print(f"\n{mode}\n{misses(score, {exam.draft.id: exam for exam in exams})}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
