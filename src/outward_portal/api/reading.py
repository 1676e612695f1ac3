"""What can be read: registers, their records, links and history, search, vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.api import rows, shapes
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.journal.models import Entry
from outward_portal.records import exporting, queries
from outward_portal.records.exporting import labels
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.listing import MAX_ROWS, ListQuery, read_query
from outward_portal.records.models import Record
from outward_portal.records.search import find, wanted

router = Router()
MAX_KEY: Final = 2**63 - 1
_LIST_NAMES: Final = frozenset({"q", "sort", "rows", "at", "retired"})
_HISTORY_ROWS: Final = 500
Key = Path(..., ge=1, le=MAX_KEY)
Slug = Path(..., min_length=1, max_length=50)


def kind_at(slug: str) -> Kind:
    """Give the register at an address."""
    kind = KINDS.by_slug(slug)
    if kind is None:
        raise ProblemError(404)
    return kind


def record_at(caller: Caller, slug: str, key: int) -> tuple[Kind, Record]:
    """Give a record that the caller may see and that its source lets be given on."""
    kind = kind_at(slug)
    record = queries.find(kind, key, caller.user)
    if record is None or (kind.given_on and not getattr(record, kind.given_on)):
        raise ProblemError(404)
    return kind, record


@router.get("/registers", response={200: shapes.Registers}, summary="Registers, with how many records you see")
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": [
        {**_described(kind), "count": count}
        for kind, count in queries.registers_seen_by(caller.user, only_given_on=True)]})


def _described(kind: Kind) -> dict[str, Any]:
    (name_en, name_zh), (purpose_en, purpose_zh) = labels(kind.plural), labels(kind.purpose)
    return {"slug": kind.slug, "name_en": name_en, "name_zh": name_zh, "purpose_en": purpose_en,
            "purpose_zh": purpose_zh}


@router.get("/registers/{slug}", response={200: shapes.Register}, summary="A register: its fields, filters and order")
def register(request: HttpRequest, slug: str = Slug) -> HttpResponse:
    """Say what a register's records hold and how its list is narrowed."""
    caller, kind = caller_of(request), kind_at(slug)
    written = {name: kind.field(name) for name in kind.form_fields}
    return answered(request, caller, lambda: {
        **_described(kind),
        "fields": [{
            "name": header.name, "type": header.type, "label_en": header.label_en, "label_zh": header.label_zh,
            "codes": [{"code": code, "name_en": en, "name_zh": zh} for code, (en, zh) in header.codes.items()],
            "is_written": header.name in written,
            "is_required": header.name in written and not written[header.name].blank,
            "longest": written[header.name].max_length if header.name in written else None,
        } for header in exporting.headers(kind)],
        "filters": [{"parameter": each.key, "by": each.by, "label_en": labels(each.label)[0],
                     "label_zh": labels(each.label)[1], "values": [str(value) for value, _ in each.choices]}
                    for each in kind.filters],
        "orders": [column.key for column in kind.columns if column.is_sortable],
    })


def _asked(request: HttpRequest, kind: Kind) -> ListQuery:
    """Read what a list's address asks for; here nothing is left out silently."""
    known = _LIST_NAMES | {each.key for each in kind.filters}
    wrong = [name for name in request.GET if name not in known or len(request.GET.getlist(name)) > 1]
    query = read_query(kind, "en", request.GET)  # one order for every caller: cursors and tags know no language
    if len(request.GET.get("q", "")) > 200:
        wrong.append("q")
    if request.GET.get("retired", "1") != "1":
        wrong.append("retired")
    if wrong or query.misunderstood:
        raise wrong_parameters([*wrong, *query.misunderstood])
    return replace(query, to_give_on=True)


@router.get("/registers/{slug}/records", response={200: shapes.Records}, summary="A register's records, page by page",
            openapi_extra=shapes.LIST_PARAMETERS)
def records(request: HttpRequest, slug: str) -> HttpResponse:
    """List records as the page does: filters, words and order; ``next`` is the cursor of the page behind."""
    caller, kind = caller_of(request), kind_at(slug)
    query = _asked(request, kind)
    return answered(request, caller, lambda: _page(kind, query, caller))


def _page(kind: Kind, query: ListQuery, caller: Caller) -> dict[str, Any]:
    page = queries.read_page(query, caller.user)
    return {"count": page.count, "page": page.number, "pages": page.pages,
            "next": page.last.encoded() if page.last else None,
            "previous": page.first.encoded() if page.first else None, "items": list(rows.items(kind, page))}


