"""Stills of the figures: what each shows before anybody moves it, for the gallery and for pages without scripts.

They are drawn by the figures themselves, in a browser: `python -m tests.webapp.figures.stills` draws all of them again after a figure has changed.
"""

from __future__ import annotations

import re
import tempfile
import threading
from pathlib import Path
from typing import Any

from markupsafe import escape

FOLDER = Path(__file__).parents[3] / "webapp" / "templates" / "figures" / "stills"
LANGUAGES = {"en": "en-GB", "ko": "ko-KR"}
_PLACES = re.compile(r' (d|transform|x|y|cx|cy|x1|x2|y1|y2|width|height)="([^"]*)"')
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_TAKE = """() => {
  const host = document.querySelector('[data-figure]');
  return [host.querySelector('svg').outerHTML, host.querySelector('figcaption strong').textContent, host.querySelector('.figure-seen').textContent];
}"""


def _short(number: re.Match[str]) -> str:
    """A tenth of a unit of the drawing cannot be seen."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def still(page: Any, name: str) -> str:
    """The figure as it stands, as a file: its ids are made of its name, its coordinates are short, its sentence is its text alternative."""
    page.goto(f"/figures/{name}")
    page.wait_for_function("() => document.querySelector('[data-figure]')?.figure")
    svg, title, seen = page.evaluate(_TAKE)
    svg = re.sub(
        r'<svg [^>]*viewBox="([^"]*)"[^>]*>', rf'<svg viewBox="\1" role="img" aria-label="{escape(f"{title}. {seen}")}">', svg, count=1
    )
    for place, id in enumerate(dict.fromkeys(re.findall(r'id="(clip-[^"]+)"', svg))):
        svg = svg.replace(id, f"still-{name}-{place}")
    svg = _PLACES.sub(lambda found: f' {found[1]}="{_NUMBER.sub(_short, found[2])}"', svg)
    return svg.replace("><g", ">\n<g").replace("><path", ">\n<path") + "\n"


def path(name: str, language: str) -> Path:
    return FOLDER / f"{name}.{language}.svg"


def main() -> None:
    from playwright.sync_api import sync_playwright
    from werkzeug.serving import make_server

    from webapp.app import create_app
    from webapp.pages.figures import FIGURES

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as course, sync_playwright() as play:
        app = create_app(Path(course), testing=True)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language, locale in LANGUAGES.items():
            page = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", locale=locale, reduced_motion="reduce").new_page()
            for figure in FIGURES:
                path(figure.name, language).write_text(still(page, figure.name), encoding="utf-8")
        browser.close()
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["records"].close()


if __name__ == "__main__":
    main()
