"""Terms on a page: the first time a word of the glossary stands in a text, a button opens what it means.

The meaning is a popover that the browser itself opens and closes: no script, reached with the keyboard, read right after its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app, g
from markupsafe import Markup

from grader.course.glossary import FILE, Term, load
from grader.errors import CourseError
from webapp.kept import reads
from webapp.language import chosen

_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_LEFT_ALONE = {"a", "button", "code", "pre", "math", "summary", "label", "dfn", "h1", "h2", "h3", "h4", "svg", "select", "textarea"}
_FORM = Markup(
    '<dfn class="term"><button type="button" popovertarget="term-{id}">{word}</button></dfn>'
    '<span class="meaning" popover id="term-{id}" role="note"><strong>{title}</strong> <span lang="{other}">({title_other})</span> {text}</span>'
)


@dataclass
class Loaded:
    """The glossary in memory, and of which file it is."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    stamp: float = -1.0
    tags: dict[str, str] = field(default_factory=dict)  # tags that mean the same as a term's own
    patterns: dict[str, tuple[re.Pattern[str], dict[str, str]]] = field(default_factory=dict)


def teach(app: Flask) -> None:
    app.jinja_env.filters.update(glossed=glossed, concept=concept_name)
    app.jinja_env.globals["glossary_terms"] = terms


def _loaded() -> Loaded:
    """The glossary in memory; its file is looked at once per request."""
    if "glossary" not in g:
        g.glossary = _looked()
    found: Loaded = g.glossary
    return found


def _looked() -> Loaded:
    found: Loaded = current_app.extensions.setdefault("glossary", Loaded())
    root = Path(current_app.config["COURSE"])
    path = reads(root / FILE)
    stamp = path.stat().st_mtime if path.is_file() else 0.0
    if stamp != found.stamp:
        found.stamp = stamp
        try:
            terms = load(root)
        except CourseError as error:  # somebody is writing in it: the pages keep what they have
            current_app.logger.warning("the glossary stays as it was: %s", error)
            return found
        found.terms = terms
        found.tags = {tag: id for id, term in terms.items() for tag in term.tags}
        found.patterns = {language: _pattern(terms, language) for language in ("en", "ko")}
    return found


def terms() -> Mapping[str, Term]:
    """The glossary of the course, read again when its file has changed."""
    return _loaded().terms


def concept_of(tag: str) -> str:
    """The concept of a tag: two tags that mean the same are one."""
    return _loaded().tags.get(tag, tag)


def concept_name(id: str) -> str:
    """What a tag is called in the page's language.

    A tag without an entry is written as words: `param-groups` is “param groups”.
    """
    term = terms().get(concept_of(id))
    return id.replace("-", " ") if term is None else term.title[chosen()]


def glossed(html: Markup) -> Markup:
    """Put a button with its meaning on the first place of each term on this page; code, formulas, links and headings stay as they are."""
    loaded, language = _loaded(), chosen()
    if not loaded.terms:
        return html
    pattern, ids = loaded.patterns[language]
    seen: set[str] = g.setdefault("glossed", set())

    def marked(found: re.Match[str]) -> str:
        id = ids[_key(found[1])]
        if id in seen:
            return found[0]
        seen.add(id)
        return _button(id, loaded.terms[id], found[1], language)

    return Markup("".join(pattern.sub(marked, part) if free else part for part, free in _parts(str(html))))


def _parts(html: str) -> Iterator[tuple[str, bool]]:
    """The tags and texts of our own HTML; True for text in which a term may be marked."""
    inside: list[str] = []
    for part in _TAG.split(html):
        if part.startswith("<") and _TAG.fullmatch(part):
            name = part.strip("</>").split(None, 1)[0].rstrip("/").lower()
            if name in _LEFT_ALONE and not part.endswith("/>"):
                if not part.startswith("</"):
                    inside.append(name)
                elif inside and inside[-1] == name:
                    inside.pop()
            yield part, False
        else:
            yield part, not inside


def _button(id: str, term: Term, word: str, language: str) -> str:
    other = "en" if language == "ko" else "ko"
    values = {"id": id, "word": Markup(word), "title": term.title[language], "title_other": term.title[other], "other": other}
    return str(_FORM.format(**values, text=term.text[language]))


def _pattern(terms: Mapping[str, Term], language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """All spellings of a language, the longest first; a Korean word may be followed by a particle, an English one by a plural s."""
    ids: dict[str, str] = {}
    for id, term in terms.items():
        for word in (term.title[language], *term.also):
            ids[_key(word)] = id
    words = "|".join(re.escape(word) for word in sorted(ids, key=len, reverse=True)) or "(?!)"
    after = r"(?:s|es)?(?![\w-])" if language == "en" else r"(?![A-Za-z-])"
    return re.compile(rf"(?<![\w&#-])({words}){after}", re.IGNORECASE), ids


def _key(word: str) -> str:
    return " ".join(word.lower().split())
