"""Arabic never stands unmarked in a page of another script."""

import pytest

from portal.lib.marked_html import mark_fallbacks

AR, ZGH = '<span lang="ar" dir="rtl">', '<span lang="zgh" dir="ltr">'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>3 أحداث</p>", f"<p>{AR}3 أحداث</span></p>"),
        ("<p> من (فاس) </p>", f"<p> {AR}من (فاس)</span> </p>"),
        ("<p>ⴰⵙⴰⴽⵓⴷ: غير منشور</p>", f"<p>ⴰⵙⴰⴽⵓⴷ: {AR}غير منشور</span></p>"),
        ('<p><bdi lang="ar" dir="rtl">فاس</bdi></p>', '<p><bdi lang="ar" dir="rtl">فاس</bdi></p>'),
        ('<p lang="fr" dir="ltr">Fès, «فاس»</p>', f'<p lang="fr" dir="ltr">{AR}Fès, «فاس»</span></p>'),
        ("<title>فاس</title>", '<title lang="ar" dir="rtl">فاس</title>'),
        (
            "<select><option>فاس</option></select>",
            '<select><option lang="ar" dir="rtl">فاس</option></select>',
        ),
        ("<svg><text>فاس</text></svg>", '<svg><text lang="ar" dir="rtl">فاس</text></svg>'),
        ('<img alt="صورة" src="/x">', '<img alt="صورة" src="/x" lang="ar">'),
        (
            '<nav aria-label="الصفحات"><a>ⵓⵣⵡⵉⵔ</a> 2 من 3</nav>',
            f'<nav aria-label="الصفحات" lang="ar"><a>{ZGH}ⵓⵣⵡⵉⵔ</span></a> {AR}2 من 3</span></nav>',
        ),
    ],
)
def test_arabic_is_marked_in_text_titles_and_labels(html: str, expected: str) -> None:
    assert mark_fallbacks(html) == expected


def test_everything_else_stays_as_it_is() -> None:
    html = (
        '<!doctype html>\n<html lang="zgh"><head><meta charset="utf-8"></head><!-- فاس --><body>'
        '<svg viewBox="0 0 1 1"><use href="#i"/></svg><p class=x>a &amp; b&nbsp;&#8211; ⵎⴰⵢⵢⵓ<br>1</p>'
        '<script type="application/ld+json">{"name": "فاس </b>"}</script></body></html>\n'
    )
    assert mark_fallbacks(html) == html
