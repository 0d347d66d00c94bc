"""Pictures: told by their content, refused before they are decoded, and always drawn anew.

What is kept is never the file that came: its pixels are decoded, turned upright, brought to sRGB, made smaller
and written again, so that position, camera, thumbnails, and whatever hides before, between or behind the
pixels of the file stay behind.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portal.lib.uploads.refusal import Reason, Refused
from portal.lib.uploads.signatures import HEAD, web_reason

MAX_BYTES = 25 * 1024 * 1024
MAX_MEGAPIXELS = 50  # the telephones of today; decoded, 150 MB
MAX_SIDE = 20_000
KEPT_SIDE = 2560  # the longer side of what is kept as the original
WIDTHS = (320, 640, 960, 1280, 1920)
OPENED = ("JPEG", "PNG", "WEBP", "AVIF")  # decoders that are tried at all
ACCEPTED = {*OPENED, "MPO"}  # MPO: a JPEG of a telephone, with further pictures behind the first
MAX_PROFILE = 1024 * 1024
PAPER = (255, 255, 255)  # what shines through where a picture is transparent

# Format by the end of its name; the first that a browser knows is taken. AVIF: speed 8 is ten times faster than
# the default for five per cent more bytes.
ENCODINGS: dict[str, tuple[str, dict[str, int | bool | str]]] = {
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
ORIGINAL: dict[str, int | bool | str] = {"quality": 90, "optimize": True, "progressive": True}


@dataclass(frozen=True)
class Picture:
    """A clean picture: nothing but pixels, upright, on paper."""

    pixels: Image.Image

    @property
    def width(self) -> int:
        return self.pixels.width

    @property
    def height(self) -> int:
        return self.pixels.height

    @cached_property
    def original(self) -> bytes:
        return _encoded(self.pixels, "JPEG", ORIGINAL)

    @property
    def widths(self) -> list[int]:
        """The widths it is worth offering: none is larger than the picture."""
        return [width for width in WIDTHS if width <= self.width] or [self.width]

    def renditions(self) -> dict[str, dict[int, bytes]]:
        """Each format in each width. Costs about a second for a large picture."""
        made: dict[str, dict[int, bytes]] = {ending: {} for ending in ENCODINGS}
        for width in self.widths:
            smaller = self.pixels.resize(
                (width, scaled(self.height, width, self.width)), Image.Resampling.LANCZOS
            )
            for ending, (encoder, options) in ENCODINGS.items():
                made[ending][width] = _encoded(smaller, encoder, options)
        return made


def scaled(height: int, to_width: int, from_width: int) -> int:
    return max(1, round(height * to_width / from_width))


def clean(stream: IO[bytes], size: int) -> Picture:
    """The picture in ``stream``, or ``Refused``; decoded only when its header promises a bearable size."""
    if size > MAX_BYTES:
        raise Refused(Reason.TOO_BIG, limit=MAX_BYTES)
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise Refused(Reason.EMPTY)
    if reason := web_reason(head):
        raise Refused(reason)
    _refuse_size(*canvas_of_webp(head))
    stream.seek(0)
    return _decoded(_opened(stream))


def canvas_of_webp(head: bytes) -> tuple[int, int]:
    """Width and height of the canvas that libwebp would reserve on opening; (0, 0): no such file.

    WebP Container Specification, «Extended File Format»: 24-bit values less one.
    """
    if head[:4] != b"RIFF" or head[8:16] != b"WEBPVP8X" or len(head) < 30:
        return 0, 0
    width, width_high, height, height_high = struct.unpack("<HBHB", head[24:30])
    return (width | width_high << 16) + 1, (height | height_high << 16) + 1


def _opened(stream: IO[bytes]) -> Image.Image:
    """The header only: Pillow decodes no pixel yet."""
    try:
        image = Image.open(stream, formats=OPENED)
    except UnidentifiedImageError:
        raise Refused(Reason.NO_PICTURE) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001  (a hostile file may make a decoder fail in any way)
        raise Refused(Reason.DAMAGED_PICTURE) from None
    if image.format not in ACCEPTED:
        raise Refused(Reason.NO_PICTURE)
    _refuse_size(*image.size)
    return image


def _decoded(image: Image.Image) -> Picture:
    try:
        profile = image.info.get("icc_profile", b"")
        image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))  # JPEG: decode no more than is kept
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
        return Picture(_bare(_in_srgb(_on_paper(upright), profile)))
    except Exception:  # noqa: BLE001  (a hostile file may make a decoder fail in any way)
        raise Refused(Reason.DAMAGED_PICTURE) from None


def _on_paper(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, (*PAPER, 255))
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    if image.mode.startswith(("I", "F")):  # sixteen bits and more: convert() would cut off, not scale
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    return image if image.mode in {"RGB", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant, without the profile that said so."""
    if profile and len(profile) <= MAX_PROFILE:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted:
            return converted
    return image.convert("RGB")


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: encoders would write what they find in ``info``."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


def _encoded(image: Image.Image, encoder: str, options: dict[str, int | bool | str]) -> bytes:
    written = BytesIO()
    image.save(written, encoder, **options)
    return written.getvalue()


def _refuse_size(width: int, height: int) -> None:
    if width * height > MAX_MEGAPIXELS * 1_000_000 or max(width, height) > MAX_SIDE:
        raise _too_many_pixels()


def _too_many_pixels() -> Refused:
    return Refused(Reason.TOO_MANY_PIXELS, megapixels=MAX_MEGAPIXELS, side=MAX_SIDE)
