"""PDF (ISO 32000): opens, is not locked, and holds nothing that acts by itself."""

from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from portal.lib.uploads.refusal import Reason, Refused

MAX_OBJECTS = 200_000
MAX_PAGES = 5_000
# Entries that lead to what is drawn, or back: no action hangs there.
PASSED_OVER = {
    "/Contents",
    "/Font",
    "/Parent",
    "/P",
    "/XObject",
    "/StructTreeRoot",
    "/StructParents",
    "/ICCBased",
}
REFUSED_KEYS = {
    "/JS": Reason.SCRIPT,
    "/JavaScript": Reason.SCRIPT,
    "/XFA": Reason.SCRIPT,
    "/EmbeddedFiles": Reason.ATTACHED_FILE,
    "/EF": Reason.ATTACHED_FILE,
}
REFUSED_ACTIONS = {
    "/JavaScript": Reason.SCRIPT,
    "/Rendition": Reason.SCRIPT,
    "/Launch": Reason.LAUNCH,
    "/ImportData": Reason.LAUNCH,
    "/SubmitForm": Reason.LAUNCH,
    "/GoToE": Reason.ATTACHED_FILE,
}
REFUSED_ANNOTATIONS = {
    "/FileAttachment": Reason.ATTACHED_FILE,
    "/RichMedia": Reason.ATTACHED_FILE,
    "/3D": Reason.SCRIPT,
    "/Screen": Reason.ATTACHED_FILE,
    "/Movie": Reason.ATTACHED_FILE,
}


def pages_of_pdf(stream: IO[bytes]) -> int:
    """How many pages the PDF has, or ``Refused``."""
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            raise Refused(Reason.PROTECTED)
        pages = len(reader.pages)
        if not 0 < pages <= MAX_PAGES:
            raise Refused(Reason.DAMAGED if not pages else Reason.TOO_COMPLEX)
        for dictionary in _dictionaries(reader.trailer.get("/Root")):
            _refuse_actions(dictionary)
    except Refused:
        raise
    except Exception:  # noqa: BLE001  (a hostile file may make a reader fail in any way)
        raise Refused(Reason.DAMAGED) from None
    return pages


def _dictionaries(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the catalogue: what cannot be reached cannot act."""
    waiting, seen = [root], set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            if len(seen) > MAX_OBJECTS:
                raise Refused(Reason.TOO_COMPLEX)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += [dict.__getitem__(found, key) for key in found if key not in PASSED_OVER]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)


def _refuse_actions(dictionary: DictionaryObject) -> None:
    reasons = [reason for key, reason in REFUSED_KEYS.items() if key in dictionary]
    reasons += _named_in(REFUSED_ACTIONS, dictionary, "/S")
    if "/Rect" in dictionary:
        reasons += _named_in(REFUSED_ANNOTATIONS, dictionary, "/Subtype")
    if reasons:
        raise Refused(reasons[0])


def _named_in(refused: dict[str, Reason], dictionary: DictionaryObject, key: str) -> list[Reason]:
    name = str(dictionary.get(key, ""))
    return [refused[name]] if name in refused else []