@router.get("/registers/{slug}/count", response={200: shapes.Count}, summary="How many records a list holds",
            openapi_extra=shapes.LIST_PARAMETERS)
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Count the records that fit."""
    caller, kind = caller_of(request), kind_at(slug)
    query = _asked(request, kind)
    return answered(request, caller, lambda: {"count": queries.count_of(query, caller.user)})


@router.get("/registers/{slug}/records/{key}", response={200: shapes.Record}, summary="One record")
def record(request: HttpRequest, slug: str = Slug, key: int = Key) -> HttpResponse:
    """Give all of a record that you may see; its ETag names the revision for a change."""
    caller = caller_of(request)

    def told() -> dict[str, Any]:
        kind, _found = record_at(caller, slug, key)
        return {"slug": kind.slug, **rows.full(kind, key, caller.user)}

    return answered(request, caller, told, by_revision=True)


@router.get("/registers/{slug}/records/{key}/links", response={200: shapes.Links}, summary="What a record is linked to")
def links(request: HttpRequest, slug: str = Slug, key: int = Key) -> HttpResponse:
    """List the links of which you may see both ends."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": list(_links(record_at(caller, slug, key)[1], caller))})


def _links(record: Record, caller: Caller) -> Iterator[dict[str, Any]]:
    linked = queries.links_of(record, caller.user)
    keys = Record.objects.filter(queries.may_be_given_on(), pk__in=[each.record.pk for each in linked])
    given = set(keys.values_list("pk", flat=True))
    return ({"relation": each.link.relation, "is_source": each.is_source, "note": each.link.note or None,
             "record": {**rows.short(each.record), "slug": each.kind.slug}}
            for each in linked if each.record.pk in given)


@router.get("/registers/{slug}/records/{key}/history", response={200: shapes.History}, summary="What was done to it")
def history(request: HttpRequest, slug: str = Slug, key: int = Key) -> HttpResponse:
    """List the entries of the journal that you may see, newest first; none where you may see none."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": list(_entries(*record_at(caller, slug, key), caller))})


def _entries(kind: Kind, record: Record, caller: Caller) -> list[dict[str, Any]]:
    seen = Entry.objects.visible_to(caller.user).filter(record=record.pk)[:_HISTORY_ROWS]
    relations = [name for name in kind.form_fields if kind.field(name).is_relation]
    told: list[dict[str, Any]] = []
    keys: set[int] = set()
    for entry in seen:
        told.append({"at": entry.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "action": entry.action,
                     "reason": entry.reason or None, "changes": {
                         name: change for name, change in entry.changes.items() if name in kind.form_fields}})
        keys |= {value for name in relations for value in _both(entry.changes.get(name)) if isinstance(value, int)}
    known = exporting.names_of(keys, caller.user)
    for each in told:  # a record that a field named is told only to those who may see it
        for name in relations:
            if name in each["changes"]:
                each["changes"][name] = [value if value in known else None
                                         for value in _both(each["changes"][name])]
    return told


def _both(change: Any) -> list[Any]:
    return change if isinstance(change, list) else [None, change]


@router.get("/search", response={200: shapes.Found}, summary="Records of all registers in which all words occur")
def search(request: HttpRequest, q: str = Query(..., min_length=1, max_length=200),
           rows_: int = Query(20, alias="rows", ge=1, le=50)) -> HttpResponse:
    """Find records in English or Chinese, the best first."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": list(_found(q, rows_, caller))})


def _found(words: str, count: int, caller: Caller) -> Iterator[dict[str, Any]]:
    """Give the records that were found, each once, also where several of its passages were."""
    hits = find(wanted(words), caller.user, among=queries.may_be_given_on(), count=count).hits
    keys = dict.fromkeys(hit.record for hit in hits)
    seen = Record.objects.visible_to(caller.user).in_bulk(list(keys))
    return ({**rows.short(seen[key]), "slug": KINDS[seen[key].kind].slug} for key in keys if key in seen)


@router.get("/vocabulary/sectors", response={200: shapes.Names}, summary="Codes of sectors")
def sector_names(request: HttpRequest) -> HttpResponse:
    """List the sectors."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": [
        {"code": id, "name_en": each.name.en, "name_zh": each.name.zh} for id, each in sectors().items()]})


@router.get("/vocabulary/regions", response={200: shapes.Names}, summary="Codes of countries and provinces")
def region_names(request: HttpRequest) -> HttpResponse:
    """List the regions."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": [
        {"code": id, "name_en": each.name.en, "name_zh": each.name.zh} for id, each in regions().items()]})


assert MAX_ROWS == shapes.MAX_ROWS
