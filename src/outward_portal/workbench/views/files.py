"""An index's files and charts, each for whoever may see the index."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from outward.errors import OutwardError
from outward_portal.theme.languages import current_language
from outward_portal.workbench.models import IndexVersion
from outward_portal.workbench.views.finding import index_at, trouble


@login_required
@require_safe
def download(request: HttpRequest, key: int, file: str) -> HttpResponseBase:
    """Send a file, to be saved: what was computed, the framework with its choices, the data as they were sent."""
    from outward_portal.workbench import comparing, downloads  # brings the engine
    from outward_portal.workbench.asking import bench_at, computed_at

    index = index_at(request, key)
    if file == "data":
        return _data(bench_at(index, request.GET).version)
    if file not in downloads.TYPES:
        raise Http404
    try:
        if file == "template.xlsx":
            made = downloads.blank(bench_at(index, request.GET))
        else:
            bench, now = computed_at(index, request)
            if file in downloads.PAIRED:
                pair = comparing.pair_at(bench, request.GET.get("with", ""), request.user)
                if pair is None:
                    raise Http404
                made = downloads.made_of_pair(pair, file)
            else:
                made = downloads.made(bench, now, file)
    except OutwardError as error:
        return trouble(request, index, error)
    return HttpResponse(made, content_type=downloads.TYPES[file], headers=_saved_as(f"index-{index.pk}-{file}"))


def _data(version: IndexVersion) -> HttpResponseBase:
    ending = version.file_name.rpartition(".")[2]
    types = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    answer = FileResponse(version.file.open("rb"), content_type=types.get(ending, "application/octet-stream"))
    for name, value in _saved_as(version.file_name).items():
        answer[name] = value
    return answer


def _saved_as(name: str) -> dict[str, str]:
    """Have a file saved, never opened as a page of this server."""
    return {"Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox"}


@login_required
@require_safe
def chart(request: HttpRequest, key: int, file: str) -> HttpResponseBase:
    """Send a chart as a picture; `download` in the address has it saved."""
    from outward_portal.workbench import comparing, drawing  # brings the engine and what draws
    from outward_portal.workbench.asking import computed_at

    index = index_at(request, key)
    name, dot, ending = file.partition(".")
    if (dot, ending) != (".", "svg") or name not in drawing.CHARTS:
        raise Http404
    try:
        bench, now = computed_at(index, request)
        if name == "slopes":
            pair = comparing.pair_at(bench, request.GET.get("with", ""), request.user)
            if pair is None:
                raise Http404
            drawn = drawing.slopes(bench, now, pair, current_language())
        else:
            drawn = drawing.picture(bench, now, name, current_language())
    except OutwardError as error:
        return trouble(request, index, error)
    etag = quote_etag(hashlib.sha256(drawn.encode()).hexdigest()[:32])
    answer = get_conditional_response(request, etag=etag) or HttpResponse(drawn, content_type="image/svg+xml")
    answer.headers["ETag"] = etag
    if request.GET.get("download"):
        for header, value in _saved_as(f"index-{index.pk}-{file}").items():
            answer.headers[header] = value
    return answer
