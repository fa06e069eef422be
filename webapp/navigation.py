"""The links at the top of every page. A page that wants one says so: `LINKS = (Link("gradebook.show", _l("Gradebook"), 30, STAFF),)`."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flask import Flask, g, request


@dataclass(frozen=True)
class Link:
    """One link; `place` orders them: student pages below 20, desk 20–59, course 60 and above."""

    endpoint: str
    label: Any  # a lazy text
    place: int
    roles: tuple[str, ...] = ("student", "ta", "instructor")


def lay_out(app: Flask, pages: list[ModuleType]) -> None:
    """Collect the links of all pages and give the templates those of the person who looks."""
    links = sorted((link for page in pages for link in getattr(page, "LINKS", ())), key=lambda link: link.place)

    def navigation() -> list[tuple[Link, bool]]:
        seen = g.get("seen")
        role = None if seen is None else seen.me.role
        here = (request.endpoint or "").split(".")[0]
        return [(link, link.endpoint.split(".")[0] == here) for link in links if role in link.roles]

    app.jinja_env.globals["navigation"] = navigation
