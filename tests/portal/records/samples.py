"""Small files of each kind, whole and harmful, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import xlsxwriter
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SECRET_PLACE = b"GPS 41.80N 123.43E"


def pdf(*, script: bool = False, embedded: bool = False, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")})
    if embedded:
        writer.add_attachment("inner.txt", b"inner")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_packed_script() -> bytes:
    """A PDF whose script stands in a packed stream of objects, where no search of raw bytes finds it."""
    inner = b"<< /S /J#61vaScript /JS (app.alert) >>"
    packed = zlib.compress(b"4 0 " + inner)
    parts = [b"%PDF-1.5\n"]
    places = {}
    for number, body in (
        (1, b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>"),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
        (5, b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
            % (len(packed), packed)),
    ):
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    rows = [struct.pack(">BIH", 1, places.get(number, 0), 0) for number in range(1, 4)]
    rows = [struct.pack(">BIH", 0, 0, 65535), *rows, struct.pack(">BIH", 2, 5, 0),
            struct.pack(">BIH", 1, places[5], 0), struct.pack(">BIH", 1, start, 0)]
    table = zlib.compress(b"".join(rows))
    parts.append(b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n"
                 b"%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, start))
    return b"".join(parts)


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Annual report")
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "x")
    book.close()
    return out.getvalue()


SLIDES = {
    "[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "ppt/presentation.xml": b"<presentation/>",
}


def slides(**more: bytes) -> bytes:
    return package(SLIDES | {name.replace("__", "/"): content for name, content in more.items()})


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Add a part to an office file."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def png() -> bytes:
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"tEXt", b"Comment\0" + SECRET_PLACE),
              (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
                    for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body + b"trailing " + SECRET_PLACE


def jpeg(turned: int = 6, size: tuple[int, int] = (1, 1)) -> bytes:
    tiff = (b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0) + SECRET_PLACE)
    segments = [(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), (0xE1, b"Exif\0\0" + tiff), (0xE2, b"MPF\0" + SECRET_PLACE),
                (0xED, b"Photoshop" + SECRET_PLACE), (0xFE, SECRET_PLACE), (0xDB, bytes(65)),
                (0xC0, struct.pack(">BHHB", 8, size[1], size[0], 1) + b"\1\x11\0"), (0xDA, b"\1\1\0\0\x3f\0")]
    body = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(data)) + data for marker, data in segments)
    return b"\xff\xd8" + body + b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9" + SECRET_PLACE


def webp() -> bytes:
    chunks = [(b"VP8X", bytes([0x0C, 0, 0, 0]) + bytes(6)), (b"VP8L", b"\x2f\0\0\0\0\0"), (b"EXIF", SECRET_PLACE),
              (b"XMP ", SECRET_PLACE + b"!")]
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
                              for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"trailing"
