"""Written text: what Markdown means stays, what could run is gone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import formulae
from lms.core.formulae import for_paper
from lms.core.richtext import TAGS, clean, findings, render_inline, render_markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<form><button formaction='javascript:alert(1)'>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_survives(text: str) -> None:
    for html in (clean(text), render_markdown(text)):
        lowered = html.lower()
        assert "<script" not in lowered and "<svg" not in lowered and "<iframe" not in lowered
        for tag in re.findall(r"<[a-z][^>]*>", lowered):
            assert not re.search(r"javascript:|data:|\son[a-z]+=|style=", tag), tag


def test_tables_links_and_headings_stay() -> None:
    html = render_markdown(
        "## Judul\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[Situs](https://contoh.id)"
    )
    assert "<table>" in html and "<h2" in html
    assert 'href="https://contoh.id"' in html and "noopener" in html


def test_pictures_are_put_below_their_folder() -> None:
    html = render_markdown("![Alur](media/alur.svg)", media="/media/pkp/abc")
    assert 'src="/media/pkp/abc/alur.svg"' in html and 'alt="Alur"' in html


def test_a_single_line_has_no_paragraph() -> None:
    assert render_inline("Nilai **inti**") == "Nilai <strong>inti</strong>"


@given(st.text("abcXé09 ,.;:?()%/=-_*<&\n", max_size=30))
def test_plain_lines_take_the_short_way_to_the_same_html(text: str) -> None:
    render_markdown.cache_clear()
    padded = text + " " * 301  # too long for it
    assert render_markdown(text) == render_markdown(padded)


def test_formulae_become_mathml_and_keep_their_words() -> None:
    html = render_markdown("Rata-rata $\\bar{x}$, dari $5 ke $6.\n\n$$\n\\frac{a}{b}\n$$")
    assert "<mover>" in html and 'alttext="\\bar{x}"' in html and "dari $5 ke $6." in html
    assert 'display="block"' in html and "<mfrac>" in html
    assert for_paper(html).count("<code>") == 2 and "<math" not in for_paper(html)
    assert [one.kind for one in findings("$x$ dan $\\frac{1}{$")] == ["formula"]


@given(st.text("\\{}^_<>&\"'ax1 frcshel:()\ue000\ue001", max_size=40))
def test_nothing_in_a_formula_is_html_or_an_address(latex: str) -> None:
    html = render_markdown(f"${latex}$").lower()
    assert "<script" not in html and "href" not in re.sub(r'alttext="[^"]*"', "", html)
    for tag in re.findall(r"<([a-z]+)", re.sub(r'alttext="[^"]*"', "", html)):
        assert tag in TAGS | formulae.TAGS, tag


def test_a_lone_picture_with_a_title_is_a_figure() -> None:
    html = render_markdown('![Alur](media/alur.svg "Alur <b>berkas</b>")', media="/media/x")
    assert "<figure>" in html and "<figcaption>Alur &lt;b&gt;berkas&lt;/b&gt;</figcaption>" in html
    assert "<figure>" not in render_markdown("![Alur](media/alur.svg) lalu teks")
