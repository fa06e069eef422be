"""The links at the top of every page. A page that wants one says so: `LINKS = (Link("gradebook.show", _l("Gradebook"), 30, STAFF),)`.

A page without a link of its own names the blueprint under whose link it stands: `SECTION = "desk"`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flask import Flask, g, request

COURSE = 60


@dataclass(frozen=True)
class Link:
    """One link; `place` orders them: student pages below 20, desk 20–59, course from `COURSE` on."""

    endpoint: str
    label: Any  # a lazy text
    place: int
    roles: tuple[str, ...] = ("student", "ta", "instructor")

    @property
    def section(self) -> str:
        return self.endpoint.split(".")[0]


@dataclass(frozen=True)
class Shown:
    link: Link
    current: str  # what aria-current says: "page" for this very page, "true" for one of its section, "" for another


@dataclass(frozen=True)
class Navigation:
    links: tuple[Shown, ...] = ()
    course: tuple[Shown, ...] = ()  # what an instructor needs a few times a term, behind one word


def lay_out(app: Flask, pages: list[ModuleType]) -> None:
    """Collect the links of all pages and give the templates those of the person who looks."""
    links = sorted((link for page in pages for link in getattr(page, "LINKS", ())), key=lambda link: link.place)
    sections = {page.blueprint.name: getattr(page, "SECTION", page.blueprint.name) for page in pages}

    def navigation() -> Navigation:
        seen = g.get("seen")
        role = None if seen is None else seen.me.role
        here = sections.get((request.endpoint or "").split(".")[0])
        shown = [Shown(link, _current(link, here)) for link in links if role in link.roles]
        course = tuple(s for s in shown if s.link.place >= COURSE)
        few = len(course) < 2
        return Navigation(tuple(s for s in shown if few or s.link.place < COURSE), () if few else course)

    app.jinja_env.globals["navigation"] = navigation


def _current(link: Link, here: str | None) -> str:
    if link.endpoint == request.endpoint:
        return "page"
    return "true" if link.section == here else ""
