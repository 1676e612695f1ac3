"""Pictures without what a camera writes beside them: places, names, previews; pixels stay as they are.

No library that decodes pictures is installed, so they are not drawn anew. Their structure is read instead, and only the
parts that the picture itself needs are kept; what stands behind its end is cut off, so that no second file hides there.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

MOST_PIXELS: Final = 100_000_000
PNG_START: Final = b"\x89PNG\r\n\x1a\n"

_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
                              b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT"})
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_SAYS_METADATA: Final = 0x08 | 0x04  # flags for EXIF and XMP
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ORIENTATION: Final = 0x0112


class DamagedPictureError(ValueError):
    """A picture whose parts do not fit together."""


def bare_png(data: bytes) -> bytes:
    """Give a PNG without texts, times and EXIF.

    Raises
    ------
    DamagedPictureError
        If it is no whole PNG, or too large to be shown.
    """
    kept = [PNG_START]
    for kind, whole, body in _png_chunks(data):
        if kind == b"IHDR":
            _check_size(*struct.unpack(">II", body[:8]))
        if kind in _PNG_KEPT:
            kept.append(whole)
        elif not kind[0] & 0x20:
            raise DamagedPictureError("a critical chunk that nobody knows")
    return b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at, first = len(PNG_START), True
    while True:
        length, kind = struct.unpack(">I4s", _part(data, at, 8))
        body = _part(data, at + 8, length)
        check, = struct.unpack(">I", _part(data, at + 8 + length, 4))
        if zlib.crc32(kind + body) != check or (first and (kind != b"IHDR" or length != 13)):
            raise DamagedPictureError("a chunk that does not fit its sum")
        yield kind, data[at:at + 12 + length], body
        if kind == b"IEND":
            return
        at, first = at + 12 + length, False


def bare_jpeg(data: bytes) -> bytes:
    """Give a JPEG without EXIF, XMP, IPTC, comments and previews; how it is turned is kept.

    Raises
    ------
    DamagedPictureError
        If it is no whole JPEG, or too large to be shown.
    """
    kept, at, turned, sized = [b"\xff\xd8"], 2, 0, False
    while True:
        marker, at = _jpeg_marker(data, at)
        if marker == 0xD9:
            if not sized:
                raise DamagedPictureError("no frame")
            return b"".join((kept[0], _orientation_segment(turned), *kept[1:], b"\xff\xd9"))
        length, = struct.unpack(">H", _part(data, at, 2))
        if length < 2:
            raise DamagedPictureError("a segment that is too short")
        body = _part(data, at + 2, length - 2)
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", _part(body, 1, 4))
            _check_size(width, height)
            sized = True
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = turned or _orientation(body[6:])
        at += length
        if _is_jpeg_needed(marker, body):
            kept.append(b"\xff" + bytes([marker]) + struct.pack(">H", length) + body)
        if marker == 0xDA:
            end = _scan_end(data, at)
            kept.append(data[at:end])
            at = end


def _jpeg_marker(data: bytes, at: int) -> tuple[int, int]:
    if _part(data, at, 1) != b"\xff":
        raise DamagedPictureError("a marker is missing")
    while _part(data, at, 1) == b"\xff":
        at += 1
    return data[at], at + 1


def _is_jpeg_needed(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) if 0xE0 <= marker <= 0xEF else marker != 0xFE


def _scan_end(data: bytes, at: int) -> int:
    """Find the marker behind a scan's packed data, in which FF 00 and restarts are no markers."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise DamagedPictureError("it ends within a scan")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """Read from EXIF how the picture is turned; 0 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 0
    start, = struct.unpack(f"{order}I", tiff[4:8])
    if start + 2 > len(tiff):
        return 0
    count, = struct.unpack(f"{order}H", tiff[start:start + 2])
    for number in range(min(count, 200)):
        entry = tiff[start + 2 + 12 * number:start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == _ORIENTATION:
            value: int = struct.unpack(f"{order}H", entry[8:10])[0]
            return value if 2 <= value <= 8 else 0
    return 0


def _orientation_segment(turned: int) -> bytes:
    if not turned:
        return b""
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def bare_webp(data: bytes) -> bytes:
    """Give a WebP without EXIF and XMP.

    Raises
    ------
    DamagedPictureError
        If it is no whole WebP, or too large to be shown.
    """
    size, = struct.unpack("<I", _part(data, 4, 4))
    inner, kept, at = _part(data, 8, size), [b"WEBP"], 4
    while at < len(inner):
        kind, length = struct.unpack("<4sI", _part(inner, at, 8))
        body = _part(inner, at + 8, length)
        if kind == b"VP8X":
            if length < 10:
                raise DamagedPictureError("a header that is too short")
            _check_size(*(1 + int.from_bytes(body[start:start + 3], "little") for start in (4, 7)))
            body = bytes([body[0] & ~_WEBP_SAYS_METADATA]) + body[1:]
        if kind in _WEBP_KEPT:
            kept.append(kind + struct.pack("<I", length) + body + b"\0" * (length % 2))
        at += 8 + length + length % 2
    if len(kept) < 2 or kept[1][:4] not in (b"VP8 ", b"VP8L", b"VP8X"):
        raise DamagedPictureError("no picture in it")
    whole = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


BARE: Final[dict[str, Callable[[bytes], bytes]]] = {"png": bare_png, "jpg": bare_jpeg, "webp": bare_webp}
"""By extension, what takes a picture's metadata off."""


def _part(data: bytes, at: int, length: int) -> bytes:
    if at + length > len(data):
        raise DamagedPictureError("it ends too early")
    return data[at:at + length]


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise DamagedPictureError(f"{width} x {height} pixels")
