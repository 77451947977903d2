"""Markdown of untrusted people as HTML that does nothing: converted as the report's PDF is, then sanitised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3

from scripts.studentkit.report.markdown import Document, ReportError, convert

MAX_SECONDS = 20.0  # for pandoc, per answer; 200 kB of prose with formulas take it about 3 s
MAX_DEPTH = 200  # elements in one another; the sanitiser's time grows with its square, and 100,000 took it minutes
PREFIX = "answer-"

_TEXT_TAGS = {
    "a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "img", "li", "ol", "p", "pre", "s", "section", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}  # fmt: skip
_MATH_TAGS = {
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts",
    "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover", "none", "semantics",
}  # fmt: skip
_MATH_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnspacing", "depth", "display", "displaystyle", "fence", "form", "height",
    "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowspacing", "rspace",
    "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "width"},
    "ol": {"start", "type"},
    "pre": {"class"},
    "span": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **dict.fromkeys(_MATH_TAGS, _MATH_ATTRIBUTES),
}


@dataclass(frozen=True)
class Rendered:
    """Markdown as HTML that may be put into a page.

    Attributes:
        html: sanitised.
        is_empty: whether there is nothing to read.
        problem: why it is shown as plain text, a sentence; empty where it is not.
    """

    html: str
    is_empty: bool = False
    problem: str = ""


def render(texts: list[str], *, max_seconds: float = MAX_SECONDS) -> list[Rendered]:
    """Convert the course's own texts, in one run of pandoc.

    Args:
        texts: Markdown.
        max_seconds: how long pandoc may take.
    """
    return _render([Document(text, prefix=PREFIX, shift=2) for text in texts], {}, {}, max_seconds)


def render_answer(
    text: str,
    figures: Mapping[str, str],
    places: Mapping[str, str],
    metrics: Mapping[str, float | str | bool],
    *,
    max_seconds: float = MAX_SECONDS,
) -> Rendered:
    """Convert a student's answer; one that cannot be converted is shown as it was written.

    Args:
        text: Markdown.
        figures: paths of the figures, by what the answer may write for each.
        places: where the page has each figure, by path.
        metrics: numbers that the answer may name.
        max_seconds: how long pandoc may take.
    """
    document = Document(text, prefix=PREFIX, shift=2, figures=figures)
    return _render([document], places, metrics, max_seconds)[0]


def _render(
    documents: list[Document],
    places: Mapping[str, str],
    metrics: Mapping[str, float | str | bool],
    max_seconds: float,
) -> list[Rendered]:
    try:
        converted = convert(documents, ["html"], metrics=metrics, max_seconds=max_seconds)
    except (ReportError, ValueError) as error:  # JSON has no lone surrogates and no infinity
        reason = "took too long" if "timed out" in str(error) else "failed"
        sentence = f"Converting this text {reason}, so it is shown as it was written."
        return [Rendered(_as_written(document.text), not document.text.strip(), sentence) for document in documents]
    return [
        Rendered(sanitise(one.html, places), one.empty)
        if _depth(one.html) <= MAX_DEPTH
        else Rendered(
            _as_written(document.text), one.empty, "This text is nested too deeply, so it is shown as it was written."
        )
        for document, one in zip(documents, converted, strict=True)
    ]


def sanitise(html: str, places: Mapping[str, str]) -> str:
    """Return HTML without scripts, styles, forms, frames, and pictures from elsewhere.

    Args:
        html: of pandoc.
        places: where the page has each figure, by what stands in ``src``; other pictures are left out.
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return places.get(value)
        if tag == "img" and attribute == "width":
            return value if re.fullmatch(r"\d{1,3}%", value) else None
        if tag == "a" and value.startswith("#"):  # a line of code, a footnote: nothing on the page has that name
            return None
        return value

    sized = re.sub(r'(<img [^>]*?) style="width:(\d{1,3}%)"', r'\1 width="\2"', html)
    return nh3.clean(
        sized,
        tags=_TEXT_TAGS | _MATH_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        clean_content_tags={"script", "style", "annotation", "annotation-xml"},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _depth(html: str) -> int:
    """Return how many elements of pandoc's HTML stand in one another at most."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", html):
        if tag[1]:
            depth -= 1
        elif not tag[3] and tag[2] not in ("br", "col", "hr", "img"):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _as_written(text: str) -> str:
    return f"<pre>{nh3.clean_text(text)}</pre>"
