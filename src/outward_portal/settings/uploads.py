"""A limit on whole requests that carry files, before a byte of them is written anywhere."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES: Final = 52_000_000  # the largest file that any form takes, and its form


class LimitedUploads(FileUploadHandler):
    """Refuses a request that says it is larger than any form takes; hands everything else on."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int,  # noqa: ARG002, N803
                         boundary: Any, encoding: Any = None) -> None:  # noqa: ARG002  (Django's own names)
        """Look at the length that the request states; the server reads no more than that."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes are more than {MOST_BYTES}")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Hand on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
