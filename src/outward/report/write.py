"""Writing a report into a folder: all files or none, and never over a file that no earlier report wrote."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from outward import __version__
from outward.errors import InvalidInputError, NotFoundError, Problem, StoreError
from outward.report.document import Document
from outward.report.numbers import numbers_csv
from outward.report.printed import plain_numbers, times_printed
from outward.report.selfaudit import audit_report

if TYPE_CHECKING:
    from outward.report.build import Report

Format = Literal["html", "pdf", "docx"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")
NUMBERS = "numbers.csv"
TRACE = "trace.json"
_PENDING = ".report-pending.json"  # what is being put in place, so that a killed report can be written again
_MADE_BY = "outward report"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write where: one report in one folder. ``build`` makes the report when, and where, it is needed."""

    build: Callable[[], Report]
    folder: Path
    formats: Sequence[Format] = FORMATS
    template: Path | None = None  # of the DOCX
    alternate: str = ""  # where the other language's page lies, relative to this one


@dataclass(frozen=True, slots=True)
class Made:
    """A report's files, before they are put in place."""

    files: dict[str, bytes]
    content: str  # names what the report says
    cautions: tuple[Problem, ...]


def _silent(what: str) -> None:
    del what


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, and what their author should look at."""

    paths: tuple[Path, ...]
    cautions: tuple[Problem, ...]


def write_reports(wanted: Sequence[Wanted], *, progress: Progress = _silent) -> Written:
    """Write reports into their folders.

    Every file is made before any is put in place, and no folder is touched if a file in the way of one is not ours.
    A file of an earlier report that this one does not write stays if it is the same report in another format, and goes
    if it is an older one; one that was changed since is left alone and named among the cautions.

    Parameters
    ----------
    wanted : sequence of Wanted
        Reports with their folders, each folder once.
    progress : callable
        Told what is being done.

    Returns
    -------
    Written
        The files written, and the cautions of the reports.

    Raises
    ------
    InvalidInputError
        If a file in the way was not written by an earlier report, or was changed since.
    StoreError
        If the folder cannot be written.
    """
    for one in wanted:
        check_folder(one.folder, one.formats)
    paths: list[Path] = []
    cautions: list[Problem] = []
    for one, made in zip(wanted, _all_made(wanted, progress), strict=True):
        progress(f"writing {one.folder}")
        written, left = _put(one.folder, made.files, made.content)
        paths += written
        cautions += [*made.cautions, *left]
    return Written(tuple(paths), tuple(cautions))


def _names(formats: Iterable[Format]) -> tuple[str, ...]:
    return (*(f"report.{format}" for format in formats), NUMBERS, TRACE)


def _all_made(wanted: Sequence[Wanted], progress: Progress) -> list[Made]:
    """Make all reports, each in a process of its own: drawing and typesetting take most of the time."""
    first, others = wanted[0], wanted[1:]
    if not others or os.cpu_count() == 1:
        return [_make(one, progress) for one in wanted]
    with ProcessPoolExecutor(len(others), mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        before = active_children()
        with _uninterrupted():
            running = [pool.submit(_make, one, _silent) for one in others]
        workers = [child for child in active_children() if child not in before]
        with ExitStack() as unless_made:  # nobody waits then for what the others make
            for worker in workers:
                unless_made.callback(worker.terminate)
            for one in others:
                progress(f"making {one.folder} beside")
            made = [_make(first, progress), *(each.result() for each in running)]
            unless_made.pop_all()
        return made


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl+C back; a process begun within never gets it, and leaves it to this one to say that it was stopped."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Let this process end when the one that began it is killed: it would wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _make(one: Wanted, progress: Progress) -> Made:
    """Make the files; ``trace.json`` still lacks the hashes of all."""
    progress(f"building {one.folder}")
    report = one.build()
    document, files = report.document, {NUMBERS: numbers_csv(report.numbers)}
    audited = audit_report(report)
    progress(f"audited {audited.count:,} numbers of the report ({document.language}): {len(audited.own)} errors of its "
             f"own, {len(audited.inherited)} inherited")
    for format in one.formats:
        progress(f"making report.{format} ({document.language})")
        match format:
            case "html":
                from outward.report.html import render_html

                files["report.html"] = render_html(document, alternate=one.alternate)
            case "pdf":
                from outward.report.pdf import render_pdf

                files["report.pdf"] = render_pdf(document)
            case "docx":
                from outward.report.docx import render_docx

                files["report.docx"] = render_docx(document, one.template)
    files[TRACE] = _json(trace_content(report) | {"audited": audited.as_json()})
    return Made(files, _content_name(files[TRACE], document), (*report.cautions, *audited.problems(document.language)))


def trace_content(report: Report) -> dict[str, Any]:
    """Give what ``trace.json`` tells: the numbers with their cells, and the sentences by id."""
    document = report.document
    return {
        "made_by": _MADE_BY, "version": __version__, "case": document.id, "release": document.release,
        "as_of": report.as_of,
        "language": document.language, "title": document.title,
        "numbers": {row.id: row.as_json() for row in report.numbers},
        "sentences": dict(report.sentences),
        "printed": dict(times_printed(document)),
        "plain_numbers": list(plain_numbers(document)),
    }


def _content_name(trace: bytes, document: Document) -> str:
    """Name what a report says, its titles, notes and pictures too: two reports with one name differ in format alone."""
    return _sha256(trace + repr(document).encode())


def read_trace(folder: Path) -> dict[str, Any]:
    """Read the ``trace.json`` of a report's folder.

    Raises
    ------
    NotFoundError
        If the folder holds no report.
    InvalidInputError
        If its ``trace.json`` is not one that this program wrote, or was changed since.
    """
    path = folder / TRACE
    if not path.is_file():
        raise NotFoundError(f"no {TRACE} in {folder}", "report", "Name a folder that `outward report` wrote, such as "
                                                                 "OUT/en.")
    trace = _own_trace(path)
    if trace is None:
        raise InvalidInputError([Problem(TRACE, 0, "", "this file was not written by outward report, or was changed",
                                         "Write the report again into an empty folder.")], str(folder))
    return trace


def _own_trace(path: Path) -> dict[str, Any] | None:
    """Read a ``trace.json`` if it is ours and unchanged."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        trace = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    if not isinstance(trace, dict) or trace.get("made_by") != _MADE_BY or not isinstance(trace.get("files"), dict):
        return None
    claimed = trace.pop("sha256", None)
    if claimed != _sha256(_json(trace)):
        return None
    return trace


