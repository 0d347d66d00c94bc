"""Rich text: what is kept, what goes, and that nothing dangerous can come out."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.lib.rich_text import clean, plain

TAG = re.compile(r"<[^>]*>")
WRITTEN = re.compile(
    r"</?(?:p|h3|h4|blockquote|ul|ol|li|br|strong|em|a|span)"
    r'(?: (?:lang="(?:ar|fr|en|zgh)"|dir="(?:rtl|ltr|auto)"|href="(?:https?://|mailto:)[^"<>\s]+"|rel="noopener"))*>'
)
PIECES = st.sampled_from(
    [
        "نص", "text ", " & ", "&amp;", "&lt;b&gt;", "<", ">", "\n", "\n\n", "\xa0", '"', "'", "\u200f", "\u200b",
        "<p>", "</p>", '<p lang="fr-FR" dir="LTR" style="color:red" class="MsoNormal">', "<br>", "<br/>",
        "<strong>", "</strong>", "<b>", "</b>", '<b style="font-weight:normal">', "<em>", "</em>", "<i>", "</i>",
        "<ul>", "</ul>", "<ol>", "</ol>", "<li>", '<li dir="rtl">', "</li>", "<blockquote>", "</blockquote>",
        "<h1>", "</h1>", "<h3>", "</h3>", "<h6>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>",
        '<span style="font-weight:700">', '<span lang="zgh">', "</span>", "<o:p>", "</o:p>", "<hr>", "<pre>",
        '<a href="https://a.ma/?a=1&b=\'2\'">', '<a href="javascript:alert(1)">', '<a href="/here">', "</a>",
        "<script>", "</script>", "<style>", "</style>", "<svg onload=alert(1)>", "<math>", "<template>", "<!--",
        "-->", "<![CDATA[", "]]>", '<img src=x onerror="alert(1)">', "<textarea>", "<noscript>", "<select>",
        "<p style='mso-list:l0 level1 lfo1'>", "·  ", "<?xml ?>", "\x00",
    ]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@example("<ul><ul><ul><ul><ul>نص")  # deeper than lists are kept, without items between
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_clean_is_idempotent_and_writes_only_what_is_allowed(text: str) -> None:
    html = clean(text)

    assert clean(html) == html
    assert [tag for tag in TAG.findall(html) if not WRITTEN.fullmatch(tag)] == []
    assert plain(html) == plain(text)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_plain_text_keeps_its_words(text: str) -> None:
    words = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u00ad]", "", text.replace("<", " ")).split()

    told = plain(clean(text.replace("<", " "))).split()

    assert told == words or not any(character.isprintable() for character in "".join(words))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        (" \n ", ""),
        ("سطر", "<p>سطر</p>"),
        ("فقرة\nسطر ثان\n\n\nأخرى", "<p>فقرة<br>سطر ثان</p><p>أخرى</p>"),
        ("R&D: 2 < 3 <الأمن>", "<p>R&amp;D: 2 &lt; 3 &lt;الأمن&gt;</p>"),
        ("<p>R&amp;D</p>", "<p>R&amp;D</p>"),
        ("<p></p>", ""),
        ("<p><strong>&nbsp;</strong></p>", ""),
        ("<h1>عنوان</h1><h5>فرع</h5>", "<h3>عنوان</h3><h4>فرع</h4>"),
        ("<b>أ</b><i>ب</i>", "<p><strong>أ</strong><em>ب</em></p>"),
        ("<strong>أ <em>ب</em></strong>", "<p><strong>أ <em>ب</em></strong></p>"),
        ("نص<br><br>آخر<br>", "<p>نص</p><p>آخر</p>"),
        ("<ul><li><p>أ</p></li><li> </li></ul>", "<ul><li>أ</li></ul>"),
        (
            "<ul><li>أ<ul><li>ب</li></ul></li></ul>",
            "<ul><li><p>أ</p><ul><li>ب</li></ul></li></ul>",
        ),
        ("<ol><li>أ</ol>", "<ol><li>أ</li></ol>"),
        ("<blockquote>قول</blockquote>", "<blockquote><p>قول</p></blockquote>"),
        ("<li>أ</li><p>ب</p>", "<ul><li>أ</li></ul><p>ب</p>"),
        ('<p dir="ltr" lang="fr-FR">Texte</p>', '<p lang="fr" dir="ltr">Texte</p>'),
        ('<p lang="xx" dir="up">x</p>', "<p>x</p>"),
        ('نص <span lang="en">text</span>', '<p>نص <span lang="en">text</span></p>'),
    ],
)
def test_clean_stores_one_canonical_form(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://portal.example.ma/ar/?a=1&b=2", True),
        ("mailto:contact@example.ma", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.ma", False),
        ("/admin/logout/", False),
        ("", False),
    ],
)
def test_clean_keeps_only_links_that_lead_somewhere_known(address: str, is_kept: bool) -> None:
    html = clean(f'<p><a href="{address}" target="_blank" onclick="x()">رابط</a></p>')

    assert ("<a " in html) == is_kept
    assert "رابط" in html
    assert "target" not in html
    assert "onclick" not in html


def test_clean_takes_the_text_out_of_a_paste_from_word() -> None:
    pasted = (
        '<html xmlns:o="urn:x"><head><style>p {color: red}</style><xml>Normal 0</xml></head><body>'
        '<p class="MsoNormal" dir="RTL" style="text-align:right"><b><span lang="AR-MA">أبواب مفتوحة'
        "<o:p></o:p></span></b></p>"
        '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span>·<span>&nbsp;&nbsp;'
        "</span></span><![endif]>أولا</p>"
        '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span>·</span>ثانيا</p>'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><table><tr><td>عدد</td><td>3</td></tr></table></body></html>'
    )

    assert clean(pasted) == (
        '<p dir="rtl"><span lang="ar"><strong>أبواب مفتوحة</strong></span></p>'
        "<ul><li>أولا</li><li>ثانيا</li></ul><p>عدد</p><p>3</p>"
    )


def test_clean_takes_the_marks_of_google_docs_from_its_styles() -> None:
    pasted = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
        '<span style="font-weight:400">Une </span><span style="font-weight:700">rencontre</span></p></b><br>'
    )

    assert clean(pasted) == '<p dir="ltr">Une <strong>rencontre</strong></p>'


def test_plain_separates_headings_paragraphs_and_items() -> None:
    html = "<h3>البرنامج</h3><p>اليوم<br>الأول</p><ul><li>جلسة</li><li><p>ورشة</p><ol><li>أ &amp; ب</li></ol></li></ul>"

    assert plain(html) == "البرنامج\n\nاليوم\nالأول\n\n• جلسة\n• ورشة\n• أ & ب"


def test_clean_survives_lists_nested_without_end() -> None:
    html = clean("<ul><li>س" * 400)

    assert clean(html) == html
    assert html.count("<ul>") == 4
