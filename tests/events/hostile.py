"""Files that mean harm, or tell too much, each made here by code: nothing of the kind lies in the repository."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SECRET = b"rue-Secrete-12"  # where the photographer lives, in every metadata
Parts = dict[str, bytes | str]


# Pictures -------------------------------------------------------------------------------------------
def picture(encoder: str = "JPEG", size: tuple[int, int] = (400, 200), **options: Any) -> bytes:
    """Red on its left half, blue on its right: one sees how it was turned and cut."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    drawn.save(written, encoder, **options)
    return written.getvalue()


def exif(orientation: int = 1) -> bytes:
    told = Image.Exif()
    told[Base.Orientation] = orientation
    told[Base.Artist] = SECRET.decode()
    told.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (34.0, 2.0, 13.8)
    told.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = SECRET
    return told.tobytes()


def located_jpeg(orientation: int = 1) -> bytes:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    return picture("JPEG", exif=exif(orientation), comment=SECRET, xmp=xmp)


def located_png() -> bytes:
    told = PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return picture("PNG", pnginfo=told, exif=exif())


def located_webp() -> bytes:
    return picture("WEBP", exif=exif(), xmp=SECRET)


def located_avif() -> bytes:
    return picture("AVIF", exif=exif(), xmp=SECRET)


def jpeg_and_page() -> bytes:
    """A picture to Pillow; a page with a script to whoever reads on."""
    script = b"<html><script>alert('" + SECRET + b"')</script></html>"
    return picture("JPEG", comment=script) + script


def jpeg_and_archive() -> bytes:
    return picture("JPEG") + archive({"run.txt": SECRET})


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that promise to fill the memory."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def webp_claiming(width: int, height: int) -> bytes:
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def truncated(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><body onload='alert(1)'>x</body></html>"
PROGRAM = b"MZ\x90\0" + b"\0" * 200
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


# PDF ------------------------------------------------------------------------------------------------
def _written(writer: PdfWriter) -> bytes:
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _pages(count: int = 2) -> PdfWriter:
    writer = PdfWriter()
    for _number in range(count):
        writer.add_blank_page(200, 200)
    return writer


def pdf(pages: int = 2) -> bytes:
    writer = _pages(pages)
    writer.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), url="https://example.ma/"))
    writer.add_outline_item(title="1", page_number=0)
    return _written(writer)


def action(kind: str, **values: str) -> DictionaryObject:
    told = {NameObject("/S"): NameObject(f"/{kind}")}
    return DictionaryObject(told | {NameObject(f"/{key}"): TextStringObject(v) for key, v in values.items()})


def pdf_with_script() -> bytes:
    writer = _pages()
    writer._root_object[NameObject("/OpenAction")] = action("JavaScript", JS="app.alert(1)")
    return _written(writer)


def pdf_with_script_in_a_field() -> bytes:
    """Not in the catalogue, but behind a page's annotation."""
    writer = _pages()
    link = writer.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), url="https://example.ma/"))
    hidden = writer._add_object(action("JavaScript", JS="app.alert(1)"))
    link[NameObject("/AA")] = DictionaryObject({NameObject("/E"): hidden})
    return _written(writer)


def pdf_that_launches() -> bytes:
    writer = _pages()
    writer._root_object[NameObject("/OpenAction")] = action("Launch", F="cmd.exe")
    return _written(writer)


def pdf_with_file() -> bytes:
    writer = _pages()
    writer.add_attachment(filename="run.exe", data=b"MZ")
    return _written(writer)


def locked_pdf() -> bytes:
    writer = _pages()
    writer.encrypt(user_password="secret", algorithm="RC4-128")
    return _written(writer)


# Office ---------------------------------------------------------------------------------------------
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: Parts, *, stored: bool = False) -> bytes:
    written = BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(written, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def docx_parts(main: str = WORD, **more: bytes | str) -> Parts:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": "<document><p>محضر</p></document>",
        "docProps/app.xml": "<Properties><Pages>3</Pages></Properties>",
        **more,
    }


def relations(*rows: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    return f"<Relationships>{listed}</Relationships>"


def docx(**more: bytes | str) -> bytes:
    return archive(docx_parts(**more))


def macro_docx() -> bytes:
    """A .docm that calls itself .docx."""
    return archive({**docx_parts(MACRO_WORD), "word/vbaProject.bin": b"\0" * 50})


def docx_of_macro_type() -> bytes:
    return archive(docx_parts(MACRO_WORD))


def docx_with_entities() -> bytes:
    declared = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'
    return archive({**docx_parts(), "word/document.xml": declared})


def docx_with_template_elsewhere() -> bytes:
    outside = relations(("attachedTemplate", "https://example.ma/t.dotm", "External"))
    return archive({**docx_parts(), "word/_rels/settings.xml.rels": outside})


def docx_with_links() -> bytes:
    outside = relations(("hyperlink", "https://example.ma/", "External"))
    return archive({**docx_parts(), "word/_rels/document.xml.rels": outside})


def docx_with_object() -> bytes:
    return archive({**docx_parts(), "word/embeddings/oleObject1.bin": OLD_WORD})


def docx_bomb() -> bytes:
    return archive({**docx_parts(), "word/media/big.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


def lying_docx_bomb() -> bytes:
    """Its directory promises a hundred bytes where forty million come out."""
    content = bytearray(docx_bomb())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.rfind(mark, 0, content.rfind(b"word/media/big.xml") + 1)
        while content[place:].find(b"word/media/big.xml") not in {30, 46}:
            place = content.rfind(mark, 0, place)
        struct.pack_into("<I", content, place + offset, 100)
    return bytes(content)


def crowded_docx() -> bytes:
    return archive({**docx_parts(), **{f"word/{number}.xml": "<a/>" for number in range(5000)}})


def odt(**more: bytes | str) -> bytes:
    parts: Parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<office:document xmlns:office='o'><office:scripts/></office:document>",
        "meta.xml": "<m xmlns:meta='m'><s meta:page-count=\"4\"/></m>",
        "META-INF/manifest.xml": "<manifest/>",
        **more,
    }
    return archive(parts, stored=True)


def odt_with_macros() -> bytes:
    return odt(**{"Basic/Standard/Module1.xml": "<module/>"})