def check_folder(folder: Path, formats: Iterable[Format]) -> None:
    """Make sure that a report can be written into a folder, before the work of making it; nothing is left there.

    Raises
    ------
    InvalidInputError
        If the folder is a file, or a file in the way was not written by an earlier report, or was changed since.
    StoreError
        If the folder cannot be written or made.
    """
    _refuse_foreign(folder, _names(formats))
    check_writable(folder)


def check_writable(folder: Path) -> None:
    """Raise a StoreError unless files can be made in a folder, or in the one in which it would be made."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise StoreError(f"{there} is a file", f"report, {folder}", "Name another folder with --out.")
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise _not_writable(error, f"report, {folder}") from error


def check_single(path: Path) -> None:
    """Make sure that a single file can be written, before the work of making it.

    Raises
    ------
    StoreError
        If a folder is in its place, or the folder that is to hold it is not there or cannot be written.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise StoreError("this is a folder" if path.is_dir() else f"no folder {path.parent}", str(path),
                         "Name a file in a folder that exists.")
    check_writable(path.parent)


def _not_writable(error: OSError, where: str) -> StoreError:
    return StoreError(f"{error.strerror or error} {error.filename or ''}".strip(), where,
                      "Make room or get permission there, or name another folder with --out.")


def _refuse_foreign(folder: Path, names: Iterable[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise InvalidInputError([Problem(folder.name, 0, "", "this is a file", "Name a folder with --out.")], "--out")
    known = _hashes_of_ours(folder)
    problems = [
        Problem(name, 0, "", "a file of this name is there that no earlier report wrote, or it was changed since",
                "Move it away, or name another folder with --out.")
        for name in names
        if ((folder / name).is_symlink() or (folder / name).exists()) and not _is_ours(folder / name, known)]
    if problems:
        raise InvalidInputError(problems, str(folder))


def _hashes_of_ours(folder: Path) -> dict[str, set[str]]:
    """Give the hashes under which each file may be ours: by the last report, and by one that was killed."""
    known: dict[str, set[str]] = {}
    trace = _own_trace(folder / TRACE)
    if trace is not None:
        for name, digest in trace["files"].items():
            known.setdefault(str(name), set()).add(str(digest))
        known.setdefault(TRACE, set()).add(_sha256((folder / TRACE).read_bytes()))
    pending = folder / _PENDING
    if pending.is_file() and not pending.is_symlink():
        try:
            killed = json.loads(pending.read_bytes())
        except (ValueError, RecursionError):
            killed = {}
        if isinstance(killed, dict):
            for name, digest in killed.items():
                known.setdefault(str(name), set()).add(str(digest))
    return known


def _is_ours(path: Path, known: Mapping[str, set[str]]) -> bool:
    return not path.is_symlink() and path.is_file() and _sha256(path.read_bytes()) in known.get(path.name, ())


def _put(folder: Path, files: dict[str, bytes], content: str) -> tuple[list[Path], list[Problem]]:
    """Put finished files in place by renaming; ``trace.json``, which lists them, comes last.

    Gives the files, and those of another report that were left.
    """
    drafts = [folder / f".{name}.new" for name in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept, stale, left = _settle_others(folder, files, content)
        trace = json.loads(files[TRACE])
        trace["content"] = content
        hashes = kept | {name: _sha256(data) for name, data in files.items() if name != TRACE}
        trace["files"] = dict(sorted(hashes.items()))
        trace["sha256"] = _sha256(_json(trace))
        files = {**files, TRACE: _json(trace)}
        names = [*(name for name in files if name != TRACE), TRACE]
        pending = {name: _sha256(files[name]) for name in names} | {path.name: _digest(path) for path in stale}
        for name in names:
            _write(folder / f".{name}.new", files[name])
        _write(folder / _PENDING, _json(pending))
        for name in names:
            (folder / f".{name}.new").replace(folder / name)
        for path in stale:
            path.unlink()
        (folder / _PENDING).unlink()
    except OSError as error:
        _clear(drafts)  # they may be what fills the disk
        raise _not_writable(error, f"report, {folder}") from error
    return [folder / name for name in names], left


def _clear(drafts: Iterable[Path]) -> None:
    for draft in drafts:
        with suppress(OSError):  # of the refusal that is told already
            draft.unlink(missing_ok=True)


def _settle_others(
    folder: Path, files: Mapping[str, bytes], content: str
) -> tuple[dict[str, str], list[Path], list[Problem]]:
    """Give what an earlier report wrote of the same content, what one wrote of another and is to go, and the rest.

    What lies there is judged by its bytes: a report that was killed may have put some of its files in place.
    """
    trace = _own_trace(folder / TRACE)
    same: Mapping[str, str] = trace["files"] if trace is not None and trace.get("content") == content else {}
    known = _hashes_of_ours(folder)
    kept: dict[str, str] = {}
    stale: list[Path] = []
    left: list[Problem] = []
    for name in _names(FORMATS):
        path = folder / name
        if name in files or not (path.exists() or path.is_symlink()):
            continue
        if not _is_ours(path, known):
            left.append(Problem(str(path), 0, "", "this file is not of the report that was written beside it",
                                "Read it as what it is, or move it away."))
        elif _digest(path) == same.get(name):
            kept[name] = same[name]
        else:
            stale.append(path)
    return kept, stale, left


def put_report(written: Path, folder: Path) -> tuple[Path, ...]:
    """Put a copy of a written report into another folder, as carefully as if it were written there.

    Parameters
    ----------
    written : Path
        A folder into which :func:`write_reports` wrote a report.
    folder : Path
        Where to; in a folder with files only an earlier report's are replaced.

    Returns
    -------
    tuple of Path
        The files that were put there.

    Raises
    ------
    NotFoundError
        If there is no written report.
    InvalidInputError
        If a file of it was changed since, or a file in the way was not written by an earlier report.
    StoreError
        If the folder cannot be written.
    """
    trace = read_trace(written)
    hashes = trace.pop("files")
    content = trace.pop("content")
    files = {name: (written / name).read_bytes() for name in hashes}
    changed = [Problem(name, 0, "", "this file was changed since it was written", "Write the report again.")
               for name, data in files.items() if _sha256(data) != hashes[name]]
    if changed:
        raise InvalidInputError(changed, str(written))
    _refuse_foreign(folder, (*files, TRACE))
    paths, _ = _put(folder, files | {TRACE: _json(trace)}, content)
    return tuple(paths)


def write_single(path: Path, data: bytes) -> None:
    """Write one file by renaming, so that it is there whole or as it was.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        _write(draft, data)
        draft.replace(path)
    except OSError as error:
        _clear([draft])
        raise StoreError(f"{error.strerror or error}", str(path),
                         "Make room or get permission there, or name a file in another folder.") from error


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)  # never through a link that somebody left there
    path.write_bytes(data)


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _digest(path: Path) -> str:
    return _sha256(path.read_bytes())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
