"""Why a file was refused, in words that say what to do instead."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.lib.uploads import Reason, Refused

WORDS: dict[Reason, Any] = {
    Reason.EMPTY: _("The file is empty."),
    Reason.TOO_BIG: _("The file is larger than %(limit)s, the most that is accepted."),
    Reason.WEB_PAGE: _(
        "This is a web page (HTML), whatever its name says. It is refused because it can carry programs: give a PDF."
    ),
    Reason.SVG: _("SVG is refused because it can carry programs: give the picture as PNG or JPEG."),
    Reason.NO_PICTURE: _("This is no picture in JPEG, PNG, WebP or AVIF, whatever its name says."),
    Reason.TOO_MANY_PIXELS: _(
        "The picture is too large: at most %(megapixels)s megapixels, and %(side)s pixels a side."
    ),
    Reason.DAMAGED_PICTURE: _("The picture is damaged or incomplete. Save it anew, then try again."),
    Reason.UNKNOWN_TYPE: _(
        "The type of this file is not accepted: give PDF, DOCX, XLSX, PPTX, ODF, TXT or CSV."
    ),
    Reason.PROGRAM: _("This file is, or holds, a program. It is refused."),
    Reason.PICTURE: _("This is a picture: add it to the photos."),
    Reason.OLD_OFFICE: _(
        "This is a file of an old Office, or one behind a password. Save it as DOCX, XLSX, PPTX or PDF, open to all."
    ),
    Reason.DAMAGED: _("The file is damaged or incomplete. Save it anew, then try again."),
    Reason.PROTECTED: _("The file is protected by a password. Save it without protection, then try again."),
    Reason.SCRIPT: _("The PDF carries programs (JavaScript). Print it to a new PDF, then try again."),
    Reason.LAUNCH: _(
        "The file starts something or sends data when it is opened. Save it as a plain PDF, then try again."
    ),
    Reason.ATTACHED_FILE: _(
        "The file carries other files inside. Save it without them, and add them on their own."
    ),
    Reason.MACROS: _("The file carries macros. Save it without macros, or as PDF, then try again."),
    Reason.ARCHIVE_BOMB: _("The file unpacks to far more than it should. It is refused."),
    Reason.NO_OFFICE_FILE: _(
        "This is an archive, not a document, whatever its name says. Add the documents in it one by one."
    ),
    Reason.ENTITIES: _(
        "The file declares XML entities, which could read other files. Save it anew, then try again."
    ),
    Reason.LOADED_FROM_ELSEWHERE: _(
        "The file fetches something from elsewhere when it is opened (a template, a picture, another workbook). "
        "Save it without such links, or as PDF, then try again."
    ),
    Reason.TOO_COMPLEX: _("The file is too complex to be verified. Split it, then try again."),
    Reason.NOT_UTF8: _("The text is not written in UTF-8. Save it as UTF-8, then try again."),
    Reason.MARKUP: _("The text holds markup (HTML or XML). Remove it, or give a PDF."),
}


def words(refused: Refused) -> str:
    details = dict(refused.details)
    if "limit" in details:
        details["limit"] = filesizeformat(details["limit"])
    return str(WORDS[refused.reason]) % details
