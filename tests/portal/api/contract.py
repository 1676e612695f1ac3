"""Calls the interface as its OpenAPI document says, and as it does not, to find replies that it leaves out."""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

CHECKS: list[Any] = [not_a_server_error, status_code_conformance, content_type_conformance,
                     response_headers_conformance, response_schema_conformance, allow_header_conformance,
                     unsupported_method]


def call_everything(application: Any, calls: int, *, headers: dict[str, str], keys: list[int]) -> Counter[str]:
    """Call each operation so often that all together are about ``calls``, half of them with what is not allowed.

    Parameters
    ----------
    application : WSGI application
        The portal.
    calls : int
        About how many.
    headers : dict
        Sent with every second call, such as a token.
    keys : list of int
        Of records that are there, put into half of the addresses.

    Returns
    -------
    Counter
        How often each operation was answered with each status, such as ``GET /registers 200``.
    """
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    told: Counter[str] = Counter()
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    each = max(1, calls // (len(operations) * len(modes)))
    for number, operation in enumerate(operations):
        for mode in modes:
            if mode == GenerationMode.NEGATIVE and not _takes_anything(operation):
                continue
            _call(operation, mode, each, number, headers, keys, told)
    return told


def _takes_anything(operation: Any) -> bool:
    """Whether there is anything that could be wrong in a call."""
    return any(len(list(each)) for each in (operation.path_parameters, operation.query, operation.headers,
                                            operation.body))


def _call(operation: Any, mode: GenerationMode, calls: int, number: int, headers: dict[str, str], keys: list[int],
          told: Counter[str]) -> None:
    @seeded(number)
    @settings(max_examples=calls, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), slug=st.sampled_from(["projects", "enterprises", ""]),
           key=st.sampled_from([*keys, 0]), is_known=st.booleans())
    def call(case: Case, slug: str, key: int, is_known: bool) -> None:
        if slug and "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = slug
        if key and "key" in (case.path_parameters or {}):
            case.path_parameters["key"] = key
        response = case.call(headers=headers if is_known else None)
        told[f"{operation.label} {response.status_code}"] += 1
        case.validate_response(response, checks=CHECKS)

    call()
