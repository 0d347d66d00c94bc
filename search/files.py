"""The words inside an uploaded PDF. Files were judged when they were uploaded; one that cannot be read says nothing."""

import logging
from itertools import islice
from typing import Any

from pypdf import PdfReader

from portal.lib.translated import LANGUAGES, Text

MAX_PAGES = 50
MAX_CHARACTERS = 60_000
log = logging.getLogger(__name__)


def text_of(document: Any) -> Text | None:
    if document.file_type != "pdf" or not document.file:
        return None
    language = document.language if document.language in LANGUAGES else "fr"
    return Text(_words(document)[:MAX_CHARACTERS], language)


def _words(document: Any) -> str:
    try:
        with document.file.open("rb") as stream:
            return " ".join(page.extract_text() for page in islice(PdfReader(stream).pages, MAX_PAGES))
    except Exception:
        log.warning("The text of document %s cannot be read.", document.pk, exc_info=True)
        return ""
