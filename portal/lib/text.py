"""Arabic, French, English and Tifinagh text: cleaning on entry, and normal forms for search and sorting."""

import re
import unicodedata

MAX_WORD_LENGTH = 40  # PostgreSQL refuses very long words in a tsquery
MAX_SORT_KEY_LENGTH = 120
SORT_DIGITS = 6  # numbers are zero-padded to this width, so that 9 sorts before 10

FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"  # Unicode UAX #9
TATWEEL = "\u0640"

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = _BIDI + "\u200b-\u200d\u2060-\u2065\ufeff\u00ad"
_ARABIC = "\u0620-\u064a\u066e-\u06d3"
_TIFINAGH = "\u2d30-\u2d67"
_TIFINAGH_LABIAL = "\u2d6f"

# ---- entry ---------------------------------------------------------------------------------------

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DROPPED_ON_ENTRY = re.compile(f"[\x00-\x08\x0e-\x1f\x7f{TATWEEL}{_INVISIBLE}]")
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]{2,}")
_ARABIC_DIGITS = {start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)}


def clean_input(text: str) -> str:
    """Text as staff meant to type it: without what cannot be seen, with nothing that can be read lost.

    Arabic presentation forms become letters and Arabic-Indic digits become 0-9; tatweel, bidi controls,
    zero-width characters, soft hyphens and control characters go; runs of spaces become one. Vowel
    marks, hamzas and everything else stay, in Unicode form NFC. Idempotent.
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _PRESENTATION_FORM.sub(_letters_of_form, text).translate(_ARABIC_DIGITS)
    text = unicodedata.normalize("NFC", _DROPPED_ON_ENTRY.sub("", text))
    return _SPACES.sub(" ", text).strip()


def _letters_of_form(form: re.Match[str]) -> str:
    # The form of a lone vowel mark decomposes to a space that carries it: keep the mark only.
    return unicodedata.normalize("NFKC", form[0]).lstrip(" ")


# ---- search --------------------------------------------------------------------------------------

_HAMZA = "\u0621"
_ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"
_DROPPED_FOR_SEARCH = re.compile(f"[{TATWEEL}{_ARABIC_MARKS}{_INVISIBLE}{_HAMZA}]")

# Letters that Unicode does not decompose; أ إ آ ؤ ئ lose their hamza as a combining mark.
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("ٱٲٳ", "ا"),
        **dict.fromkeys("ىیېے", "ي"),
        **dict.fromkeys("ۋ", "و"),
        **dict.fromkeys("ةہھە", "ه"),
        **dict.fromkeys("کگڭݣ", "ك"),
        **dict.fromkeys("ڤڥ", "ف"),
        **dict.fromkeys("پ", "ب"),
        **dict.fromkeys("چ", "ش"),
        **dict.fromkeys("ژ", "ج"),
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ɣ": "gh",
    }
)
_RARE = 0x3000  # forms are not kept from here on: a stranger's text may hold a million different characters


class _Forms(dict[int, str]):
    """The form of each character, found out once: ``str.translate`` is then one step a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = _western_digit("" if unicodedata.combining(character) else character)
        if code < _RARE:
            self[code] = form
        return form


def _western_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


_FORMS = _Forms(_FOLDED)

# One run of one script: Arabic, Latin, Tifinagh, digits, or any other letters.
_WORD = re.compile(
    f"[{_ARABIC}]+|[a-z]+|{_TIFINAGH_LABIAL}?[{_TIFINAGH}]+|[0-9]+"
    f"|[^\\W_0-9a-z{_ARABIC}{_TIFINAGH}{_TIFINAGH_LABIAL}]+"
)


def normalize(text: str) -> str:
    """The form in which spellings of one word agree, for comparison only, never for display. Idempotent.

    Case, accents, vowel marks, hamzas, tatweel and invisible characters go; ى becomes ي, ة becomes ه,
    گ ڭ become ك, ڤ becomes ف, œ becomes oe; every decimal digit becomes 0-9.
    """
    text = _DROPPED_FOR_SEARCH.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return unicodedata.normalize("NFKD", text).translate(_FORMS)


def words(text: str) -> list[str]:
    """The normalised words of a text, cut where the script changes: «الـ67» gives ال and 67."""
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(normalize(text))]


# ---- sorting -------------------------------------------------------------------------------------

# The article has a bare alif: ألعاب has none. These few words begin like it without having it.
_ARTICLE = re.compile("^[\\W_]*[اٱ]ل(?!له\\b|تزام|تحاق|تقا|تماس)(?=\\w{2})")


def sort_key(text: str) -> str:
    """A plain string whose code-point order is the reader's order, the same in every database.

    Quotation marks and the article ال at the head do not count, and 9 comes before 10.
    """
    bare = _DROPPED_FOR_SEARCH.sub("", unicodedata.normalize("NFKC", text))
    parts = (word.zfill(SORT_DIGITS) if word.isdecimal() else word for word in words(_ARTICLE.sub("", bare)))
    return " ".join(parts)[:MAX_SORT_KEY_LENGTH]


# ---- plain-text output ---------------------------------------------------------------------------

_BIDI_CONTROL = re.compile(f"[{_BIDI}]")


def isolate(text: str) -> str:
    """The text between FSI and PDI (UAX #9), so that its direction does not disturb what surrounds it.

    For plain text only (mail, iCalendar, CSV); HTML uses `<bdi>`. Bidi controls inside are removed.
    """
    bare = _BIDI_CONTROL.sub("", text)
    return f"{FIRST_STRONG_ISOLATE}{bare}{POP_DIRECTIONAL_ISOLATE}" if bare else ""
