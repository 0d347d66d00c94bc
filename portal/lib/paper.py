"""A document in PDF, written from the side on which its language begins. Words in, bytes out.

Glyphs are shaped by HarfBuzz. Letters are neither taken apart (``ccmp``) nor tied (``liga``): a glyph stands for one
letter, so that what is copied out of the document reads as it was written.
"""

from datetime import datetime
from typing import Any

import segno
from fpdf import FPDF, XPos, YPos
from fpdf.prefs import ViewerPreferences

from portal.lib.translated import DIRECTION, Text
from portal.lib.typefaces import FOLDER, face_for

MARGIN, QR_SIZE = 20, 26  # millimetres
LEADING = 0.62  # millimetres a point: Arabic needs the room
FEATURES = {"ccmp": False, "liga": False}
INK, QUIET, BLUE, RULE = (18, 31, 56), (72, 85, 108), (27, 65, 146), (200, 208, 218)


class Paper(FPDF):
    """An A4 document in one language; texts in others are set in their own direction."""

    def __init__(self, language: str, title: str, foot: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.language, self.foot, self.is_rtl = language, foot, DIRECTION[language] == "rtl"
        self.set_lang(language)
        self.set_title(title)
        self.set_creation_date(made_at)
        self.set_producer("Hakama")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        for file in sorted(FOLDER.glob("*.ttf")):
            self.add_font(file.stem, fname=file)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN + 4)
        self._write(
            Text(f"{self.foot}  ·  {self.page_no()}", "en"), ("hakama-sans-400", "tifinagh-400"), 8.5, QUIET
        )

    def text_line(
        self,
        text: Text,
        faces: tuple[str, ...],
        size: float,
        colour: tuple[int, int, int] = INK,
        *,
        room: float = 0,
    ) -> None:
        """``text`` on as many lines as it needs; ``room`` is kept free at the end of each."""
        if text:
            self._write(text, faces, size, colour, room)

    def gap(self, millimetres: float) -> None:
        self.ln(millimetres)

    def rule(self) -> None:
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(2)

    def qr(self, address: str) -> None:
        """The address as a code, in the corner where lines end, without moving on."""
        modules = [list(row) for row in segno.make_qr(address, error="m").matrix_iter(border=0)]
        step = QR_SIZE / len(modules)
        x0 = MARGIN if self.is_rtl else self.w - MARGIN - QR_SIZE
        self.set_fill_color(*INK)
        for row, cells in enumerate(modules):
            for column, dark in enumerate(cells):
                if dark:
                    self.rect(x0 + column * step, MARGIN + row * step, step * 1.02, step * 1.02, "F")

    def _write(
        self, text: Text, faces: tuple[str, ...], size: float, colour: tuple[int, int, int], room: float = 0
    ) -> None:
        # The script is left to HarfBuzz, run by run: a line may hold two.
        self.set_text_shaping(True, features=FEATURES, direction=text.direction)
        self.set_font(face_for(text.value, faces), size=size)
        self.set_text_color(*colour)
        height = size * LEADING
        width = self.epw - room
        lines: Any = self.multi_cell(width, height, text.value, dry_run=True, output="LINES")
        self.set_x(MARGIN + room if self.is_rtl else MARGIN)
        for line in lines:
            if self.will_page_break(height):
                self.add_page()
            self.set_x(MARGIN + room if self.is_rtl else MARGIN)
            self.cell(
                width, height, line, align="R" if self.is_rtl else "L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
            )
