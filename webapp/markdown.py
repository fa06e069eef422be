"""Markdown with formulas as safe HTML. Formulas come out as MathML; a script may set them with KaTeX afterwards."""

from __future__ import annotations

from functools import lru_cache

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

_MATH_TAGS = {
    *("math", "mrow", "mi", "mo", "mn", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot", "mtext", "mspace", "mover", "munder"),
    *("munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose", "semantics", "annotation"),
}
_MATH_ATTRIBUTES = {
    "display",
    "xmlns",
    "mathvariant",
    "stretchy",
    "fence",
    "form",
    "separator",
    "lspace",
    "rspace",
    "width",
    "accent",
    "encoding",
}
_TAGS = nh3.ALLOWED_TAGS | _MATH_TAGS
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "math": _MATH_ATTRIBUTES,
    "span": {"class", "data-tex", "lang"},
    "div": {"class", "data-tex", "lang"},
    "code": {"class"},
    **{tag: _MATH_ATTRIBUTES for tag in _MATH_TAGS},
}


def _formula(content: str, options: dict[str, bool]) -> str:
    tex = str(escape(content))
    display = "block" if options["display_mode"] else "inline"
    tag = "div" if options["display_mode"] else "span"
    try:
        mathml = convert(content, display=display)
    except Exception:
        mathml = f"<code>{tex}</code>"  # an odd formula is shown as it was written
    return f'<{tag} class="tex {display}" data-tex="{tex}">{mathml}</{tag}>'


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.use(dollarmath_plugin, renderer=_formula, double_inline=True)


@lru_cache(maxsize=2048)
def render(text: str) -> Markup:
    """Safe HTML of a Markdown text."""
    return Markup(nh3.clean(_MARKDOWN.render(text), tags=_TAGS, attributes=_ATTRIBUTES, link_rel="noopener"))


@lru_cache(maxsize=256)
def render_theirs(text: str) -> Markup:
    """Safe HTML of a student's Markdown for the staff: no pictures, which would be fetched from wherever the student says."""
    return Markup(nh3.clean(_MARKDOWN.render(text), tags=_TAGS - {"img"}, attributes=_ATTRIBUTES, link_rel="noopener noreferrer"))


@lru_cache(maxsize=4096)
def render_line(text: str) -> Markup:
    """Safe HTML of one line of Markdown, without a paragraph around it."""
    return Markup(nh3.clean(_MARKDOWN.renderInline(text), tags=_TAGS, attributes=_ATTRIBUTES, link_rel="noopener"))
